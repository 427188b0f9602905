/** @jest-environment node */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { systems } from '../../synthesis/systems';
import { builtInStacks } from '../support/built-in';
import { countingExecutions } from '../support/executions';
import { noOverrides } from '../support/no-overrides';
import { shown, testEach } from '../support/shown';

test('charts cost what they hold: eight times as many take eight times the steps to be rendered', async () => {
  const libraries = ['node_modules/cdk8s', 'node_modules/cdk8s-plus-28', 'node_modules/constructs'];
  const [few, many] = await countingExecutions(['manifests', ...libraries], async (executions) => {
    const { App } = await import('cdk8s');
    const { k8s } = await import('cdk8s-plus-28');
    const { SystemChart } = await import('../../manifests/constructs/system-chart');
    const { chartsOf, objectsOf, render } = await import('../../manifests/main');
    const steps = (charts: number) => {
      const app = new App();
      for (let i = 0; i < charts; i += 1) {
        const chart = new SystemChart(app, `system-chart-${i}`, { system: 'system', namespace: 'system' });
        for (let j = 0; j < 5; j += 1) new k8s.KubeConfigMap(chart, `config-${j}`, { data: { key: 'value' } });
      }
      executions();
      const texts = chartsOf(app).map((chart) => render(objectsOf(chart)));
      const ran = executions();
      expect(texts.join('').match(/kind: ConfigMap/g)).toHaveLength(5 * charts);
      return ran;
    };
    steps(1);
    return [steps(20), steps(160)] as const;
  });
  expect(few).toBeGreaterThan(10_000);
  expect(many / few).toBeLessThan(8);
});

/** The providers that are big, by what Terraform calls them. */
const providers = ['google', 'aws'];
const users = systems.flatMap(({ name }) => {
  const stacks = Object.values(builtInStacks(name).stacks);
  const used = providers.filter((provider) => stacks.some((stack) => provider in (stack.provider ?? {})));
  return used.length > 0 ? [[name, used] as const] : [];
});

test('the big providers are used', () =>
  expect(users.some(([, used]) => used.length > 0)).toBe(shown('most of a cloud') || users.length > 0));

/** A system need not have the environment that is taken without a word. */
const environmentOf = (name: string) =>
  Object.keys(systems.find((system) => system.name === name)?.environments ?? {})[0] ?? '';

testEach(users)('%s alone loads no provider but those that it uses', (system, used) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-loaded-'));
  const reporter = path.join(folder, 'report.js');
  writeFileSync(reporter, "process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));\n");
  const { PATH = '', HOME = '' } = process.env;
  const { stderr, status } = spawnSync(
    process.execPath,
    [
      '--require',
      reporter,
      path.join(root, 'cli/run.js'),
      'synth',
      '--only',
      'infra',
      '--system',
      system,
      '--env',
      environmentOf(system),
    ],
    {
      encoding: 'utf8',
      env: { PATH, HOME, TERRACHART_CONFIG: noOverrides, CDKTF_OUTDIR: path.join(folder, 'out') },
      timeout: 120_000,
    },
  );
  expect(status).toBe(0);
  const loaded = providers.filter((name) => stderr.includes(`/@cdktf/provider-${name}/`));
  expect(loaded).toEqual(used);
  expect(stderr).not.toContain('/cdk8s-plus-28/');
});
