import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** One cold synth of everything, step by step; prints the milliseconds of each as JSON. */
export async function main(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-phases-'));
  const phases: Record<string, number> = {};
  let last = 0;
  const lap = (phase: string): void => {
    const now = performance.now();
    phases[phase] = now - last;
    last = now;
  };
  lap('start of node');
  const { loadTargets } = await import('../../config/load');
  const { check } = await import('../../policy/check');
  const infra = await import('../../infra/main');
  const manifests = await import('../../manifests/main');
  lap('loading the libraries');
  const targets = loadTargets();
  lap('reading the configuration');
  const charted = targets.filter(
    ({ system, environment }) => environment === 'local' && system.kubernetes.includes(environment),
  );
  const stacks = await infra.buildInfra(targets, folder);
  const charts = manifests.chartsOf(await manifests.buildManifests(charted));
  lap('loading providers and building');
  stacks.synth();
  lap('resolving and writing Terraform');
  const made = charts.map((chart) => manifests.objectsOf(chart));
  lap('resolving Kubernetes');
  check({ objects: made.flat(), stacks: {}, environment: 'local', expectations: [] });
  lap('policy');
  made.map((objects) => manifests.render(objects));
  lap('rendering YAML');
  rmSync(folder, { recursive: true });
  console.log(JSON.stringify(phases));
  return 0;
}
