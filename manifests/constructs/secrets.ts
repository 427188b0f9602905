import { GeneratedSecrets } from './generated-secrets';
import { SecretRef } from './secret-ref';
import type { SystemChart } from './system-chart';

export interface RandomSecretsProps {
  /** generated: a Job in the cluster. provided: whoever runs the command that a synth prints. @default generated */
  readonly filledBy?: 'generated' | 'provided';
  /** Labels of the Job's pod, beside the standard ones. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Other namespaces that get the same values, by the name of the Secret, where a Job fills them. @default none */
  readonly copies?: Readonly<Record<string, readonly string[] | undefined>>;
}

/**
 * Secrets of random values, in the chart's namespace, to refer to.
 * @param id of the Job, and its name, where one fills them
 * @param secrets keys of each Secret by its name
 */
export function randomSecrets<Name extends string>(
  chart: SystemChart,
  id: string,
  secrets: Readonly<Record<Name, readonly string[]>>,
  { filledBy = 'generated', podLabels, copies }: RandomSecretsProps = {},
): Readonly<Record<Name, SecretRef>> {
  if (filledBy === 'generated') new GeneratedSecrets(chart, id, secrets, podLabels, copies);
  else for (const [name, keys] of entriesOf(secrets)) expectSecret(chart, name, keys, RANDOM);
  return Object.fromEntries(entriesOf(secrets).map(([name]) => [name, new SecretRef(name)])) as Record<Name, SecretRef>;
}

/** A Secret of one value that only the user knows, in the chart's namespace: read from standard input. */
export function knownSecret(chart: SystemChart, name: string, key: string): SecretRef {
  expectSecret(chart, name, [key], '/dev/stdin');
  return new SecretRef(name);
}

/** bash; no value appears on a command line or in the history. Hexadecimal needs no escaping in a URL. */
const RANDOM = "<(openssl rand -hex 32 | tr -d '\\n')";

function expectSecret(chart: SystemChart, name: string, keys: readonly string[], source: string): void {
  const { namespaceName: namespace } = chart;
  const files = keys.map((key) => `--from-file=${key}=${source}`);
  chart.expect({
    kind: 'secret',
    name: `${namespace}/${name}`,
    from: [`kubectl create secret generic ${name} --namespace ${namespace}`, ...files].join(' '),
  });
}

function entriesOf<Name extends string>(secrets: Readonly<Record<Name, readonly string[]>>) {
  return Object.entries(secrets) as [Name, readonly string[]][];
}
