import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const folder = join(__dirname, '../../apps/flask');
const modules = ['flask', 'prometheus_client', 'psycopg', 'psycopg_pool', 'pytest'];

function python(...args: string[]) {
  return spawnSync('python3', ['-B', ...args], { cwd: folder, encoding: 'utf8', timeout: 120_000 });
}

/** The app's own tests, where Python has what they need; without PostgreSQL, pytest says which it leaves out. */
const missing = python('-c', `import ${modules.join(', ')}`).status !== 0;
const reason = `skipped: python3 lacks one of ${modules.join(', ')}; pip install -r apps/flask/requirements-test.txt`;

describe('apps/flask', () => {
  (missing ? test.skip : test)(
    missing ? reason : 'its own tests pass',
    () => {
      const { status, stdout, stderr } = python('-m', 'pytest', '-q', '-rs', '-p', 'no:cacheprovider');
      expect(`${stdout}${stderr}`).toMatch(/ passed/);
      expect(status).toBe(0);
    },
    130_000,
  );
});
