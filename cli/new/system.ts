import { InputError } from '../../config/system';
import { suggest } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { root } from '../options';
import { addRow } from '../readme-rows';
import { sourcesNaming } from '../system-files';
import { enter, type Halves } from '../system-list';
import { again, format, snapshots, write } from './finish';
import { checkName, refuse } from './refuse';
import { filesOf, type Variants } from './template';

export const clouds = ['gcp', 'aws', 'none'] as const;
const LAPTOP = 'local';

/** Which files are of one variant alone. */
const variantOf: Readonly<Record<string, string>> = {
  laptop: 'laptop',
  'on-aws': 'aws',
  'on-cluster': 'none',
  'on-google': 'gcp',
};

export interface SystemOptions {
  readonly cloud?: string;
  readonly environments?: string;
}

/** Writes a system that works. @returns its files */
export function newSystem(name: string, options: SystemOptions): string[] {
  const { files, halves, environments } = systemOf(name, options);
  checkSystem(name);
  write(files);
  enter(root, name, halves);
  addRow(root, { system: name, environments });
  const sources = Object.keys(files).filter((file) => file.endsWith('.ts'));
  format([...sources, 'synthesis/systems.ts']);
  again('schema');
  snapshots(sources.filter((file) => file.startsWith('__tests__/')));
  return Object.keys(files);
}

/** What a system of that name is made of; nothing is written.
 * @throws InputError for a cloud or environments that cannot be
 */
export function systemOf(name: string, { cloud = 'none', environments = `${LAPTOP},production` }: SystemOptions) {
  const variants = variantsOf(cloud, environments.split(','));
  const has = (variant: string) => (variants[variant] ?? []).length > 0;
  const terraform = has('laptop') || has('gcp') || has('aws');
  const files = Object.entries(filesOf('system', 'new-system', name, variants)).filter(([file]) => {
    const variant = variantOf[file.split('/').at(-1)?.replace('.ts', '') ?? ''];
    return (variant === undefined || has(variant)) && (terraform || !file.includes('infra/'));
  });
  const halves: Halves = terraform ? ['terraform', 'kubernetes'] : ['kubernetes'];
  return { files: Object.fromEntries(files), halves, environments: Object.values(variants).flat() };
}

function variantsOf(cloud: string, environments: readonly string[]): Variants {
  if (!(clouds as readonly string[]).includes(cloud)) refuse('--cloud', `${cloud}${suggest(cloud, [...clouds])}`);
  for (const name of environments) checkName('--environments', name);
  const twice = environments.find((name, i) => environments.indexOf(name) !== i);
  if (twice) refuse('--environments', `${twice} is named twice`);
  const elsewhere = environments.filter((name) => name !== LAPTOP);
  if (cloud !== 'none' && elsewhere.length === 0) {
    refuse('--environments', `only ${LAPTOP}, which is this machine: name one that runs on ${cloud}, e.g. production`);
  }
  return { laptop: environments.filter((name) => name === LAPTOP), [cloud]: elsewhere };
}

/** A name must tell the files of one system from those of all others, and from every other word. */
function checkSystem(name: string): void {
  checkName('system', name);
  const known = systems.map((system) => system.name);
  if (known.includes(name)) refuse('system', `${name} is there already`);
  const near = known.find((other) => other.startsWith(`${name}-`) || name.startsWith(`${other}-`));
  if (near) refuse('system', `${name}: its files could not be told from those of ${near}`);
  const named = sourcesNaming(name);
  if (named.length === 0) return;
  throw new InputError(`${name} is a word of sources that know no system: choose a name that nothing else has.`, [
    ...named.slice(0, 5).map((file) => ({ path: file, message: `says ${name}` })),
  ]);
}
