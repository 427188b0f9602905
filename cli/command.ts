import { parseArgs } from 'node:util';
import { InputError, type Problem } from '../config/system';
import { suggest } from '../config/validate';

/** An option of a command line. */
export interface Option {
  /** What it takes, as the help shows it. @default it takes nothing */
  readonly takes?: string;
  /** Whether it may be given several times. */
  readonly repeats?: true;
  readonly says: string;
}

type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O extends { takes: string }
  ? O extends { repeats: true }
    ? string[]
    : string
  : boolean;

/** What was typed, by the name of the option. */
export type Values<O extends Options> = { readonly [Name in keyof O]?: Value<O[Name]> };

/** What a command found; one place prints it. */
export interface Outcome {
  /** For people. */
  readonly text?: string;
  /** The same for programs; what `--json` prints. */
  readonly data?: unknown;
  /** Whether there is something to mend: the exit code is 1 then. @default false */
  readonly failed?: boolean;
  /** One of the command's own exit codes, for who asked for them. @default what `failed` says */
  readonly code?: number;
}

export interface Command<O extends Options = Options> {
  /** What it does, and what it leaves alone. */
  readonly about: string;
  readonly options: O;
  /** What stands behind the options, as the help shows it: words that it reads itself. @default nothing may */
  readonly words?: string;
  /** Whether it reports something, so that `--json` is one of its options. */
  readonly reports?: true;
  /**
   * Exit codes for scripts, above 1, and what each means; `--exit-code` asks for them. Whatever fails is 1 then, a mistake in this
   * program too: 2 must not mean two things.
   */
  readonly codes?: Readonly<Record<number, string>>;
  /** @param say tells a line at once, before there is an outcome */
  run(values: Values<O>, say: (line: string) => void, words: readonly string[]): Promise<Outcome>;
}

/** A command that reads no options but its own: their names and kinds are checked here, and known to nobody else. */
export function command<const O extends Options>(definition: Command<O>): Command {
  return definition as unknown as Command;
}

/** The options of every command, behind its own. */
const quiet: Option = { says: 'prints nothing but what is wrong' };
const help: Option = { says: 'this text' };
const json: Option = { says: 'prints what was found as JSON, and everything else to stderr' };

/** All options of a command, those of every command among them. */
export function optionsOf({ options, reports, codes }: Command): Options {
  return { ...options, ...(codes && { 'exit-code': exitCode(codes) }), ...(reports && { json }), quiet, help };
}

function exitCode(codes: NonNullable<Command['codes']>): Option {
  const told = Object.entries(codes).map(([code, means]) => `${code} for ${means}`);
  return { says: `ends with ${told.join(', ')}; 0 for none, 1 for whatever fails` };
}

export function helpOf(name: string, command: Command): string {
  const rows = Object.entries(optionsOf(command)).map(
    ([option, { takes, says }]) => [`--${option}${takes ? ` ${takes}` : ''}`, says] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `Usage: terrachart ${name} ${command.words ?? '[options]'}`,
    '',
    command.about,
    '',
    ...rows.map(([left, says]) => `  ${left.padEnd(width)}  ${says}`),
  ].join('\n');
}

/** Reads options of some names.
 * @throws InputError for one that is not among them, with the nearest
 */
export function parse<const O extends Options>(options: O, args: readonly string[]): Values<O> {
  try {
    return parseArgs({ args: [...args], options: kindsOf(options) }).values as Values<O>;
  } catch (error) {
    throw new InputError('The command line is not understood:', [
      wrong((error as Error).message, Object.keys(options)),
    ]);
  }
}

function kindsOf(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { takes, repeats = false }]) => [
      name,
      { type: takes ? ('string' as const) : ('boolean' as const), multiple: repeats },
    ]),
  );
}

function firstWord(options: Options, args: readonly string[]): number {
  const lenient = { strict: false, allowPositionals: true, tokens: true } as const;
  const { tokens } = parseArgs({ args: [...args], options: kindsOf(options), ...lenient });
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? args.length;
}

function wrong(message: string, known: readonly string[]): Problem {
  const [, typed] = /^Unknown option '(--?[^']*)'/.exec(message) ?? [];
  if (typed === undefined) return { path: message, message: '--help lists the options' };
  const near = suggest(
    typed,
    known.map((name) => `--${name}`),
  );
  return { path: `Unknown option '${typed}'`, message: near.replace('; ', '') };
}

/** What was typed for a command. Options behind words belong to the words. */
export function read(command: Command, args: readonly string[]) {
  const options = optionsOf(command);
  const own = command.words === undefined ? args : args.slice(0, firstWord(options, args));
  const { help, quiet, json: _, 'exit-code': __, ...values } = parse(options, own);
  return {
    help: help === true,
    quiet: quiet === true,
    values: values as Values<Options>,
    words: args.slice(own.length),
  };
}
