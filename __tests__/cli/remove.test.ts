import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { main } from '../../cli/commands';
import { root } from '../../cli/options';
import { enter, strike } from '../../cli/system-list';
import { systems } from '../../synthesis/systems';

/** A list of systems that tests may change. */
const scratch = mkdtempSync(path.join(tmpdir(), 'terrachart-remove-'));
const list = path.join(scratch, 'synthesis/systems.ts');
mkdirSync(path.dirname(list));
afterAll(() => rmSync(scratch, { recursive: true }));
beforeEach(() => cpSync(path.join(root, 'synthesis/systems.ts'), list));

const entered = () => [...readFileSync(list, 'utf8').matchAll(/\bplug\((\w+), \{/g)].map(([, name]) => name);

test('a system that is entered and struck leaves the list as it was', () => {
  const before = [entered(), readFileSync(list, 'utf8').match(/^import /gm)?.length];
  enter(scratch, 'corner-shop', ['kubernetes']);
  expect(entered()).toEqual([...(before[0] as string[]), 'cornerShop']);
  strike(scratch, 'corner-shop');
  expect([entered(), readFileSync(list, 'utf8').match(/^import /gm)?.length]).toEqual(before);
});

test('the list can become empty, and take one in again', () => {
  for (const { name } of systems) strike(scratch, name);
  expect(entered()).toEqual([]);
  expect(readFileSync(list, 'utf8')).toMatch(/plugs: readonly Plug\[\] = \[\s*\];/);
  enter(scratch, 'corner-shop', ['terraform', 'kubernetes']);
  expect(entered()).toEqual(['cornerShop']);
});

test.each([
  [['systm', 'x'], 'systm: expected system NAME'],
  [['system', 'nowhere'], 'nowhere: no such system'],
  [[], 'remove: expected system NAME'],
])('%p is refused, and nothing is removed', async (args, says) => {
  const error = jest.spyOn(console, 'error').mockImplementation();
  expect(await main(['remove', ...args])).toBe(1);
  expect(error.mock.calls.flat().join('\n')).toContain(`Nothing was removed:\n  ${says}`);
  error.mockRestore();
});
