import { parseAllDocuments } from 'yaml';
import { environmentLabel } from '../../config/labels';
import { waiversOf } from '../../config/system';
import { View } from '../../model/view';
import { check } from '../../policy/check';
import { loadTargets } from '../../synthesis/targets';
import { builtInManifests, chartedEnvironments } from '../support/built-in';
import { isReviewed } from '../support/reviewed';
import { describeEach } from '../support/shown';

/** Everything that is true of every system: each environment as `dist/` would hold it, all systems together. */

test('the objects of every system are reviewed, in a file of its own', () => {
  const systems = loadTargets().filter(({ halves }) => halves.includes('kubernetes'));
  const names = [...new Set(systems.map(({ system }) => system.name))];
  expect(names.filter((name) => !isReviewed(name, 'Charts'))).toEqual([]);
});

describeEach(chartedEnvironments())('charts of %s', (environment) => {
  const here = loadTargets().filter((target) => target.environment === environment);
  const made = builtInManifests(environment);

  test('each object says its environment, on its own metadata only: in a template it would restart pods', () => {
    for (const object of made.objects) {
      const { metadata, ...rest } = object;
      expect(metadata.labels?.[environmentLabel]).toBe(environment);
      expect(JSON.stringify(rest)).not.toContain(environmentLabel);
    }
  });

  test('no rule is broken', () => {
    const { objects, expectations } = made;
    const { findings } = check(new View({ objects, stacks: {}, files: {}, environment, expectations }), {
      waivers: waiversOf(here),
    });
    expect(findings.map(({ rule, object, detail }) => `${rule.id}: ${object} ${detail}`)).toEqual([]);
  });

  test('the YAML says what the objects say', () => {
    const parsed = Object.values(made.files).flatMap((text) =>
      parseAllDocuments(text).map((document) => document.toJS()),
    );
    expect(parsed).toEqual(made.objects);
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
});
