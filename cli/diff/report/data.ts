import { countsOf, type Finding } from '../finding';
import type { Side } from '../side';

/** For programs: what `--json` prints, as docs/diff.md describes it. */
export function dataOf(before: Side, after: Side, all: readonly Finding[]): object {
  return {
    version: 1,
    before: before.name,
    after: after.name,
    notes: [...before.notes, ...after.notes],
    counts: countsOf(all),
    changes: all.map(({ change, forecast, dangers, causes }) => {
      const { thing, verb, before: was, differences } = change;
      const { half, system, environment, name, kind } = thing;
      return {
        ...{ half, system, environment, name, kind, verb },
        ...(verb === 'renamed' && { from: was?.name }),
        ...{ forecast, dangers, causes },
        differences: differences.map(({ path, ...values }) => ({ path, ...values })),
      };
    }),
  };
}
