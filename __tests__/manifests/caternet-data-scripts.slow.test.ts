import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../../cli/options';

/** The scripts of the data charts, with stand-ins for the programs that they call. Whatever is written stays below a scratch folder. */
const components = join(root, 'manifests', 'components');
const scratch = mkdtempSync(join(tmpdir(), 'terrachart-data-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A folder of its own, with programs in it. */
function place(programs: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(scratch, 'place-'));
  mkdirSync(join(folder, 'bin'));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  }
  return folder;
}

/** Runs a script, its fixed folders replaced by some below `folder`. */
function run(folder: string, script: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const text = readFileSync(join(components, script), 'utf8')
    .replaceAll('/tmp/', `${folder}/`)
    .replaceAll('/etc/mongodb/', `${folder}/etc/`)
    .replaceAll('/run/mongodb/', `${folder}/run/`);
  const file = join(folder, 'script');
  writeFileSync(file, text);
  const shell = text.startsWith('#!/bin/bash') ? 'bash' : 'sh';
  return spawnSync(shell, [file, ...args], {
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:${process.env.PATH}`, ...env },
  });
}

test('shellcheck finds nothing in them', () => {
  const scripts = ['generated-ca', 'mongodb', 'elasticsearch'].flatMap((folder) =>
    readdirSync(join(components, folder))
      .filter((name) => name.endsWith('.sh'))
      .map((name) => join(components, folder, name)),
  );
  expect(scripts.length).toBeGreaterThan(9);
  expect(spawnSync('shellcheck', scripts, { encoding: 'utf8' })).toMatchObject({ stdout: '', status: 0 });
});

describe('certificates', () => {
  const openssl = (...args: string[]) => spawnSync('openssl', args, { encoding: 'utf8' });
  const make = (folder: string, lines: readonly string[]) => {
    const requests = join(folder, 'requests');
    writeFileSync(requests, `${lines.join('\n')}\n`);
    const env = { WORK: folder, AUTHORITY: 'internal-ca', CERTIFICATES: requests };
    expect(run(folder, 'generated-ca/make-certificates.sh', env)).toMatchObject({ status: 0 });
  };
  const server = 'data mongodb-tls peer DNS:localhost DNS:*.mongodb.example IP:127.0.0.1 IP:::1';

  test('are valid for their names and uses, and signed by the authority', () => {
    const folder = place();
    make(folder, [server, 'apps mongodb-ca trust', 'apps api-tls server DNS:api.example']);
    const ca = join(folder, 'authority', 'tls.crt');
    const [peer, api] = ['data/mongodb-tls', 'apps/api-tls'].map((name) =>
      join(folder, 'certificates', name, 'tls.crt'),
    );
    const verify = (purpose: string, host: string, file = '') =>
      openssl('verify', '-CAfile', ca, '-purpose', purpose, '-verify_hostname', host, file).status;
    expect(verify('sslserver', 'mongodb-0.mongodb.example', peer)).toBe(0);
    expect(verify('sslclient', 'localhost', peer)).toBe(0);
    expect(verify('sslserver', 'api.example', api)).toBe(0);
    expect(verify('sslclient', 'api.example', api)).not.toBe(0);
    expect(verify('sslserver', 'other.example', api)).not.toBe(0);
    // Who only trusts gets no key.
    expect(readdirSync(join(folder, 'certificates', 'apps', 'mongodb-ca'))).toEqual(['ca.crt']);
  });

  test('of a later run are signed by the authority of the first', () => {
    const folder = place();
    make(folder, [server]);
    const authority = readFileSync(join(folder, 'authority', 'tls.crt'), 'utf8');
    make(folder, [server, 'data search-tls peer DNS:search.example']);
    expect(readFileSync(join(folder, 'certificates', 'data', 'search-tls', 'ca.crt'), 'utf8')).toBe(authority);
  });
});

describe('a dump', () => {
  const dumping = (lines: readonly string[], body: string) =>
    place({
      mongodump: `for a in "$@"; do case $a in --archive=*) ${body} >"\${a#--archive=}" ;; esac; done\n${lines
        .map((line) => `echo '2026-11-26T00:00:00.000+0000	${line}' >&2`)
        .join('\n')}`,
    });
  const said = [
    'writing admin.system.users to archive',
    'done dumping admin.system.users (4 documents)',
    'done dumping caternet.Offer (1 document)',
    'done dumping caternet.My Class (12 documents)',
    'dumped 3 oplog entries',
  ];

  test('says how many documents of what it holds', () => {
    const folder = dumping(said, 'echo data | gzip');
    const out = join(folder, 'out');
    mkdirSync(out);
    writeFileSync(join(out, 'old.archive.gz'), '');
    const { status, stderr } = run(folder, 'mongodb/dump.sh', { FOLDER: out, MONGODB_URI: 'mongodb://x' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [archive = '', counts = '', ...others] = readdirSync(out).sort();
    expect(others).toEqual([]);
    expect(gunzipSync(readFileSync(join(out, archive))).toString()).toBe('data\n');
    expect(readFileSync(join(out, counts), 'utf8')).toBe('caternet.Offer 1\ncaternet.My Class 12\noplog 3\n');
  });

  test('that is cut short is none', () => {
    const folder = dumping(said, 'echo data | gzip | head -c 9');
    const out = join(folder, 'out');
    mkdirSync(out);
    expect(run(folder, 'mongodb/dump.sh', { FOLDER: out, MONGODB_URI: 'mongodb://x' }).status).not.toBe(0);
    expect(readdirSync(out).filter((name) => name.endsWith('.archive.gz') || name.endsWith('.counts'))).toEqual([]);
  });

  /** A stand-in of rclone whose buckets are folders. */
  const rclone = `
set -e
at() { echo "$BUCKETS/\${1/://}"; }
case $1 in
  copyto)
    shift
    [ "$1" = --no-check-dest ] && blind=yes && shift
    from=$1; to=$2
    case $from in *:*) from=$(at "$from") ;; esac
    case $to in *:*) to=$(at "$to"); [ -n "$REFUSES" ] && case $2 in $REFUSES*) exit 1 ;; esac; mkdir -p "$(dirname "$to")" ;; esac
    # Google refuses to replace an object; without the flag rclone sees that it is the same.
    if [ -e "$to" ]; then case $2 in google:*) [ "$blind" != yes ] && cmp "$from" "$to"; exit ;; esac; fi
    cp "$from" "$to" ;;
  lsf) for last; do :; done; ls "$(at "$last")" | grep 'counts$' || true ;;
esac`;
  const remotes = (folder: string) => ({
    BUCKETS: join(folder, 'buckets'),
    COPIES: 'google:copies',
    SECOND_COPIES: 'amazon:second/mongodb',
  });

  test('goes to both buckets, its counts last, and fails when one refuses it', () => {
    const folder = place({ rclone });
    const out = join(folder, 'out');
    mkdirSync(out);
    writeFileSync(join(out, '20261126T000000Z.archive.gz'), 'dump');
    writeFileSync(join(out, '20261126T000000Z.counts'), 'caternet.Offer 1\n');
    const refused = run(folder, 'mongodb/copy.sh', { FOLDER: out, ...remotes(folder), REFUSES: 'amazon' });
    expect(refused.status).not.toBe(0);
    // The next try begins with what the first one brought.
    expect(readdirSync(join(folder, 'buckets', 'google/copies'))).toHaveLength(2);
    expect(run(folder, 'mongodb/copy.sh', { FOLDER: out, ...remotes(folder), REFUSES: '' }).status).toBe(0);
    for (const bucket of ['google/copies', 'amazon/second/mongodb']) {
      expect(readdirSync(join(folder, 'buckets', bucket))).toHaveLength(2);
    }
  });

  describe('is fetched', () => {
    const fetched = (copy: string) => {
      const folder = place({ rclone });
      const bucket = join(folder, 'buckets', 'google', 'copies');
      mkdirSync(bucket, { recursive: true });
      for (const [name, whole] of Object.entries({
        '20261125T000000Z': true,
        '20261126T000000Z': true,
        '20261127T000000Z': false,
      })) {
        writeFileSync(join(bucket, `${name}.archive.gz`), name);
        if (whole) writeFileSync(join(bucket, `${name}.counts`), '');
      }
      const out = join(folder, 'out');
      mkdirSync(out);
      const { status } = run(folder, 'mongodb/fetch.sh', { FOLDER: out, COPY: copy, ...remotes(folder), REFUSES: '' });
      const archive = join(out, 'dump.archive.gz');
      return { status, name: existsSync(archive) ? readFileSync(archive, 'utf8') : undefined };
    };

    test('the newest that is whole, or the one that was asked for', () => {
      expect(fetched('')).toEqual({ status: 0, name: '20261126T000000Z' });
      expect(fetched('20261125T000000Z')).toEqual({ status: 0, name: '20261125T000000Z' });
    });

    test('never one that is not whole or not there', () => {
      expect(fetched('20261127T000000Z')).toEqual({ status: 1, name: undefined });
      expect(fetched('20200101T000000Z')).toEqual({ status: 1, name: undefined });
    });
  });

  test('is compared with what was restored', () => {
    const compare = (restored: number, counts = 'caternet.Offer 10\noplog 2\n') => {
      const folder = place();
      writeFileSync(join(folder, 'dump.counts'), counts);
      const script = readFileSync(join(components, 'mongodb', 'compare.js'), 'utf8');
      const db = `const db = { getSiblingDB: () => ({ getCollection: () => ({ countDocuments: () => ${restored} }) }) };`;
      const env = { PATH: String(process.env.PATH), FOLDER: folder, DUMP: 'd', SECONDS_TAKEN: '1' };
      return spawnSync('node', ['-e', `${db} const print = console.log;\n${script}`], { encoding: 'utf8', env });
    };
    expect(compare(10).status).toBe(0);
    expect(compare(12).status).toBe(0);
    expect(compare(13).status).toBe(1);
    expect(JSON.parse(compare(7).stdout)).toMatchObject({
      report: 'restore-test',
      problems: ['caternet.Offer: 10 were dumped'],
    });
    expect(compare(0, 'oplog 2\n').status).toBe(1);
  });
});

describe('a snapshot of the search', () => {
  /** A stand-in of curl that answers as Elasticsearch does, from a folder with the state of each snapshot. */
  const curl = `
while [ $# -gt 0 ]; do case $1 in --request) method=$2; shift ;; --data) data=$2; shift ;; https:*) path=\${1#https://search/} ;; esac; shift; done
echo "$method $path $data" >>"$STATE/asked"
case "$method $path" in
  GET\\ */_count*) echo "{\\"count\\":$(cat "$STATE/count")}" ;;
  GET\\ _snapshot/*metadata*) echo '{"snapshots":[{"metadata":{"documents":100}}]}' ;;
  GET\\ _snapshot/*) echo "{\\"snapshots\\":[{\\"state\\":\\"$(cat "$STATE/state")\\"}]}" ;;
  GET\\ _cat/snapshots*end_epoch) printf 'old 1000\\nnew %s\\n' "$(date +%s)" ;;
  GET\\ _cat/snapshots*) printf '20261124t000000z SUCCESS\\n20261125t000000z SUCCESS\\n20261126t000000z PARTIAL\\n' ;;
  POST\\ */_restore*) echo "{\\"snapshot\\":{\\"shards\\":{\\"failed\\":$(cat "$STATE/failed")}}}" ;;
  *) echo '{"acknowledged":true}' ;;
esac`;
  const snapshots = (
    verb: string,
    state: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
  ) => {
    const folder = place({ curl });
    for (const [name, text] of Object.entries({ count: '100', state: 'SUCCESS', failed: '0', ...state })) {
      writeFileSync(join(folder, name), text);
    }
    const common = {
      STATE: folder,
      URL: 'https://search',
      CA_FILE: 'ca.crt',
      INDEX: 'offers',
      TRY: 'restore-test-offers',
      BUCKET: 'copies',
      BASE_PATH: 'production',
      RETAINED_DAYS: '35',
      SNAPSHOTS_PASSWORD: 'word',
    };
    const { status, stdout } = run(folder, 'elasticsearch/snapshots.sh', { ...common, ...env }, [verb]);
    return { status, stdout, asked: readFileSync(join(folder, 'asked'), 'utf8') };
  };

  test('is taken, and those that are too old go', () => {
    const { status, asked } = snapshots('take', {});
    expect(status).toBe(0);
    expect(asked).toMatch(
      /PUT _snapshot\/copies \{"type":"gcs","settings":\{"bucket":"copies","base_path":"production"\}\}/,
    );
    expect(asked).toContain('"metadata":{"documents":100}');
    expect(asked.match(/^DELETE .*/gm)).toEqual(['DELETE _snapshot/copies/old ']);
  });

  test('that is not whole is a failure', () => {
    expect(snapshots('take', { state: 'PARTIAL' })).toMatchObject({ status: 1 });
  });

  test('comes back, the newest that is whole or the one that was asked for', () => {
    expect(snapshots('restore', {}).asked).toContain('POST _snapshot/copies/20261125t000000z/_restore');
    expect(snapshots('restore', {}, { COPY: '20261124t000000z' }).asked).toContain('copies/20261124t000000z/_restore');
    expect(snapshots('restore', { failed: '1' }).status).not.toBe(0);
  });

  test('is tried beside the index, which stays as it is', () => {
    const { status, asked, stdout } = snapshots('try', {});
    expect(status).toBe(0);
    expect(stdout).toContain('{"report":"restore-test","snapshot":"20261125t000000z","dumped":100,"restored":100}');
    expect(asked.match(/^DELETE \S+/gm)).toEqual([
      'DELETE restore-test-offers?ignore_unavailable=true',
      'DELETE restore-test-offers',
    ]);
    expect(snapshots('try', { count: '80' }).status).not.toBe(0);
  });
});

test('a start of MongoDB joins key and certificate, readable by nobody else', () => {
  const folder = place({ mongod: 'echo "mongod $*"' });
  for (const [name, text] of Object.entries({
    'tls/tls.crt': 'crt\n',
    'tls/tls.key': 'key\n',
    'keyfile/keyfile': 'k',
  })) {
    mkdirSync(join(folder, 'etc', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'etc', name), text);
  }
  mkdirSync(join(folder, 'run'));
  expect(run(folder, 'mongodb/start.sh', {}).stdout).toBe(`mongod --config ${folder}/etc/config/mongod.yaml\n`);
  expect(readFileSync(join(folder, 'run', 'server.pem'), 'utf8')).toBe('crt\nkey\n');
  const { stdout } = spawnSync('stat', ['-c', '%a', join(folder, 'run/keyfile'), join(folder, 'run/server.pem')], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('400\n600\n');
});
