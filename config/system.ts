import type { z } from 'zod';
import { settingsIn, withSettings } from './settings';
import type { Waiver } from './waiver';

/** The two halves of the output that a system may have in an environment. */
export type Half = 'terraform' | 'kubernetes';

/** One environment of a system, in one piece: its type, the record that is built in, and what is made of it. */
export interface Environment<Config extends object = object, Halves extends Half = Half> {
  /** The type of this environment's record: what belongs to another kind of environment is an unknown key here. */
  readonly schema: z.ZodType<Config>;
  /** The built-in record; `terrachart.yaml` is merged over it. */
  readonly record: NoInfer<Config>;
  readonly halves: readonly Halves[];
  /** Cross-field rules; each runs when the fields that it reads have the right type. */
  readonly rules: readonly Rule<Config>[];
  /**
   * Where it reaches a cloud: the values that stand for the user's own, those of the built-in record and of
   * `terrachart.example.yaml`, e.g. `my-project`, or `gcp.projectId: shop` where the value may stand elsewhere by right.
   * Synth lists them, apply refuses them; names and addresses that are
   * reserved for documentation (`example.com`, 203.0.113.0/24) likewise, and need not be listed. @default it reaches none
   */
  readonly placeholders?: readonly string[];
}

/** An app of a system; `npm run contracts` writes what its own tests must know of its chart into its folder. */
export interface App {
  /** e.g. `apps/shop` */
  readonly folder: string;
  /** What app and chart agreed on; the chart is made from it. */
  readonly contract: object;
  /** The workload that runs it, e.g. `Deployment/shop/api`. */
  readonly workload: string;
  /** ConfigMaps of what it talks to, for tests against the real thing, e.g. `ConfigMap/shop/redis`. @default none */
  readonly files?: readonly string[];
}

/** Where the data of a system may be, whatever holds it. Who makes the output sees to it; a rule refuses the rest. */
export interface Residency {
  /** What findings call it, e.g. `Canada`. */
  readonly place: string;
  /** Its regions, by provider. */
  readonly regions: {
    readonly google: readonly string[];
    readonly aws: readonly string[];
    /** Tags of machines on servers of one's own, e.g. the province where the server stands: `ca-qc`. @default none may be */
    readonly proxmox?: readonly string[];
  };
  /** What Google calls it in policies of an organization, e.g. `in:canada-locations`. */
  readonly locations: readonly string[];
  /** Types of Terraform resources that compute, keep nothing, and may be elsewhere; with the reason. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

type Environments = Readonly<Record<string, Environment>>;

/** A system as config knows it; `infra/systems/<name>` and `manifests/systems/<name>` build it. */
export interface System<Of extends Environments = Environments> {
  /** Folder name on both sides, prefix of stacks and charts, value of `app.kubernetes.io/part-of`. */
  readonly name: string;
  readonly environments: Of;
  /** What its output may do although a rule forbids it. */
  readonly waivers: readonly Waiver[];
  /** Where its data may be. @default anywhere */
  readonly residency?: Residency;
  /** Apps whose sources are here and that keep a contract with their chart. @default none */
  readonly apps?: readonly App[];
}

/** Takes an environment down with the types of its record and of its halves; beside them, what may be set in any. */
export function environment<Config extends object, const Halves extends Half>(
  made: Environment<Config, Halves>,
): Environment<Config, Halves> {
  return { ...made, schema: withSettings(made.schema, made.halves) };
}

/** The records of a system's environments that have a half. */
export type ConfigOf<Of extends System, Has extends Half> = {
  [Name in keyof Of['environments']]: Of['environments'][Name] extends Environment<infer Config, infer Halves>
    ? Has extends Halves
      ? Config
      : never
    : never;
}[keyof Of['environments']];

/** A rule over several fields. */
export interface Rule<Config> {
  /** Paths that the rule reads; the first one carries the problem. */
  readonly reads: readonly string[];
  /** What would be right, when it is not; in a map, at each place where it is not. */
  check(config: Config): string | undefined | readonly Misfit[];
}

/** A place that breaks a rule, e.g. an entry of a map, whose paths nobody knows beforehand. */
export interface Misfit {
  /** As the keys that lead there. */
  readonly keys: readonly string[];
  /** What would be right there. */
  readonly expected: string;
}

/** One system in one environment, checked and ready to be built. */
export interface Target<Config extends object = object> {
  readonly system: System;
  readonly environment: string;
  /** What is made of it. */
  readonly halves: readonly Half[];
  readonly config: Config;
  /** Values that still stand for the user's own, as `path: value`. */
  readonly placeholders: readonly string[];
}

/** Whether an environment reaches a cloud: then some of its values can only be the user's own. */
export function reachesCloud({ system, environment: name }: Target): boolean {
  return system.environments[name]?.placeholders !== undefined;
}

/** The exceptions of the systems that the targets are of, and those that their configurations make. */
export function waiversOf(targets: readonly Target[]): Waiver[] {
  return [
    ...new Set(targets.flatMap(({ system, config }) => [...system.waivers, ...(settingsIn(config).waivers ?? [])])),
  ];
}

/** What the systems that the targets are of demand of the places of their data, by system. */
export function residencyOf(targets: readonly Target[]): Record<string, Residency> {
  return Object.fromEntries(
    targets.flatMap(({ system: { name, residency } }) => (residency ? [[name, residency] as const] : [])),
  );
}

/** What is wrong at one place of a configuration. */
export interface Problem {
  /** Where it is written, as `file:line:col`. @default it is in no file */
  readonly place?: string | undefined;
  /** e.g. `shop.production.hosts.web` */
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
