/** What a generated file is of. */
export interface Origin {
  readonly system: string;
  readonly environment: string;
}

/** The first line of a generated file: people read in it what they are about to apply, and the next synth that it may remove the file. */
export function firstLine({ system, environment }: Origin): string {
  return `# Terrachart: ${system} in ${environment}\n`;
}

/** How a line that is a comment begins, by the end of a file's name; JSON has none. */
const COMMENTS: Readonly<Record<string, string | undefined>> = {
  yml: '#',
  yaml: '#',
  conf: '#',
  cfg: '#',
  env: '#',
  sh: '#',
  sql: '--',
  // A file of that name.
  /** Of Proxmox's firewall. */
  fw: '#',
  ssh_config: '#',
  json: undefined,
};

/**
 * A text with that line, as a comment in its language; in a script after the line that says who runs it.
 * @param path of the file; by its end one knows the language
 * @throws Error for a path that leads out of its folder, and for a language nobody knows
 */
export function marked(path: string, text: string, origin: Origin): string {
  if (!/^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/.test(path)) throw new Error(`${path}: not a path below a folder`);
  const [, end = path] = /([^./]+)$/.exec(path) ?? [];
  if (!(end in COMMENTS))
    throw new Error(`${path}: how are comments written there? ${Object.keys(COMMENTS)} are known`);
  const comment = COMMENTS[end];
  if (comment === undefined) return text;
  const [shebang = ''] = /^#!.*\n/.exec(text) ?? [];
  return shebang + firstLine(origin).replace('#', comment) + text.slice(shebang.length);
}

/** What the first line of a file says; undefined for a file that nobody generated. */
export function originOf(text: string): Origin | undefined {
  const [, system, environment] = /^(?:#!.*\r?\n)?(?:#|--) Terrachart: (\S+) in (\S+)\r?\n/.exec(text) ?? [];
  return system && environment ? { system, environment } : undefined;
}
