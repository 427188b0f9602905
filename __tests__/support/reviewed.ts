import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { builtInFiles, builtInManifests, builtInStacks, builtInSynthesis, chartedEnvironments } from './built-in';
import { blocks } from './terraform';

/**
 * Compares each object of a system's charts with its snapshot; of what differs between environments by their names alone, the
 * first. A test file calls it, one a system, because jest keeps snapshots by test file: a reviewer sees whose objects change.
 */
export function reviewedCharts(system: string): void {
  const dashboards = new Set<string>();
  const seen = new Set<string>();

  describe.each(chartedEnvironments(system))('charts of %s', (environment) => {
    test('each object is as reviewed', () => {
      for (const object of builtInManifests(environment, system).objects) {
        const name = nameOf(object);
        for (const [file, text] of dashboardsIn(object.data)) {
          // Dashboards are long, and mostly the same in every environment.
          if (!dashboards.has(text)) expect({ [file]: text }).toMatchSnapshot(`${name} ${file}`);
          dashboards.add(text);
        }
        const rest = withoutDashboards(object);
        const nameless = JSON.stringify(rest).replaceAll(environment, 'ENVIRONMENT');
        if (!seen.has(nameless)) expect(rest).toMatchSnapshot(name);
        seen.add(nameless);
      }
    });
  });
}

/** The same for the blocks of its stacks; of what differs between environments by their names alone, the first. */
export function reviewedStacks(system: string): void {
  test('every block is as reviewed', () => {
    const seen = new Set<string>();
    const { stacks } = builtInStacks(system);
    for (const { name, environment } of builtInSynthesis().parts.terraform) {
      for (const [path, block] of stacks[name] ? blocks(stacks[name]) : []) {
        const nameless = JSON.stringify([name, path, block]).replaceAll(environment, 'ENVIRONMENT');
        if (!seen.has(nameless)) expect(block).toMatchSnapshot(`${name}/${path}`);
        seen.add(nameless);
      }
    }
  });
}

/** The same for its files that are neither charts nor stacks. */
export function reviewedFiles(system: string): void {
  test('every file is as reviewed', () => {
    for (const file of builtInFiles(system)) expect(file.text).toMatchSnapshot(file.path);
  });
}

const calls = {
  Stacks: ['infra', reviewedStacks],
  Files: ['infra', reviewedFiles],
  Charts: ['manifests', reviewedCharts],
} as const;

/** Whether a test file of the system's own makes the call that reviews these. */
export function isReviewed(system: string, what: keyof typeof calls): boolean {
  const [half, { name }] = calls[what];
  const folder = join(__dirname, '..', half);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.startsWith(system) && file.endsWith('.test.ts'))
    .some((file) => readFileSync(join(folder, file), 'utf8').includes(`${name}('${system}');`));
}

type Data = Readonly<Record<string, string>> | undefined;

function dashboardsIn(data: Data): [string, string][] {
  return Object.entries(data ?? {}).filter(([file, text]) => file.endsWith('.json') && 'panels' in JSON.parse(text));
}

function withoutDashboards(object: KubernetesObject): KubernetesObject {
  const instead = dashboardsIn(object.data).map(([file]) => [file, 'a dashboard, with a snapshot of its own']);
  return instead.length > 0 ? { ...object, data: { ...object.data, ...Object.fromEntries(instead) } } : object;
}
