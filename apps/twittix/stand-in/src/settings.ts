import { readFileSync } from 'node:fs';

/** What the stand-in is told of the service in whose place it runs; the synthesizer writes it from the map of services. */
export interface Entry {
  readonly name: string;
  /** Where it answers that it lives, and that what it needs is there: whole paths. */
  readonly health: string;
  readonly ready: string;
  /** Services that it calls: the variable with the URL, and the path below it that tells whether somebody is there. */
  readonly calls: Readonly<Record<string, string>>;
  readonly database?: 'owner' | 'read';
  readonly store?: boolean;
  readonly mail?: boolean;
}

export interface Settings {
  readonly port: number;
  readonly entry: Entry;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** @throws Error that names the variable which is missing */
export function settings(variables: NodeJS.ProcessEnv): Settings {
  const entry = JSON.parse(needed(variables, 'STAND_IN')) as Entry;
  return { port: Number(needed(variables, 'PORT')), entry, variables };
}

export function needed(variables: Settings['variables'], name: string): string {
  const value = variables[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** A secret is a file, which `<name>_FILE` names; nothing where there is none. */
export function secret(variables: Settings['variables'], name: string): string | undefined {
  const file = variables[`${name}_FILE`];
  return file === undefined ? undefined : readFileSync(file, 'utf8').trimEnd();
}
