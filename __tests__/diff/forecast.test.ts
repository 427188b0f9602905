import { cases, harmless, world } from '../../cli/bench/forecast/cases';
import { foundOf, sideOfWorld } from '../../cli/bench/forecast/score';

const _before = sideOfWorld('before', world());

describe('a seeded change', () => {
  test.each(cases)('$name: $effect, $danger', ({ change, effect, danger }) => {
    const [finding, ...others] = foundOf({ change });
    expect(others).toEqual([]);
    expect([finding?.forecast.effect, finding?.dangers[0]?.class]).toEqual([effect, danger]);
  });
});

describe('the same, written otherwise', () => {
  test.each(harmless)('$name', ({ change }) => {
    expect(foundOf({ change })).toEqual([]);
  });
});
