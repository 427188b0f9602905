import { parseAllDocuments } from 'yaml';
import { loadTargets } from '../../config/load';
import { check, expired } from '../../policy/check';
import { nameOf } from '../../policy/output';
import { waivers } from '../../policy/waivers';
import { type Manifests, manifestsOf } from '../support/manifests';

/** Everything that is true of every system: each environment as `dist/` would hold it, all systems together. */
const targets = loadTargets().filter(({ system, environment }) => system.kubernetes.includes(environment));
const environments = [...new Set(targets.map(({ environment }) => environment))];

describe.each(environments)('charts of %s', (environment) => {
  const here = targets.filter((target) => target.environment === environment);
  let made: Manifests;
  beforeAll(async () => {
    made = await manifestsOf(here);
  });

  test('each object is as reviewed', () => {
    for (const object of made.objects) expect(object).toMatchSnapshot(nameOf(object));
  });

  test('no rule is broken', () => {
    const { objects, expectations } = made;
    const { findings } = check({ objects, stacks: {}, environment, expectations });
    expect(findings.map(({ rule, object, detail }) => `${rule.id}: ${object} ${detail}`)).toEqual([]);
  });

  test('a second build gives the same bytes', async () => {
    expect((await manifestsOf(here)).files).toEqual(made.files);
  });

  test('the YAML says what the objects say', () => {
    const parsed = Object.values(made.files).flatMap((text) =>
      parseAllDocuments(text).map((document) => document.toJS()),
    );
    expect(parsed).toEqual(JSON.parse(JSON.stringify(made.objects)));
  });

  test('namespaces come before what stands in them, in the order of the file names', () => {
    const files = Object.keys(made.files).sort();
    expect(files.filter((file) => /kind: Namespace$/m.test(made.files[file] ?? ''))).toEqual(
      files.filter((file) => file.startsWith('00-')),
    );
  });

  test('a file is named <system>-<part>', () => {
    const names = here.map(({ system }) => system.name).join('|');
    for (const file of Object.keys(made.files)) expect(file).toMatch(new RegExp(`^(00-)?(${names})-[a-z-]+$`));
  });

  test('every namespace in use is created here, or named as expected', () => {
    const created = made.objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    const used = new Set(made.objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    const foreign = [...used].filter((namespace) => !created.includes(namespace));
    for (const namespace of foreign) {
      expect(made.expectations.filter(({ kind }) => kind === 'cluster').map(({ name }) => name)).toContainEqual(
        expect.stringContaining(namespace),
      );
    }
  });

  test('every Secret and ConfigMap that a pod needs is made here, generated, issued or expected', () => {
    const missing = made.objects.flatMap((object) => references(object).filter((name) => !provided(made).has(name)));
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('waivers', () => {
  test('each is used by some environment', async () => {
    const used = await Promise.all(
      environments.map(async (environment) => {
        const { objects, expectations } = await manifestsOf(
          targets.filter((target) => target.environment === environment),
        );
        return check({ objects, stacks: {}, environment, expectations }).used;
      }),
    );
    expect(waivers.filter((waiver) => !used.flat().includes(waiver))).toEqual([]);
  });

  test('none is past its day', () => {
    expect(expired(new Date().toISOString().slice(0, 10))).toEqual([]);
  });
});

/** Secrets and ConfigMaps that an object refers to, as `Kind/namespace/name`. */
function references(object: Manifests['objects'][number]): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      const { name, secretName } = (value ?? {}) as { name?: string; secretName?: string };
      if (key === 'secretKeyRef' || key === 'secret')
        found.push(`Secret/${object.metadata.namespace}/${secretName ?? name}`);
      else if (key === 'configMapKeyRef' || key === 'configMap')
        found.push(`ConfigMap/${object.metadata.namespace}/${name}`);
      visit(value);
    }
  };
  visit(object.spec?.jobTemplate?.spec?.template ?? object.spec?.template);
  return found;
}

function provided({ objects, expectations }: Manifests): Set<string> {
  return new Set([
    ...objects.map(nameOf),
    ...expectations.filter(({ kind }) => kind === 'secret').map(({ name }) => `Secret/${name}`),
    ...objects
      .filter(({ kind }) => kind === 'Certificate')
      .map((c) => `Secret/${c.metadata.namespace}/${c.spec.secretName}`),
    // A Job that generates names its Secrets in its arguments: name=key,key
    ...objects
      .filter(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('generate-'))
      .flatMap(({ metadata, spec }) =>
        (spec.template.spec.containers[0].args as string[]).map(
          (arg) => `Secret/${metadata.namespace}/${arg.split('=')[0]}`,
        ),
      ),
  ]);
}
