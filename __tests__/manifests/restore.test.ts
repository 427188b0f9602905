import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { images, reference } from '../../config/versions';
import { type KubernetesObject, nameOf, namespaceOf } from '../../model/objects';
import { podsOf } from '../../model/pods';
import { View } from '../../model/view';
import { restricted } from '../../policy/pod-security/profile';
import { builtInManifests, chartedEnvironments } from '../support/built-in';
import { shown } from '../support/shown';

const folder = join(root, 'docs/runbooks');
/** The page of all, and one of each system. */
const pages = [
  'restore.md',
  ...(existsSync(join(folder, 'restore')) ? readdirSync(join(folder, 'restore')) : []).map((name) =>
    join('restore', name),
  ),
];
/** Whatever the systems have beside them, such as Vault's. */
const others = readdirSync(folder).filter((name) => /^[\w-]+-vault\.md$/.test(name));
const [restore, text] = [pages, [...pages, ...others]].map((names) =>
  names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n'),
) as [string, string];

interface Claim {
  /** `namespace/name`, of the first replica. */
  readonly name: string;
  readonly system: string;
  readonly user: number | undefined;
  readonly group: number | undefined;
}

const objects = chartedEnvironments().flatMap((environment) => builtInManifests(environment).objects);
const claims = objects.flatMap(claimsOf);

/** The claims that a workload's pods hold, and whom the files belong to. */
function claimsOf(owner: KubernetesObject): Claim[] {
  const [pod] = podsOf([owner]);
  const { namespace = '', name, labels = {} } = owner.metadata;
  const templates = (owner.spec?.volumeClaimTemplates ?? []) as KubernetesObject[];
  const mounted = (pod?.spec.volumes ?? []) as { persistentVolumeClaim?: { claimName: string } }[];
  const named = [
    ...templates.map((template) => `${template.metadata.name}-${name}-0`),
    ...mounted.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []),
  ];
  const { runAsUser, fsGroup } = pod?.spec.securityContext ?? {};
  return named.map((claim) => ({
    name: `${namespace}/${claim}`,
    system: labels['app.kubernetes.io/part-of'] ?? '',
    user: runAsUser,
    group: fsGroup,
  }));
}

test('every volume claim of every system stands in the table, with the system that it belongs to', () => {
  const rows = [...restore.matchAll(/^\| ([\w-]+) \| `([\w/-]+)` \|/gm)].map(
    ([, system, claim]) => `${system} ${claim}`,
  );
  const made = new Set(claims.map(({ system, name }) => `${system} ${name}`));
  expect(made.size > 0).toBe(shown('volumes'));
  expect(rows.sort()).toEqual([...made].sort());
});

test('every claim that a command holds is held as the user and group of its own pod', () => {
  const calls = [...text.matchAll(/keeper ([\w-]+) ([\w-]+) (\d+) (\d+)/g)].map(
    ([, namespace, claim, user, group]) => `${namespace}/${claim} ${user} ${group}`,
  );
  const right = new Set(claims.map(({ name, user, group }) => `${name} ${user} ${group}`));
  expect(calls.length > 0).toBe(shown('volumes'));
  expect(calls.filter((call) => !right.has(call))).toEqual([]);
});

test('the pod that holds a volume is one that Pod Security admits, of an image of the catalogue', () => {
  const [, manifest = ''] = /<<POD\n([\s\S]*?)\nPOD/.exec(restore) ?? [];
  const pod = parse(manifest.replace('$1', 'any').replace('$2', 'claim').replace('$3', '999').replaceAll('$4', '999'));
  const view = new View({ objects: [pod], stacks: {}, files: {}, environment: 'local', expectations: [] });
  expect(restricted.flatMap((rule) => rule.check(view))).toEqual([]);
  expect(Object.values(images).map(reference)).toContain(pod.spec.containers[0].image);
});

test('every object that a command names is one that the charts make', () => {
  const made = new Set(objects.map(nameOf));
  const kinds = { statefulset: 'StatefulSet', deployment: 'Deployment', cronjob: 'CronJob' } as const;
  const named = [
    ...text.matchAll(/^.*?(?:--namespace|-n) ([\w-]+) .*?\b(statefulset|deployment|cronjob)\/([\w-]+)/gm),
  ].map(([, namespace, kind, name]) => `${kinds[kind as keyof typeof kinds]}/${namespace}/${name}`);
  expect(named.length > 0).toBe(shown('volumes'));
  expect(named.filter((name) => !made.has(name))).toEqual([]);
});

test('every pod that a command enters is a replica of a StatefulSet, and the container is in it', () => {
  const entered = [
    ...text.matchAll(
      /kubectl exec (?:--namespace|-n) ([\w-]+) (?:--stdin |-it |-i )?([\w-]+)-0(?: --container ([\w-]+))?/g,
    ),
  ];
  expect(entered.length > 0).toBe(shown('volumes'));
  for (const [command, namespace, name, container = name] of entered) {
    const [pod] = podsOf(
      objects.filter((object) => object.kind === 'StatefulSet' && object.metadata.name === name),
    ).filter(({ owner }) => namespaceOf(owner) === namespace);
    expect([command, pod?.containers.map((one) => one.name)]).toEqual([command, expect.arrayContaining([container])]);
  }
});

test('the database that is restored is the one that is dumped', () => {
  const dumped = objects.flatMap((object) =>
    podsOf([object]).flatMap(({ containers }) =>
      containers.flatMap(({ env = [] }) =>
        env.flatMap(({ name, value }: { name: string; value?: string }) => (name === 'PGDATABASE' ? [value] : [])),
      ),
    ),
  );
  const restored = [...restore.matchAll(/--dbname=([\w-]+)/g)].map(([, name]) => name);
  expect(restored.length > 0).toBe(dumped.length > 0);
  expect(restored.filter((name) => !dumped.includes(name))).toEqual([]);
});
