import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { findConfig } from '../config/find';
import { InputError } from '../config/system';

/** The repository's root: outputs go here, whatever the working directory is. */
export const root = path.dirname(__dirname);

export const usage = `Usage: npm run synth -- [options]

Synthesizes Terraform JSON into cdktf.out/ and Kubernetes YAML into dist/.

  --env NAME       environment of dist/ (default: local; TERRACHART_ENV)
  --system NAME    only this system, in both outputs; may be repeated (TERRACHART_SYSTEM, comma-separated)
  --config FILE    overrides of the built-in records (default: terrachart.yaml if it is there; TERRACHART_CONFIG)
  --only HALF      infra or manifests: one of the two outputs
  --help           this text`;

export interface Options {
  readonly help: boolean;
  readonly environment: string;
  readonly systems: readonly string[];
  readonly config?: string;
  /** The folder where the command was typed: messages name files from there. */
  readonly typedIn: string;
  readonly infra: boolean;
  readonly manifests: boolean;
  /** Where the outputs go; the CDK CLIs name a folder of their own. */
  readonly infraOut: string;
  readonly manifestsOut: string;
}

/** Reads the command line, and the environment where the CDK CLIs pass no flags.
 * @param folder where the configuration is looked for when nothing names one
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv, folder = root): Options {
  const { help, env: environment, system, config, only } = parse(args);
  if (only !== undefined && only !== 'infra' && only !== 'manifests') {
    throw new InputError('Unknown half:', [{ path: `--only ${only}`, message: 'expected infra or manifests' }]);
  }
  refuseHcl(env);
  // A variable that is set to nothing says nothing.
  const file = config ?? (env.TERRACHART_CONFIG || (help ? undefined : findConfig(folder)));
  // npm changes into the root; a relative path means the folder where the user typed it.
  const typedIn = env.INIT_CWD ?? process.cwd();
  return {
    help: help ?? false,
    environment: environment ?? (env.TERRACHART_ENV || 'local'),
    systems: system ?? list(env.TERRACHART_SYSTEM),
    ...(file !== undefined && { config: path.resolve(typedIn, file) }),
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

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        env: { type: 'string' },
        system: { type: 'string', multiple: true },
        config: { type: 'string' },
        only: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new InputError((error as Error).message, [{ path: 'npm run synth -- --help', message: 'lists the options' }]);
  }
}

function list(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
