import type { ClusterPart } from './part';

/** An app that is built on this machine. */
export interface LaptopApp {
  /** With its Dockerfile, below the repository's root, e.g. `apps/shop`. */
  readonly folder: string;
  /** Its Dockerfile, below the folder, where several apps are built from one. @default Dockerfile */
  readonly dockerfile?: string;
  /** The image as the charts name it, without a digest, e.g. `terrachart.local/shop/app:1.0.0`. */
  readonly image: string;
  /** Workloads that are started again when the sources change, as `kind/namespace/name`. */
  readonly workloads: readonly string[];
}

/** What is particular to a system on a laptop. */
export interface LaptopProps {
  /** By a name for their steps, in the order in which they are built. */
  readonly apps: Readonly<Record<string, LaptopApp>>;
  /** What must be in the cluster before the charts, in order. @default nothing */
  readonly parts?: readonly ClusterPart[];
  /** What the charts must say, beside the images, to be of this configuration, e.g. `nodePort: 30762`. @default nothing */
  readonly chartsSay?: readonly string[];
  /** Workloads that are not ready before somebody opens them, as `kind/namespace/name`. @default none */
  readonly openedByHand?: readonly string[];
  /** Where the system answers, by what is there. Each is tried, and printed. */
  readonly urls: Readonly<Record<string, string>>;
  /** Commands to know, by what they are for, e.g. the one that prints a generated password. */
  readonly commands: Readonly<Record<string, string>>;
}

/** A workload, given as `kind/namespace/name`, as the scripts write it: `namespace kind/name`. */
export function inWords(workload: string): string {
  const [kind, namespace, name] = workload.split('/');
  return `${namespace} ${kind}/${name}`;
}

/** Lines of two columns. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows.map(([label, text]) => `${label.padEnd(width)}${text}`);
}

/** The command that prints a value of a generated Secret. */
export function secretCommand(namespace: string, name: string, key: string): string {
  return `kubectl get secret ${name} --namespace ${namespace} --output 'jsonpath={.data.${key}}' | base64 --decode`;
}
