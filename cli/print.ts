import type { WriteStream } from 'node:tty';
import { InputError } from '../config/system';
import { redact } from '../policy/secrets/detect';
import { type Command, helpOf, read } from './command';
import { withSources } from './typescript';

/** The exit codes of every command; `--exit-code` asks for those that a command has besides. */
export const exitCodes = {
  /** It did what it says, and found nothing to mend. */
  done: 0,
  /** There is something to mend, which was told in lines. */
  mend: 1,
  /** A mistake in this program, told with a stack trace. */
  fault: 2,
} as const;

const { done, mend, fault } = exitCodes;

/** Runs a command with what was typed, and prints what it finds. @returns the exit code */
export async function perform(name: string, command: Command, args: readonly string[]): Promise<number> {
  // Whether errors are JSON as well must be known before the options are.
  const asJson = command.reports === true && args.includes('--json');
  const byCode = command.codes !== undefined && args.includes('--exit-code');
  let own: number | undefined;
  const code = await telling(async () => {
    const { help, quiet, values, words } = read(command, args);
    if (help) return { text: helpOf(name, command) };
    // Of what an app prints, cdk8s shows its errors only.
    const say = asJson || process.env.CDK8S_OUTDIR ? console.error : console.log;
    const outcome = await command.run(values, quiet ? () => {} : (line) => say(safe(line)), words);
    own = outcome.code;
    return quiet && !outcome.failed && !asJson ? {} : outcome;
  }, asJson);
  if (!byCode) return code;
  return code === done ? (own ?? done) : mend;
}

/** Prints what the work finds, or what users can mend of what it throws. @returns the exit code */
export async function telling(work: () => Promise<Outcome>, asJson = false): Promise<number> {
  try {
    const { text = '', data, failed = false } = await work();
    if (asJson && data !== undefined) console.log(jsonOf(data));
    else if (text !== '') console.log(painted(redact(text, 'report'), process.stdout));
    return failed ? mend : done;
  } catch (error) {
    return complain(error, asJson);
  }
}

type Outcome = Awaited<ReturnType<Command['run']>>;

/** What users can mend is said in a line or two; a stack trace is for a mistake of ours. @returns the exit code */
export function complain(error: unknown, asJson = false): number {
  const told = mendable(error);
  if (told === undefined) {
    console.error(error instanceof Error ? withSources(String(error.stack)) : error);
    return fault;
  }
  // A value that was typed into the wrong place may be a password.
  if (asJson) console.log(jsonOf({ error: told, ...(error instanceof InputError && { problems: error.problems }) }));
  else console.error(painted(redact(told, 'error'), process.stderr));
  return mend;
}

function mendable(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // A full disk, a read-only folder: the user's to mend, so the message is enough.
  if (error.name === 'InputError' || 'syscall' in error) return error.message;
  // A construct that a chart or stack uses wrongly: of all the stack, the line of the chart helps.
  const [, place] =
    /\((.*[\\/](?:infra|manifests)[\\/]systems[\\/].*\.ts:\d+:\d+)\)$/m.exec(withSources(String(error.stack))) ?? [];
  return error.constructor === Error && place !== undefined ? `${error.message}\n  at ${place}` : undefined;
}

function jsonOf(data: unknown): string {
  return JSON.stringify(data, (_, value) => (typeof value === 'string' ? safe(value) : value), 2);
}

function safe(text: string): string {
  return redact(text, 'report');
}

const BOLD = 1;
const RED = 31;
const GREEN = 32;

/** In colour where the terminal has it: headings are bold, and lines of a difference are green and red. */
export function painted(text: string, stream: Pick<WriteStream, 'hasColors'> | NodeJS.WriteStream): string {
  if (process.env.NO_COLOR || !('hasColors' in stream && stream.hasColors?.())) return text;
  const paint = (code: number) => (line: string) => `\x1b[${code}m${line}\x1b[0m`;
  return text
    .replace(/^\S.*:$|^(?:Terraform|Files|Kubernetes|rule) .*$/gm, paint(BOLD))
    .replace(/^\+.*$/gm, paint(GREEN))
    .replace(/^-.*$/gm, paint(RED));
}
