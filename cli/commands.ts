import { InputError } from '../config/system';
import { suggest } from '../config/validate';
import type { Command } from './command';
import { perform, telling } from './print';

/** A row of the table: loaded only when it is asked for, since a synth should not wait for the others. */
interface Row {
  readonly says: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** All that can be done here, by what one types. Each has an npm script of its name. */
export const commands: Readonly<Record<string, Row>> = {
  synth: { says: 'synthesizes Terraform JSON and Kubernetes YAML', load: () => import('./synth') },
  watch: { says: 'synthesizes again at every change, and prints the difference', load: () => import('./watch') },
  diff: { says: 'says what a change does before it is applied', load: () => import('./diff') },
  policy: { says: 'holds every environment against every rule', load: () => import('./policy') },
  conformance: { says: 'asks the tools of others about all output', load: () => import('./conformance') },
  new: { says: 'writes a system, a component, an environment or a rule that works', load: () => import('./new') },
  remove: { says: 'takes a system out of the repository', load: () => import('./remove') },
  prune: { says: 'prints the kubectl command that removes what is no longer made', load: () => import('./prune') },
  schema: { says: 'writes the JSON Schema of terrachart.yaml', load: () => import('./schema') },
  contracts: { says: 'writes what the tests of apps must know of their charts', load: () => import('./contracts') },
  import: { says: 'renews the bindings of custom resources', load: () => import('./import') },
  bench: { says: 'measures a synth and how it grows', load: () => import('./bench') },
  completion: {
    says: 'prints what lets a shell complete all this',
    load: async () => ({ command: (await import('./completion')).completionOf(commands) }),
  },
  incident: { says: 'prints or runs the answer to an incident', load: () => import('./incident') },
  up: { says: 'runs a system on this machine', load: async () => ({ command: (await import('./laptop')).up }) },
  down: { says: 'takes it away again', load: async () => ({ command: (await import('./laptop')).down }) },
  status: {
    says: 'says what is up on this machine, and where',
    load: async () => ({ command: (await import('./laptop')).laptopStatus }),
  },
};

/** Does what a command line asks for. @returns the exit code */
export async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) return telling(async () => ({ text: overview() }));
  const row = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (row !== undefined) return perform(name, (await row.load()).command, args);
  return telling(async () => {
    const message = `no such command${suggest(name, Object.keys(commands))}`;
    throw new InputError('Unknown command:', [{ path: name, message }]);
  });
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'Usage: npx terrachart COMMAND [options], or npm run COMMAND -- [options]',
    '',
    ...Object.entries(commands).map(([name, { says }]) => `  ${name.padEnd(width)}  ${says}`),
    '',
    'COMMAND --help tells its options. Exit codes: 0 done, 1 something to mend, 2 a mistake in this program.',
  ].join('\n');
}
