import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../model/objects';
import { nameOf } from '../../model/objects';
import { podsOf } from '../../model/pods';
import { builtInManifests, chartedEnvironments } from '../support/built-in';
import { find } from '../support/laptop';
import { shown } from '../support/shown';

const scratch = mkdtempSync(join(tmpdir(), 'terrachart-tasks-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Every Job and CronJob of every system and environment. */
const tasks = new Map<string, KubernetesObject>();
for (const environment of chartedEnvironments()) {
  const { objects } = builtInManifests(environment);
  for (const object of objects.filter(({ kind }) => kind === 'Job' || kind === 'CronJob')) {
    tasks.set(`${environment} ${nameOf(object)}`, object);
  }
}

/** Of those that wait in the same way, whatever the environment is called, one. */
const waiting = new Map<string, [string, KubernetesObject]>();
for (const [name, task] of tasks) {
  const [environment = ''] = name.split(' ');
  const commands = podsOf([task]).flatMap(({ spec }) => spec.containers.map(({ command = [] }) => command));
  const waits = commands.map((command) => command.slice(0, command.indexOf('--')));
  waiting.set(JSON.stringify(waits).replaceAll(environment, 'ENVIRONMENT'), [name, task]);
}

const clients = ['curl', 'mongosh', 'pg_isready', 'python', 'rclone', 'vault'];

/**
 * Runs the command of a task, its work replaced by a word, where clients fail some times before they succeed, and where
 * each sleep takes a minute that nobody waits for.
 */
function run(task: KubernetesObject, failures: number) {
  const [{ containers = [] } = {}] = podsOf([task]).map(({ spec }) => spec);
  const [program, ...args] = containers[0]?.command ?? [];
  const work = args.indexOf('--') + 1;
  const bin = mkdtempSync(join(scratch, 'bin-'));
  const counter = join(bin, 'counter');
  const write = (name: string, text: string) => writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  writeFileSync(counter, '');
  for (const client of clients) {
    write(client, `echo ${client} >>${counter}; echo no answer >&2; [ "$(wc -l <${counter})" -gt ${failures} ]`);
  }
  write('date', 'echo "$(($(cat "$CLOCK" 2>/dev/null || echo 0)))"');
  write('sleep', 'echo "$(($(cat "$CLOCK" 2>/dev/null || echo 0) + 60))" >"$CLOCK"');
  for (const tool of ['wc', 'cat', 'sh', 'echo']) symlinkSync(find(tool) as string, join(bin, tool));
  const { status, stdout, stderr } = spawnSync(program as string, [...args.slice(0, work), 'echo', 'begins'], {
    encoding: 'utf8',
    env: { PATH: bin, CLOCK: join(bin, 'clock') },
  });
  const asked = readFileSync(counter, 'utf8').split('\n').length - 1;
  return { status, stdout, stderr, asked };
}

test('there are tasks where a system has some', () => {
  expect(tasks.size > 0).toBe(shown('tasks'));
});

test('each waits until its server answers, and then begins', () => {
  for (const [name, task] of waiting.values()) {
    expect({ name, ...run(task, 1) }).toMatchObject({ name, status: 0, stdout: 'begins\n', stderr: '', asked: 2 });
  }
});

test('each gives up after a while, says why, and does not begin', () => {
  for (const [name, task] of waiting.values()) {
    const { status, stdout, stderr } = run(task, 1000);
    expect({ name, status, stdout }).toEqual({ name, status: 1, stdout: '' });
    expect(stderr).toBe('no answer\ngave up waiting for the server\n');
  }
});

test('each has tries left when it gave up some times', () => {
  for (const [name, task] of tasks) {
    const { backoffLimit } = task.spec.jobTemplate?.spec ?? task.spec;
    expect([name, backoffLimit >= 5]).toEqual([name, true]);
  }
});
