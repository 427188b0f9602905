import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptOf } from '../../cli/incident/script';
import { take, taken } from '../../cli/incident/take';
import type { Step } from '../../model/incident';

const root = mkdtempSync(join(tmpdir(), 'terrachart-incident-'));
afterAll(() => rmSync(root, { recursive: true }));

const said: string[] = [];
const run = (step: Step) => take(step, root, '.', (line) => said.push(line));

const odd = `it's "$HOME" \`id\` *`;

test('a printed script does what the steps say, whatever their words are', () => {
  const steps: Step[] = [
    { does: 'says a word', run: ['printf', '%s|', odd, '--x=a b'] },
    { does: 'reads', run: ['cat'], input: 'a: $HOME\n' },
    { does: 'keeps', run: ['echo', 'first'], saves: 'kept.txt' },
    { does: 'does not keep another', run: ['echo', 'second'], saves: 'kept.txt' },
    { does: 'fails', run: ['false'] },
    { does: 'goes on', run: ['echo', 'on'] },
  ];
  const { stdout } = spawnSync('sh', { input: scriptOf('shop', 'folder', steps), cwd: root, encoding: 'utf8' });
  expect(stdout).toBe(`${odd}|--x=a b|a: $HOME\non\n`);
  expect(readFileSync(join(root, 'folder/kept.txt'), 'utf8')).toBe('first\n');
});

test('a step that ran says so, and one that failed says why', () => {
  expect(run({ does: 'reads', run: ['sh', '-c', 'cat'], input: 'x' })).toMatchObject({ how: 'done' });
  expect(run({ does: 'fails', run: ['sh', '-c', 'echo a >&2; echo b >&2; exit 3'] })).toMatchObject({
    how: 'failed',
    says: 'b',
  });
  expect(run({ does: 'lacks', run: ['no-such-program'] })).toMatchObject({ how: 'failed' });
  expect(said.slice(0, 2)).toEqual(['done        reads', 'failed      fails: b']);
});

test('what was done before counts as done', () => {
  const gone = ['sh', '-c', 'echo it is gone >&2; exit 1'];
  expect(run({ does: 'removes', run: gone, done: 'is gone' })).toMatchObject({ how: 'done before' });
  expect(run({ does: 'removes', run: gone, done: 'elsewhere' })).toMatchObject({ how: 'failed' });
  const keeps: Step = { does: 'keeps', run: ['echo', '1'], saves: 'once' };
  expect(run(keeps).how).toBe('done');
  expect(run({ ...keeps, run: ['echo', '2'] }).how).toBe('done before');
  expect(readFileSync(join(root, 'once'), 'utf8')).toBe('1\n');
});

test('steps reach only the cluster that they connected to', () => {
  run({ does: 'tells', run: ['sh', '-c', 'echo "$KUBECONFIG"'], saves: 'config' });
  expect(readFileSync(join(root, 'config'), 'utf8')).toBe(`${join(root, 'kubeconfig')}\n`);
});

test('the report is a table', () => {
  expect(taken('shop', [{ does: 'a', how: 'failed', seconds: 1, says: 'x | y' }])).toContain(
    '| failed | 1 | a | x \\| y |',
  );
});
