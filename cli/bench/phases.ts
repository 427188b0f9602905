/** One cold synth of everything, step by step; prints the milliseconds of each as JSON. */
export async function main(): Promise<number> {
  const phases: Record<string, number> = {};
  let last = 0;
  const lap = (phase: string): void => {
    const now = performance.now();
    phases[phase] = now - last;
    last = now;
  };
  lap('start of node');
  const { loadTargets } = await import('../../synthesis/targets');
  const { check } = await import('../../policy/check');
  const { Synthesis } = await import('../../model/synthesis');
  const { synthesize } = await import('../../synthesis/synthesize');
  await import('../../infra/main');
  await import('../../manifests/main');
  lap('loading the libraries');
  const targets = loadTargets();
  lap('reading the configuration');
  const charted = targets.filter(({ environment, halves }) => environment === 'local' && halves.includes('kubernetes'));
  const stacks = await synthesize({ terraform: targets });
  lap('Terraform: providers, building, resolving');
  const charts = await synthesize({ kubernetes: charted });
  lap('Kubernetes: building, resolving, rendering');
  check(new Synthesis({ ...stacks.parts, kubernetes: charts.parts.kubernetes }).view('local'));
  lap('policy');
  console.log(JSON.stringify(phases));
  return 0;
}
