import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { labelKeys } from '../config/labels';
import type { Target } from '../config/system';
import { root } from './options';

/** What Terraform remembers of a system that is up, as far as it is told here. */
interface State {
  readonly resources: readonly object[];
  readonly outputs: {
    readonly kubeconfig?: { readonly value: string };
    readonly urls?: { readonly value: readonly string[] };
  };
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly replicas?: number };
  readonly status: {
    readonly readyReplicas?: number;
    readonly numberReady?: number;
    readonly desiredNumberScheduled?: number;
  };
}

/** Says of each system that a laptop can run whether it is up, what of it is not ready, and where it answers.
 * @param folder the checkout whose state is asked
 * @param env of kubectl
 */
export function status(targets: readonly Target[], folder = root, env = process.env): string {
  const found = targets.filter(({ environment, halves }) => environment === 'local' && halves.includes('terraform'));
  const width = Math.max(...found.map(({ system }) => system.name.length)) + 2;
  return found
    .map(({ system: { name } }) => {
      const [first, ...rest] = statusOf(name, folder, env);
      return [`${name.padEnd(width)}${first}`, ...rest.map((line) => `${' '.repeat(width)}${line}`)].join('\n');
    })
    .join('\n');
}

function statusOf(system: string, folder: string, env: NodeJS.ProcessEnv): string[] {
  const file = path.join(folder, '.terrachart/state', `${system}-local.tfstate`);
  const state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
  if (!state?.resources.length) return ['down'];
  const { kubeconfig, urls } = state.outputs;
  if (!kubeconfig || !existsSync(path.join(folder, kubeconfig.value))) return [`begun: npm run up -- ${system}`];
  const workloads = workloadsOf(system, path.join(folder, kubeconfig.value), env);
  if (typeof workloads === 'string') return [`the cluster does not answer: ${workloads}`];
  const waiting = workloads.filter((workload) => !isReady(workload));
  return [
    `up, ${workloads.length - waiting.length} of ${workloads.length} workloads ready`,
    ...waiting.map(({ kind, metadata }) => `not ready: ${kind} ${metadata.name} in ${metadata.namespace}`),
    ...(urls?.value ?? []),
  ];
}

/** The system's workloads, or why nobody knows. */
function workloadsOf(system: string, kubeconfig: string, env: NodeJS.ProcessEnv): readonly Workload[] | string {
  const { status, stdout, stderr, error } = spawnSync(
    'kubectl',
    [
      ...['--kubeconfig', kubeconfig, '--request-timeout', '10s', 'get', 'deployments,statefulsets,daemonsets'],
      ...['--all-namespaces', '--selector', `${labelKeys.partOf}=${system}`, '--output', 'json'],
    ],
    { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 },
  );
  if (error || status !== 0) return error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  return (JSON.parse(stdout) as { items: Workload[] }).items;
}

function isReady({ kind, spec, status }: Workload): boolean {
  return kind === 'DaemonSet'
    ? (status.numberReady ?? 0) >= (status.desiredNumberScheduled ?? 1)
    : (status.readyReplicas ?? 0) >= (spec.replicas ?? 1);
}
