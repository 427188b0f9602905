import { cases } from '../../cli/bench/forecast/cases';
import { world } from '../../cli/bench/forecast/changes';
import { harmless } from '../../cli/bench/forecast/harmless';
import { foundOf, sideOfWorld, textsOfWorld } from '../../cli/bench/forecast/score';
import { compare } from '../../cli/diff/compare';
import { thingsIn } from '../../cli/diff/thing';

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

test('what is written and read again is the same', () => {
  const read = textsOfWorld(world()).flatMap(thingsIn);
  expect(compare(sideOfWorld('as data', world()).things, read)).toEqual([]);
});
