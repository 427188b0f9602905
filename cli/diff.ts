import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { InputError } from '../config/system';
import { loadTargets } from '../synthesis/targets';
import { command as defined, type Outcome, type Values } from './command';
import { type Finding, findings } from './diff/finding';
import { dataOf } from './diff/report/data';
import { markdownOf } from './diff/report/markdown';
import { textOf } from './diff/report/text';
import { keptSide, mergeBase, type Side, sideAt, sideOf } from './diff/side';
import { optionsOf, root, selection } from './options';

const options = {
  base: { takes: 'REF', says: 'commit that is compared with (default: where this branch left main)' },
  'config-base': { takes: 'FILE', says: 'compares the output of this configuration, with the code as it is' },
  against: { takes: 'DIR', says: 'compares with output that somebody kept: a folder with dist/ or cdktf.out/' },
  config: selection.config,
  env: { takes: 'NAME', says: 'only this environment (default: every one)' },
  system: { takes: 'NAME', repeats: true, says: 'only this system; may be repeated' },
  all: { says: 'all of it, however long it is' },
  markdown: { takes: 'FILE', says: 'writes it there too, for a pull request' },
  'exit-code': { says: 'ends with 1 when something is dangerous' },
} as const;

type Wanted = Values<typeof options>;

export const command = defined({
  about: `Says what a change does before it is applied: what it deletes, opens, restarts and costs, of every environment of every system and
of both halves, the dangerous first. Offline: it compares what two versions make, and asks no cloud and no cluster.`,
  options,
  reports: true,
  run: async (values) => diff(values),
});

async function diff(values: Wanted): Promise<Outcome> {
  const [before, after] = sides(values);
  const all = findings(before, after).filter(isWanted(values));
  const { markdown, all: whole = false } = values;
  if (markdown !== undefined) {
    writeFileSync(path.resolve(process.env.INIT_CWD ?? process.cwd(), markdown), markdownOf(before, after, all));
  }
  return {
    text: textOf(before, after, all, whole),
    data: dataOf(before, after, all),
    failed: values['exit-code'] === true && all.some(({ dangers }) => dangers.length > 0),
  };
}

/** What is compared: before, after. */
function sides(values: Wanted): [Side, Side] {
  const { config, typedIn } = optionsOf(values.config === undefined ? {} : { config: values.config }, process.env);
  const { base, against } = values;
  const configBase = values['config-base'];
  if ([base, against, configBase].filter((given) => given !== undefined).length > 1) {
    throw new InputError('Compared with what?', [
      { path: 'npm run diff --', message: 'expected one of --base, --config-base and --against' },
    ]);
  }
  const after = (name: string) => sideOf(name, root, config);
  if (configBase !== undefined) {
    const file = path.resolve(typedIn, configBase);
    return [
      sideOf(configBase, root, file),
      after(config === undefined ? 'the built-in configuration' : path.basename(config)),
    ];
  }
  if (against !== undefined) {
    const known = loadTargets(config, typedIn).map(({ system, environment }) => `${system.name}-${environment}`);
    return [keptSide(path.resolve(typedIn, against), known), after('the working tree')];
  }
  const ref = base ?? mergeBase(root);
  if (ref === undefined) {
    throw new InputError('Compared with what?', [
      { path: '--base', message: 'no branch main here to compare with; name a commit' },
    ]);
  }
  return [sideAt(ref, root, config), after('the working tree')];
}

function isWanted({ env, system = [] }: Wanted): (finding: Finding) => boolean {
  return ({ change: { thing } }) =>
    (env === undefined || thing.environment === env) && (system.length === 0 || system.includes(thing.system));
}
