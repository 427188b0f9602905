import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { InputError } from '../config/system';
import { suggest } from '../config/validate';
import { command as defined, type Outcome, type Values } from './command';
import { mergeBase, sideAt } from './diff/base';
import { type Finding, isDangerous, type Report, report } from './diff/finding';
import { comparable, keptSide } from './diff/kept';
import { markdownOf } from './diff/report/markdown';
import { reportIn } from './diff/report/schema';
import { textOf } from './diff/report/text';
import { type Side, sideOf } from './diff/side';
import { optionsOf, root, selection } from './options';

const options = {
  base: { takes: 'REF', says: 'commit that is compared with (default: where this branch left main)' },
  'config-base': { takes: 'FILE', says: 'compares with the output of this configuration, by the code as it is' },
  against: { takes: 'DIR', says: 'compares with output that somebody kept: a folder with dist/ or cdktf.out/' },
  config: selection.config,
  env: { takes: 'NAME', says: 'only this environment (default: every one)' },
  system: { takes: 'NAME', repeats: true, says: 'only this system; may be repeated' },
  all: { says: 'all of it, however long it is' },
  markdown: { takes: 'FILE', says: 'writes it there too, for a pull request' },
  report: { takes: 'FILE', says: 'shows what --json printed another time, and compares nothing' },
} as const;

type Wanted = Values<typeof options>;

export const command = defined({
  about: `Says what a change does before it is applied: what it deletes, opens, restarts and costs, of every environment of every system and
of both halves, the dangerous first. Offline: it compares what two versions make, and asks no cloud and no cluster.`,
  options,
  reports: true,
  codes: { 2: 'changes', 3: 'dangerous ones' },
  run: async (values) => diff(values),
});

function diff(values: Wanted): Outcome {
  const { typedIn } = optionsOf({}, process.env);
  const found = values.report === undefined ? compared(values) : reportIn(path.resolve(typedIn, values.report));
  if (values.markdown !== undefined) writeFileSync(path.resolve(typedIn, values.markdown), markdownOf(found));
  return { text: textOf(found, values.all === true), data: found, code: codeOf(found) };
}

function codeOf({ changes }: Report): number {
  if (changes.some(isDangerous)) return 3;
  return changes.length > 0 ? 2 : 0;
}

function compared(values: Wanted): Report {
  const [before, after] = sides(values);
  return report(before, after, isWanted(values, [before, after]));
}

/** What is compared: before, after. */
function sides(values: Wanted): [Side, Side] {
  const { config, typedIn } = optionsOf(values.config === undefined ? {} : { config: values.config }, process.env);
  const { base, against, 'config-base': configBase } = values;
  if ([base, against, configBase].filter((given) => given !== undefined).length > 1) {
    throw new InputError('Compared with what?', [
      { path: 'npm run diff --', message: 'expected one of --base, --config-base and --against' },
    ]);
  }
  if (configBase !== undefined) {
    const name = config.map((file) => path.relative(typedIn, file)).join(', ') || 'the built-in configuration';
    return [sideOf(configBase, root, [path.resolve(typedIn, configBase)]), sideOf(name, root, config)];
  }
  const after = sideOf('the working tree', root, config);
  const environments = Object.keys(after.records);
  if (against !== undefined) {
    const kept = keptSide(path.resolve(typedIn, against), environments);
    return [{ ...kept, name: against }, comparable(after, kept)];
  }
  return [sideAt(base ?? mergeBase(root), { root, config, environments }), after];
}

/** Which changes were asked for.
 * @throws InputError for a system or environment that neither side has
 */
function isWanted({ env, system = [] }: Wanted, both: readonly Side[]): (finding: Finding) => boolean {
  const things = both.flatMap((side) => side.things);
  known('--env', env === undefined ? [] : [env], new Set(things.map(({ environment }) => environment).filter(Boolean)));
  known('--system', system, new Set(things.map((thing) => thing.system)));
  return (thing) =>
    (env === undefined || ['', env].includes(thing.environment)) &&
    (system.length === 0 || system.includes(thing.system));
}

function known(option: string, given: readonly string[], names: ReadonlySet<string>): void {
  const wrong = given.filter((name) => !names.has(name));
  if (wrong.length === 0) return;
  throw new InputError(
    'Nothing is made of that name:',
    wrong.map((name) => ({ path: `${option} ${name}`, message: suggest(name, [...names]).replace('; ', '') })),
  );
}
