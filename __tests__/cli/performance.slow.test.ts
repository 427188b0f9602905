import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { root } from '../../cli/options';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { chartsOf, objectsOf, render } from '../../manifests/main';
import { noOverrides } from '../support/no-overrides';

/** Limits with room for a slow machine: what they catch is a change of order, not of percent. `npm run bench` measures. */

test('a hundred charts of twenty objects are rendered in less than a second', () => {
  const app = new App();
  for (let i = 0; i < 100; i += 1) {
    const chart = new SystemChart(app, `system-chart-${i}`, { system: 'system', namespace: 'system' });
    for (let j = 0; j < 20; j += 1) new k8s.KubeConfigMap(chart, `config-${j}`, { data: { key: 'value' } });
  }
  // The best of three: the machine may be busy with something else.
  const runs = [1, 2, 3].map(() => {
    const started = performance.now();
    const texts = chartsOf(app).map((chart) => render(objectsOf(chart)));
    expect(texts.join('').match(/kind: ConfigMap/g)).toHaveLength(2000);
    return performance.now() - started;
  });
  expect(Math.min(...runs)).toBeLessThan(1000);
});

test.each([
  ['reactivite', 'provider-google'],
  ['f1-vote', 'provider-aws'],
])('%s alone loads no provider but those that it uses', (system, provider) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-loaded-'));
  const reporter = path.join(folder, 'report.js');
  writeFileSync(reporter, "process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));\n");
  const { PATH = '', HOME = '' } = process.env;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--require', reporter, path.join(root, 'cli/run.js'), 'synth', '--only', 'infra', '--system', system],
    {
      encoding: 'utf8',
      env: { PATH, HOME, TERRACHART_CONFIG: noOverrides, CDKTF_OUTDIR: path.join(folder, 'out') },
      timeout: 20_000,
    },
  );
  expect(status).toBe(0);
  const big = ['provider-google', 'provider-aws'].filter((name) => stderr.includes(`/@cdktf/${name}/`));
  expect(big).toEqual([provider]);
  expect(stderr).not.toContain('/cdk8s-plus-28/');
});
