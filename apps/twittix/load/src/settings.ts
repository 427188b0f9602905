/** What is asked, how hard, and what it must show. */
export interface Settings {
  /** Where the paths are, without a slash at the end. */
  readonly gateway: string;
  readonly paths: readonly string[];
  readonly seconds: number;
  readonly connections: number;
  /** In milliseconds, of 99 of 100 answers. */
  readonly p99: number;
}

/** @throws Error that names the variable which is missing or wrong */
export function settings(variables: NodeJS.ProcessEnv): Settings {
  const text = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') throw new Error(`${name} is not set`);
    return value;
  };
  const count = (name: string): number => {
    const value = Number(text(name));
    if (!Number.isInteger(value) || value < 1) throw new Error(`${name}: ${variables[name]} is no number above 0`);
    return value;
  };
  return {
    gateway: text('GATEWAY'),
    paths: text('PATHS').split(','),
    seconds: count('SECONDS_EACH'),
    connections: count('CONNECTIONS'),
    p99: count('P99_MS'),
  };
}
