/** What a generated file is of. */
export interface Origin {
  readonly system: string;
  readonly environment: string;
}

/** The first line of a generated file: people read in it what they are about to apply, and the next synth that it may remove the file. */
export function firstLine({ system, environment }: Origin): string {
  return `# Terrachart: ${system} in ${environment}\n`;
}

/** What the first line of a file says; undefined for a file that nobody generated. */
export function originOf(text: string): Origin | undefined {
  const [, system, environment] = /^# Terrachart: (\S+) in (\S+)\r?\n/.exec(text) ?? [];
  return system && environment ? { system, environment } : undefined;
}
