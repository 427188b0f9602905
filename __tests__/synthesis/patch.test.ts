import { type Target, waiversOf } from '../../config/system';
import type { KubernetesObject } from '../../model/objects';
import { firstLine } from '../../model/origin';
import { type Parts, Synthesis } from '../../model/synthesis';
import { toYaml } from '../../model/yaml';
import { check } from '../../policy/check';
import { patch } from '../../synthesis/patch';

/** What a configuration changes of the output, on a shop of two objects and one block. */

const origin = { system: 'shop', environment: 'local' };
const config = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'web', namespace: 'shop' },
  data: { 'a.conf': 'a' },
};
const container = { name: 'web', image: 'registry.test/web:1' };
const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    template: {
      metadata: { annotations: { 'checksum/config': 'old' } },
      spec: { containers: [container], volumes: [{ name: 'web', configMap: { name: 'web' } }] },
    },
  },
};
const objects: KubernetesObject[] = [config, web];
const json = { resource: { thing: { one: { size: 1, tags: { a: 'b' } } } } };

const made: Parts = {
  kubernetes: [
    {
      ...origin,
      name: 'shop-web',
      path: 'shop-web.k8s.yaml',
      text: firstLine(origin) + toYaml(...objects),
      objects,
      expectations: [],
    },
  ],
  terraform: [
    {
      ...origin,
      name: 'shop-local',
      path: 'stacks/shop-local/cdk.tf.json',
      text: JSON.stringify(json, undefined, 2),
      json,
      after: [],
    },
  ],
  files: [],
};

const target = (patches: object[]) =>
  ({
    system: { name: 'shop', environments: {}, waivers: [] },
    environment: 'local',
    halves: ['terraform', 'kubernetes'],
    config: { patches },
    placeholders: [],
  }) as Target;

function patched(...patches: object[]) {
  const targets = [target(patches)];
  const { parts, patched } = patch(made, { terraform: targets, kubernetes: targets });
  const [chart, stack] = [parts.kubernetes[0], parts.terraform[0]];
  const get = (kind: string) => chart?.objects.find((object) => object.kind === kind) as KubernetesObject;
  return { parts, patched, chart, stack, get };
}

const deployment = 'Deployment/shop/web';

test('without patches everything is the same, and so is what none of them is about', () => {
  expect(patched().parts).toBe(made);
  const { parts } = patched({ target: deployment, merge: { spec: { replicas: 2 } } });
  expect(parts.terraform[0]).toBe(made.terraform[0]);
  expect(web.spec).not.toHaveProperty('replicas');
});

test('operations change an object, in their order, and the file says it', () => {
  const {
    chart,
    get,
    patched: list,
  } = patched({
    target: deployment,
    patch: [
      { op: 'test', path: '/spec/template/spec/containers/0/name', value: 'web' },
      { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'log' } },
      { op: 'remove', path: '/spec/template/metadata' },
    ],
  });
  expect(get('Deployment').spec.template.spec.containers).toEqual([container, { name: 'log' }]);
  expect(get('Deployment').spec.template.metadata).toBeUndefined();
  expect(chart?.text).toContain('- name: log');
  expect(list).toEqual([{ ...origin, target: deployment }]);
});

test('a merge changes a block key by key, removes by null, and the stack says it', () => {
  const { stack } = patched({ target: 'shop-local/thing.one', merge: { size: 2, tags: { a: null, c: 'd' } } });
  expect(stack?.json.resource?.thing?.one).toEqual({ size: 2, tags: { c: 'd' } });
  expect(JSON.parse(stack?.text ?? '')).toEqual(stack?.json);
});

test('pods roll when a ConfigMap that they mount is patched, and only then', () => {
  const annotation = ({ get }: ReturnType<typeof patched>) =>
    get('Deployment').spec.template.metadata.annotations['checksum/config'];
  const merge = (text: string) =>
    annotation(patched({ target: 'ConfigMap/shop/web', merge: { data: { 'a.conf': text } } }));
  expect(merge('b')).toMatch(/^[0-9a-f]{16}$/);
  expect(merge('b')).not.toBe(merge('c'));
  expect(merge('a')).toBe('old');
});

test('a later patch sees what an earlier one did', () => {
  const { get } = patched(
    { target: 'ConfigMap/shop/web', merge: { metadata: { name: 'other' } } },
    { target: 'ConfigMap/shop/other', merge: { data: { b: 'c' } } },
  );
  expect(get('ConfigMap')).toMatchObject({ metadata: { name: 'other' }, data: { 'a.conf': 'a', b: 'c' } });
});

test('rules look at what was patched', () => {
  const { parts } = patched({ target: deployment, merge: { spec: { template: { spec: { hostNetwork: true } } } } });
  const found = check(new Synthesis(parts).view('local')).findings.map(({ rule, object }) => `${rule.id} ${object}`);
  expect(found).toContain(`host-namespaces ${deployment}`);
});

test('a configuration can excuse what its patches break', () => {
  const waiver = {
    rule: 'host-namespaces',
    object: deployment,
    details: ['sets hostNetwork'],
    reason: 'x',
    expires: 'y',
  };
  const [excused] = [target([])].map((one) => ({ ...one, config: { waivers: [waiver] } }));
  const { parts } = patched({ target: deployment, merge: { spec: { template: { spec: { hostNetwork: true } } } } });
  const waivers = waiversOf([excused as Target]);
  const ids = check(new Synthesis(parts).view('local'), { waivers }).findings.map(({ rule }) => rule.id);
  expect(ids).not.toContain('host-namespaces');
});

test('a half that was not asked for is not missed', () => {
  const targets = [target([{ target: 'shop-local/thing.one', merge: {} }])];
  expect(patch(made, { kubernetes: targets }).patched).toEqual([]);
});

test.each<[string, object, RegExp]>([
  [
    'nothing of that name',
    { target: 'Deployment/shop/wep', merge: {} },
    /patches\.0: .*did you mean Deployment\/shop\/web\?/,
  ],
  ['no block of that name', { target: 'shop-local/thing.on', merge: {} }, /did you mean shop-local\/thing\.one\?/],
  [
    'a test that fails',
    { target: deployment, patch: [{ op: 'test', path: '/kind', value: 'Job' }] },
    /operation 0, test \/kind: it is "Deployment", as it should not be/,
  ],
  [
    'a place that is not there',
    { target: deployment, patch: [{ op: 'replace', path: '/spec/paused', value: true }] },
    /replace \/spec\/paused: there is no such place/,
  ],
  [
    'an object without a name',
    { target: deployment, merge: { metadata: { name: null } } },
    /needs apiVersion, kind and/,
  ],
  ['nothing in the end', { target: deployment, patch: [{ op: 'replace', path: '', value: 1 }] }, /expected an object/],
])('refused: %s', (_, one, message) => {
  expect(() => patched(one)).toThrow(message);
});

test('all that cannot be applied is named at once', () => {
  const [one, other] = [
    { target: 'Job/a/b', merge: {} },
    { target: 'shop-local/a.b', merge: {} },
  ];
  expect(() => patched(one, other)).toThrow(/patches\.0: .*\n.*patches\.1: /);
});
