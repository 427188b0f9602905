import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { testWith } from '../support/servers';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, { workflows?: string[] } | null>>;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { permissions?: object; if?: string; steps: Step[] }>>;
}

const textOf = (name: string) => fs.readFileSync(path.join(root, `.github/workflows/${name}.yml`), 'utf8');
const report = parse(textOf('change-report')) as Workflow;
const comment = parse(textOf('change-report-comment')) as Workflow;
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const scratch = fs.mkdtempSync(path.join(tmpdir(), 'change-report-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

test('what runs the code of a pull request has no secret, no token and no right but to read', () => {
  expect(Object.keys(report.on)).toEqual(['pull_request']);
  expect(report.permissions).toEqual({ contents: 'read' });
  expect(Object.values(report.jobs).map(({ permissions }) => permissions)).toEqual([undefined]);
  expect(textOf('change-report')).not.toMatch(/secrets\.|github\.token|GITHUB_TOKEN/);
});

test('what may write comments runs the code of the main branch, after that and nothing else', () => {
  expect(comment.on).toEqual({ workflow_run: { workflows: [report.name], types: ['completed'] } });
  expect(comment.permissions).toEqual({});
  const [job] = Object.values(comment.jobs);
  expect(job).toMatchObject({
    if: "github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.conclusion == 'success'",
    permissions: { actions: 'read', contents: 'read', 'pull-requests': 'write' },
  });
  const [checkout] = stepsOf(comment);
  expect(checkout?.with?.ref).toBe('${{ github.event.repository.default_branch }}');
  const told = stepsOf(comment).filter((step) => JSON.stringify(step).includes('github.token'));
  expect(told.map(({ name }) => name)).toEqual(['Take the report', 'Comment']);
});

test.each([report, comment])(
  '$name pins its actions, keeps no token in the checkout, and has no expression in a script',
  (workflow) => {
    for (const { uses, run = '', with: inputs } of stepsOf(workflow)) {
      if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials']).toBe(false);
      expect(run).not.toContain('${{');
    }
  },
);

/** Runs a step of the second half, with a `gh` that gives these answers to what it is asked for, and keeps what it was asked. */
function play(step: string, answers: Readonly<Record<string, string>>, report = '{}', link = false) {
  const folder = fs.mkdtempSync(path.join(scratch, 'run-'));
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  for (const [file, text] of Object.entries(answers)) fs.writeFileSync(path.join(folder, file), text);
  fs.writeFileSync(
    path.join(bin, 'gh'),
    `#!/usr/bin/env bash
echo "$*" >> "$RUNNER_TEMP/asked"
for word; do case $last in --jq) filter=$word;; --dir) dir=$word;; esac; last=$word; done
case "$*" in
  'run download '*) ${link ? 'ln -s /etc/hostname' : 'cp "$RUNNER_TEMP/artifact"'} "$dir/change-report.json";;
  *'/pulls '*) jq -r "$filter" "$RUNNER_TEMP/pulls";;
  *'--paginate '*) jq -r "$filter" "$RUNNER_TEMP/comments";;
esac
`,
    { mode: 0o755 },
  );
  fs.writeFileSync(path.join(folder, 'artifact'), report);
  fs.writeFileSync(path.join(folder, 'report.md'), '## What this change does\n');
  const script = stepsOf(comment).find(({ name }) => name === step)?.run ?? '';
  const { status, stdout } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    encoding: 'utf8',
    env: {
      ...{ PATH: `${bin}:${process.env.PATH}`, RUNNER_TEMP: folder, REPOSITORY: 'me/terrachart', RUN: '1' },
      ...{ OWNER: 'you', BRANCH: 'change', COMMIT: 'abc', WHOLE: 'https://example.com/run' },
    },
  });
  const read = (file: string) =>
    fs.existsSync(path.join(folder, file)) ? fs.readFileSync(path.join(folder, file), 'utf8') : '';
  return { status, stdout, asked: read('asked'), comment: read('comment.md') };
}

const pulls = JSON.stringify([
  { number: 1, head: { sha: 'old' } },
  { number: 2, head: { sha: 'abc' } },
]);
const robot = { user: { login: 'github-actions[bot]' }, body: '<!-- change report -->\nold', id: 7 };

describe('the comment', () => {
  testWith('jq')('is made once, for the pull request that ends with the commit of the event', () => {
    const { status, asked, comment: text } = play('Comment', { pulls, comments: '[]' });
    expect(status).toBe(0);
    expect(asked).toContain('-f head=you:change');
    expect(asked).toContain('--method POST repos/me/terrachart/issues/2/comments');
    expect(text).toBe(
      '<!-- change report -->\n## What this change does\n[The run and the whole report](https://example.com/run)\n',
    );
  });

  testWith('jq')('is renewed where it is, and no other is touched', () => {
    const of = (login: string, id: number) => ({ ...robot, user: { login }, id });
    const comments = JSON.stringify([of('mallory', 5), { ...robot, body: 'something else', id: 6 }, robot]);
    const { status, asked } = play('Comment', { pulls, comments });
    expect(status).toBe(0);
    expect(asked).toContain('--method PATCH repos/me/terrachart/issues/comments/7');
    expect(asked).not.toContain('--method POST');
  });

  testWith('jq')('is left alone when the pull request moved on', () => {
    const { status, asked, stdout } = play('Comment', { pulls: '[]', comments: '[]' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('it moved on')]);
    expect(asked).not.toMatch(/POST|PATCH/);
  });
});

test('an artifact that is a link is not followed', () => {
  expect(play('Take the report', {}, '{}').status).toBe(0);
  expect(play('Take the report', {}, '{}', true)).toMatchObject({
    status: 1,
    stdout: '::error::the artifact holds no report\n',
  });
});
