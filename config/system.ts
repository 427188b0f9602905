import type { z } from 'zod';
import type { Waiver } from './waiver';

/**
 * A system as config knows it: its type, its record per environment, and the rules that
 * a type cannot express. `infra/systems/<name>` and `manifests/systems/<name>` build it.
 */
export interface System<Config extends object = object> {
  /** Folder name on both sides, prefix of stacks and charts, value of `app.kubernetes.io/part-of`. */
  readonly name: string;
  readonly schema: z.ZodType<Config>;
  /** The built-in record of each environment; `terrachart.yaml` is merged over it. */
  readonly environments: Readonly<Record<string, Config>>;
  /** Environments that have Terraform stacks. */
  readonly terraform: readonly string[];
  /** Environments that have Kubernetes charts. */
  readonly kubernetes: readonly string[];
  /** Cross-field rules; each runs when the fields that it reads have the right type. */
  readonly rules: readonly Rule<Config>[];
  /**
   * By environment that reaches a cloud, the values that stand for the user's own: those of the built-in record and of
   * `terrachart.example.yaml`, e.g. `my-project`. Synth lists them, apply refuses them; names and addresses that are
   * reserved for documentation (`example.com`, 203.0.113.0/24) likewise, and need not be listed.
   */
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  /** What its output may do although a rule forbids it. */
  readonly waivers: readonly Waiver[];
}

/** A rule over several fields. */
export interface Rule<Config> {
  /** Paths that the rule reads; the first one carries the problem. */
  readonly reads: readonly string[];
  /** What would be right, when it is not. */
  check(config: Config): string | undefined;
}

/** One system in one environment, checked and ready to be built. */
export interface Target<Config extends object = object> {
  readonly system: System<Config>;
  readonly environment: string;
  readonly config: Config;
  /** Values that still stand for the user's own, as `path: value`. */
  readonly placeholders: readonly string[];
}

/** The exceptions of the systems that the targets are of. */
export function waiversOf(targets: readonly Target[]): Waiver[] {
  return [...new Set(targets.flatMap(({ system }) => system.waivers))];
}

/** What is wrong at one place of a configuration. */
export interface Problem {
  /** Where it is written, as `file:line:col`. @default it is in no file */
  readonly place?: string | undefined;
  /** e.g. `reactivite.production.hosts.streamlit` */
  readonly path: string;
  /** e.g. `"my_host" - expected a DNS name in lower case` */
  readonly message: string;
}

/** Nobody reads more; the rest is counted. */
export const MOST_PROBLEMS = 100;

/** A configuration or a command that cannot be used; says everything that is wrong, and where. */
export class InputError extends Error {
  /** @param more problems beside those that are given, which nobody made a message of */
  constructor(
    subject: string,
    readonly problems: readonly Problem[],
    more = 0,
  ) {
    const told = problems.slice(0, MOST_PROBLEMS);
    const rest = problems.length - told.length + more;
    const lines = told.map(({ place, path, message }) => `  ${place ? `${place}: ` : ''}${path}: ${message}`);
    super([subject, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n'));
    this.name = 'InputError';
  }
}
