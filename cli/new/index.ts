import { suggest } from '../../config/validate';
import { command as defined, parse } from '../command';
import { newComponent } from './component';
import { newEnvironment } from './environment';
import { refuse } from './refuse';
import { newRule } from './rule';
import { clouds, newSystem } from './system';

const options = {
  cloud: { takes: 'CLOUD', says: `of a system: ${clouds.join(', ')} (default: none, a cluster that is there already)` },
  environments: { takes: 'NAMES', says: 'of a system, parted by commas (default: local,production)' },
  from: { takes: 'NAME', says: 'of an environment: the one that it is like (default: the first beyond this machine)' },
} as const;

const words = 'system NAME | component NAME | environment SYSTEM NAME | rule ID, [options]';

type Values = { readonly cloud?: string; readonly environments?: string; readonly from?: string };

/** What can be made, how many names it takes, and which options it has. */
const kinds = {
  system: {
    names: 1,
    has: ['cloud', 'environments'],
    make: ([name = '']: Names, values: Values) => newSystem(name, values),
  },
  component: { names: 1, has: [], make: ([name = '']: Names) => newComponent(name) },
  environment: {
    names: 2,
    has: ['from'],
    make: ([system = '', name = '']: Names, { from }: Values) => newEnvironment(system, name, from),
  },
  rule: { names: 1, has: [], make: ([id = '']: Names) => newRule(id) },
} as const;

type Names = readonly string[];

export const command = defined({
  about: `Writes what passes npm run check as it stands, and leaves everything else alone: a system (config, stack, chart, tests,
page), a component with its test, an environment like another of its system, or a rule with its cases.`,
  options,
  words,
  reports: true,
  run: async (values, _say, [kind = '', ...rest]) => {
    if (!Object.hasOwn(kinds, kind)) refuse(kind || 'new', `no kind of thing${suggest(kind, Object.keys(kinds))}`);
    const { names: count, has, make } = kinds[kind as keyof typeof kinds];
    const names = rest.slice(0, count);
    if (names.length < count || names.some((name) => name.startsWith('-'))) refuse(`new ${kind}`, `expected ${words}`);
    const given: Values = { ...values, ...parse(options, rest.slice(count)) };
    const foreign = Object.keys(given).find((option) => !(has as readonly string[]).includes(option));
    if (foreign) refuse(`--${foreign}`, `a ${kind} has no such option`);
    const written = make(names, given);
    return { text: ['Written:', ...written.map((file) => `  ${file}`)].join('\n'), data: { written } };
  },
});
