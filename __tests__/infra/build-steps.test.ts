import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepsFor } from '../../infra/constructs/gcp/build/steps';

const commit = { image: 'registry.example.com/shop/api', region: 'europe-west1' };

/** Runs the step that makes an image with a docker that only writes down what it is asked. */
function makeImage({ isThere }: { isThere: boolean }): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-build-'));
  try {
    const [step] = stepsFor({ kind: 'image', folder: 'api', secretVariables: ['NPM_TOKEN'] }, commit);
    const docker = join(folder, 'docker');
    const inspected = `case "$1" in manifest) exit ${isThere ? 0 : 1} ;; esac`;
    writeFileSync(docker, `#!/bin/sh\necho "docker $*" >>'${folder}/calls'\n${inspected}\n`);
    chmodSync(docker, 0o755);
    // Cloud Build fills in what it knows.
    const args = (step?.args ?? []).map((arg) => arg.replaceAll('$COMMIT_SHA', 'abc'));
    const { status } = spawnSync(step?.entrypoint ?? '', args, { env: { PATH: `${folder}:${process.env.PATH}` } });
    expect(status).toBe(0);
    return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a commit is built, with its secrets, and pushed under its own tag', () => {
  expect(makeImage({ isThere: false })).toEqual([
    'docker manifest inspect registry.example.com/shop/api:abc',
    'docker buildx build --pull --load --tag registry.example.com/shop/api:abc --secret id=NPM_TOKEN,env=NPM_TOKEN api',
    'docker push registry.example.com/shop/api:abc',
  ]);
});

test('a commit that was built is not built again: its tag could not be pushed twice', () => {
  expect(makeImage({ isThere: true })).toEqual(['docker manifest inspect registry.example.com/shop/api:abc']);
});

test('what is delivered is the commit, and a migration is waited for', () => {
  const args = (steps: readonly { args?: readonly string[] }[]) => steps.map((step) => step.args?.join(' '));
  expect(args(stepsFor({ kind: 'run-job', job: 'api-migrate' }, commit))).toEqual([
    'run jobs update api-migrate --image=registry.example.com/shop/api:$COMMIT_SHA --region=europe-west1 --quiet',
    'run jobs execute api-migrate --region=europe-west1 --wait --quiet',
  ]);
  expect(args(stepsFor({ kind: 'deploy', service: 'api' }, commit))).toEqual([
    'run services update api --image=registry.example.com/shop/api:$COMMIT_SHA --region=europe-west1 --quiet',
  ]);
});
