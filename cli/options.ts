import * as path from 'node:path';
import { findConfig } from '../config/find';
import { InputError } from '../config/system';
import { parse, type Values } from './command';

/** The repository's root: outputs go here, whatever the working directory is. */
export const root = path.dirname(__dirname);

/** What selects, for every command that synthesizes something. */
export const selection = {
  env: { takes: 'NAME', says: 'environment of dist/ (default: local; TERRACHART_ENV)' },
  system: {
    takes: 'NAME',
    repeats: true,
    says: 'only this system, in both outputs; may be repeated (TERRACHART_SYSTEM, comma-separated)',
  },
  config: {
    takes: 'FILE',
    repeats: true,
    says: 'overrides of the built-in records; may be repeated, the last one wins (default: terrachart.yaml if it is there; TERRACHART_CONFIG)',
  },
  set: {
    takes: 'PATH=VALUE',
    repeats: true,
    says: 'one value over all of them, e.g. shop.local.workloads.web.replicas=3; may be repeated',
  },
  only: { takes: 'HALF', says: 'infra or manifests: one of the two outputs' },
} as const;

export interface Options {
  readonly environment: string;
  readonly systems: readonly string[];
  /** Files of overrides, each over those before it. */
  readonly config: readonly string[];
  /** Values over all of them, as `path=value`. */
  readonly set: readonly string[];
  /** The folder where the command was typed: messages name files from there. */
  readonly typedIn: string;
  readonly infra: boolean;
  readonly manifests: boolean;
  /** Where the outputs go; the CDK CLIs name a folder of their own. */
  readonly infraOut: string;
  readonly manifestsOut: string;
}

/** Reads a command line that selects; `optionsOf` takes what was read of one. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv, folder = root): Options {
  return optionsOf(parse(selection, args), env, folder);
}

/** What was typed, and the environment where the CDK CLIs pass no flags.
 * @param folder where the configuration is looked for when nothing names one
 */
export function optionsOf(values: Values<typeof selection>, env: NodeJS.ProcessEnv, folder = root): Options {
  const { env: environment, system, config, set = [], only } = values;
  if (only !== undefined && only !== 'infra' && only !== 'manifests') {
    throw new InputError('Unknown half:', [{ path: `--only ${only}`, message: 'expected infra or manifests' }]);
  }
  refuseHcl(env);
  // A variable that is set to nothing says nothing.
  const found = env.TERRACHART_CONFIG?.split(path.delimiter).filter((file) => file !== '') ?? [];
  const files = config ?? (found.length > 0 ? found : [findConfig(folder)].flatMap((file) => file ?? []));
  const typedIn = folderTypedIn(env);
  return {
    environment: environment ?? (env.TERRACHART_ENV || 'local'),
    systems: system ?? list(env.TERRACHART_SYSTEM),
    config: files.map((file) => path.resolve(typedIn, file)),
    set,
    typedIn,
    infra: only !== 'manifests',
    manifests: only !== 'infra',
    infraOut: path.resolve(root, (only && env.CDKTF_OUTDIR) || 'cdktf.out'),
    manifestsOut: path.resolve(root, (only && env.CDK8S_OUTDIR) || 'dist'),
  };
}

/**
 * `npx cdktf synth --hcl` asks for it by this variable. The CDK's writer of HCL leaves no stack of ours whole: it turns
 * what we override, such as `required_version`, into keys like `0`, and drops the escapes in strings.
 */
function refuseHcl({ SYNTH_HCL_OUTPUT: asked }: NodeJS.ProcessEnv): void {
  if (asked !== 'true' && asked !== '1') return;
  throw new InputError('HCL is not written:', [
    {
      path: '--hcl',
      message: 'leave it out: what the CDK writes as HCL is not valid, and Terraform reads JSON as well',
    },
  ]);
}

/** npm changes into the root; a relative path means the folder where the user typed it. */
export function folderTypedIn(env: NodeJS.ProcessEnv = process.env): string {
  return env.INIT_CWD ?? process.cwd();
}

function list(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
