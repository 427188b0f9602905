import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exclusively } from '../../cli/lock';

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-lock-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

test('two at once do their work one after the other, and the one that waits says for whom', async () => {
  const file = path.join(scratch, 'new/folder/two.lock');
  const events: string[] = [];
  const said: string[] = [];
  const work = (name: string) =>
    exclusively(
      file,
      (text) => said.push(text),
      async () => {
        events.push(`${name} begins`);
        await pause(20);
        events.push(`${name} ends`);
      },
    );
  await Promise.all([work('a'), work('b')]);
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(said).toEqual([`Waiting for another synth (process ${process.pid}) to finish.`]);
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

test('work that fails gives the lock back', async () => {
  const file = path.join(scratch, 'failing.lock');
  const fail = async () => {
    throw new Error('no');
  };
  await expect(exclusively(file, () => {}, fail)).rejects.toThrow('no');
  expect(
    await exclusively(
      file,
      () => {},
      async () => 'yes',
    ),
  ).toBe('yes');
});

test("a lock that a killed run left behind is nobody's", async () => {
  const file = path.join(scratch, 'left.lock');
  fs.writeFileSync(file, String(spawnSync(process.execPath, ['--version']).pid));
  const said: string[] = [];
  expect(
    await exclusively(
      file,
      (text) => said.push(text),
      async () => 'done',
    ),
  ).toBe('done');
  expect(said).toEqual([]);
});
