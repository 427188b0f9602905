import { ask, type Check, type Workspace } from './tool';

/** Asks about the charts of each environment. */
const eachEnvironment =
  (tool: string, args: (charts: string, workspace: Workspace) => readonly string[]): Check['run'] =>
  (workspace) =>
    workspace.environments.flatMap((environment) =>
      ask(tool, args(workspace.charts(environment), workspace), workspace.root),
    );

/** Tools that look at what is in `dist/`, environment by environment. */
export const kubernetesChecks: readonly Check[] = [
  {
    tool: 'kubectl',
    looksAt: 'every object, by the API server, which keeps none',
    install: 'https://kubernetes.io/docs/tasks/tools/',
    // The current context may be anybody's production.
    lacks: ({ context }) => (context === undefined ? 'a cluster: name one with --context' : undefined),
    run: eachEnvironment('kubectl', (charts, { context = '' }) => [
      `--context=${context}`,
      'apply',
      '--dry-run=server',
      '--validate=strict',
      `--filename=${charts}`,
    ]),
  },
  {
    tool: 'istioctl',
    looksAt: 'the mesh',
    install: 'https://istio.io/latest/docs/setup/install/istioctl/',
    run: eachEnvironment('istioctl', (charts) => [
      'analyze',
      '--use-kube=false',
      '--failure-threshold=Error',
      '--recursive',
      charts,
    ]),
  },
  {
    tool: 'kube-linter',
    looksAt: 'workloads and what belongs to them',
    install: 'https://docs.kubelinter.io/',
    run: eachEnvironment('kube-linter', (charts) => ['lint', '--config=cli/conformance/kube-linter.yaml', charts]),
  },
];
