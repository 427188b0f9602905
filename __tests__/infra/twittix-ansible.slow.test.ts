import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const roles = join(__dirname, '../../infra/systems/twittix/ansible/roles');
const folder = mkdtempSync(join(tmpdir(), 'terrachart-swarm-'));
const at = (name: string) => join(folder, name);
const read = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');

afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, args: readonly string[], env: Record<string, string>, input = '') {
  const path = `${at('bin')}:${process.env.PATH}`;
  const file = join(roles, script);
  const { status, stdout, stderr } = spawnSync('sh', [file, ...args], {
    env: { PATH: path, ...env },
    input,
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

describe('stack', () => {
  const images = () => read('state/images.env');
  const stack = (...args: string[]) =>
    run('stack/files/stack.sh', args, {
      SWARM: folder,
      STACK_CONF: at('stack.conf'),
      STACK_FILES: at('files'),
      STACK_GENERATE: at('bin/generate-secret'),
      STACK_STATE: at('state'),
      STACK_PAUSE: '0',
      STACK_TRIES: '20',
    });

  beforeAll(() => {
    for (const name of ['bin', 'files', 'state']) mkdirSync(at(name));
    copyFileSync(join(__dirname, '../support/stand-ins/swarm.sh'), at('bin/docker'));
    writeFileSync(at('stack.conf'), "NAME=shop\nREGISTRY=registry.example/shop\nSERVICES='api front-end'\n");
    writeFileSync(at('files/migrate.sh'), `echo "$1 $2" >>${at('migrated')}\ncase $2 in *unmoved) exit 3 ;; esac\n`);
  });

  test('takes images of the registry for services that there are, and nothing else', () => {
    const refused = [
      'api=elsewhere/api:1',
      'api=registry.example/shop/front-end:1',
      'api=1',
      'api=registry.example/shop/api:$(id)',
    ];
    for (const pair of refused) {
      expect(stack('deploy', pair)).toEqual({
        status: 64,
        text: `${pair}: no image registry.example/shop/api:TAG\n`,
      });
    }
    expect(stack('deploy', 'none=x').text).toBe('none: no such service; one of api front-end\n');
    expect([read('asked'), read('migrated')]).toEqual(['', '']);
  });

  test('migrates, deploys, waits, and keeps which image each service runs', () => {
    expect(stack('deploy', 'api=registry.example/shop/api:slow')).toMatchObject({ status: 0 });
    expect(images()).toBe('API_IMAGE=registry.example/shop/api:slow\n');
    expect(read('migrated')).toBe('api registry.example/shop/api:slow\n');
    expect(read('update')).toBe('completed\n');
  });

  test('deploys the rest as it was', () => {
    expect(stack('deploy', 'front-end=registry.example/shop/front-end:1')).toMatchObject({ status: 0 });
    expect(images()).toBe(
      'API_IMAGE=registry.example/shop/api:slow\nFRONT_END_IMAGE=registry.example/shop/front-end:1\n',
    );
  });

  test('says which service rolled back, and why; the others keep what they got', () => {
    const { status, text } = stack(
      'deploy',
      'api=registry.example/shop/api:bad',
      'front-end=registry.example/shop/front-end:2',
    );
    expect({ status, text }).toEqual({
      status: 1,
      text: 'shop_api: rollback_completed, 2/2\nshop_api.1: task: non-zero exit (1)\n',
    });
    expect(images()).toBe(
      'API_IMAGE=registry.example/shop/api:slow\nFRONT_END_IMAGE=registry.example/shop/front-end:2\n',
    );
  });

  test('deploys nothing where a migration fails', () => {
    writeFileSync(at('asked'), '');
    expect(stack('deploy', 'api=registry.example/shop/api:unmoved')).toMatchObject({ status: 3 });
    expect([read('asked'), images()]).toEqual(['', expect.stringContaining('api:slow')]);
  });

  test('renews a generated secret when nothing runs any more, and deploys again with the same images', () => {
    const before = images();
    writeFileSync(at('asked'), '');
    writeFileSync(at('bin/generate-secret'), `echo "generate $1" >>${at('asked')}\n`, { mode: 0o755 });
    expect(stack('rotate', 'app-secret')).toMatchObject({ status: 0 });
    const asked = read('asked').split('\n');
    const order = ['stack rm shop', 'secret rm app-secret', 'generate app-secret', 'stack deploy'];
    const places = order.map((call) => asked.findIndex((line) => line.startsWith(call)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(images()).toBe(before);
    expect(stack('rotate', 'other')).toEqual({ status: 64, text: 'other: no secret that is generated\n' });
  });

  test('lets a workflow do four things', () => {
    for (const asked of ['bash', 'rotate app-secret', 'status; id', '', '*']) {
      expect(run('stack/files/stack-remote.sh', [asked], {}).status).not.toBe(0);
    }
  });
});

describe('the store of the backups', () => {
  const store = (asked: string, input = '', keep = '3') =>
    run(
      'backup_store/files/backup-store.sh',
      [asked],
      { BACKUP_STORE: at('store'), BACKUP_METRICS: folder, KEEP: keep },
      input,
    );
  const sum = (text: string) => createHash('sha256').update(text).digest('hex');

  test('takes a dump that is whole, and says how old and large the last one is', () => {
    mkdirSync(at('store/dumps'), { recursive: true });
    expect(store(`put shop ${sum('rows')}`, 'rows')).toEqual({ status: 0, text: '' });
    expect(store('get shop latest').text).toBe('rows');
    const [, seconds] = /^backup_last_timestamp_seconds\{database="shop"\} (\d+)$/m.exec(read('backup.prom')) ?? [];
    expect(Number(seconds)).toBeGreaterThan(1e9);
    expect(read('backup.prom')).toContain('backup_last_size_bytes{database="shop"} 4\n');
  });

  test('leaves nothing of one that is not', () => {
    expect(store(`put shop ${sum('rows')}`, 'ro')).toEqual({
      status: 1,
      text: 'shop: the dump did not arrive whole\n',
    });
    expect(readdirSync(at('store/dumps/shop'))).toHaveLength(1);
  });

  test('keeps the last ones', () => {
    for (const day of [1, 2, 3, 4]) writeFileSync(at(`store/dumps/shop/2020010${day}T000000Z.dump`), 'old');
    expect(store(`put shop ${sum('new')}`, 'new').status).toBe(0);
    const kept = store('list shop').text.trim().split('\n');
    expect(kept).toHaveLength(3);
    expect(kept).not.toContain('20200102T000000Z.dump');
    expect(store('get shop latest').text).toBe('new');
  });

  test('shows nothing else', () => {
    for (const asked of [
      'get shop ../../backup.prom',
      'get ../.. latest',
      'list',
      'bash',
      '',
      'get shop nope',
      'rm shop',
    ]) {
      const { status, text } = store(asked);
      expect([asked, status === 0, text.includes('HELP')]).toEqual([asked, false, false]);
    }
  });
});
