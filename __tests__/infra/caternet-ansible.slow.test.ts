import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { isInstalled } from '../../cli/conformance/tool';
import { freePort, stopped, testWith, until } from '../support/servers';
import { writtenFiles } from '../support/written';

/** What sets the machines of the internal cluster up, before the programs that it is for. */
const ansible = join(__dirname, '../../infra/systems/caternet/ansible');
const role = (...path: string[]) => join(ansible, 'roles', ...path);
const read = (...path: string[]) => fs.readFileSync(role(...path), 'utf8');
const { at } = writtenFiles('caternet', 'internal');
const rendered = (name: string) => at('rendered', name);
const text = (name: string) => fs.readFileSync(rendered(name), 'utf8');
const documents = (name: string) => parseAllDocuments(text(name)).map((document) => document.toJS());

/** Every template that is rendered here: its role, its file, and the machines that have it. */
const templates: readonly [string, string, string][] = [
  ['haproxy', 'haproxy.cfg', 'load_balancers'],
  ['control_plane', 'kubeadm.yaml', 'control_planes'],
  ['kubernetes_join', 'join.yaml', 'kubernetes'],
  ['openvpn', 'server.conf', 'vpn'],
  ['openvpn', 'client.conf', 'vpn'],
  ['openvpn', 'nftables.conf', 'vpn'],
  ['piraeus', 'storage.yaml', 'control_planes'],
  ['piraeus', 'kustomization.yaml', 'control_planes'],
];

const withAnsible = testWith('ansible-playbook');

beforeAll(() => {
  if (!isInstalled('ansible-playbook')) return;
  fs.mkdirSync(at('rendered'));
  const tasks = templates.flatMap(([name, file, group]) => [
    ...(fs.existsSync(role(name, 'vars/main.yml'))
      ? [{ 'ansible.builtin.include_vars': role(name, 'vars/main.yml') }]
      : []),
    {
      'ansible.builtin.template': {
        src: role(name, 'templates', `${file}.j2`),
        dest: rendered(`{{ inventory_hostname }}-${file}`),
      },
      when: `'${group}' in group_names`,
      vars: {
        kubernetes_join_token: { stdout: 'abcdef.0123456789abcdef' },
        kubernetes_join_hash: { stdout: '0'.repeat(64) },
        kubernetes_join_key: { stdout_lines: ['0'.repeat(64)] },
      },
    },
  ]);
  const play = { hosts: 'machines', connection: 'local', gather_facts: false, tasks };
  fs.writeFileSync(at('render.yml'), stringify([play]));
  const options = ['-i', at('inventory.yml'), '-e', 'ansible_python_interpreter=/usr/bin/python3'];
  const { status, stdout, stderr } = spawnSync('ansible-playbook', [...options, at('render.yml')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout + stderr);
}, 120000);

describe('HAProxy', () => {
  const sections = () => text('kube-load-balancer-haproxy.cfg').split(/\n\n+/);
  const section = (name: string) => sections().find((each) => each.includes(`${name}\n`)) ?? '';

  withAnsible('leads to the three control planes from the private network, and nobody else there', () => {
    expect(section('frontend api')).toMatch(/^ {4}bind 10\.10\.10\.1:6443$/m);
    expect(section('backend control_planes').match(/server \S+ 10\.10\.10\.1[0-2]:6443$/gm)).toHaveLength(3);
    expect(text('kube-load-balancer-haproxy.cfg').match(/^ {4}bind .*/gm)).toEqual([
      '    bind 10.10.10.1:6443',
      '    bind :80',
      '    bind :443',
    ]);
  });

  (isInstalled('ansible-playbook') ? testWith('haproxy') : test.skip)('takes its configuration', () => {
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', rendered('kube-load-balancer-haproxy.cfg')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.not.stringMatching(/WARNING|ALERT/)]);
  });
});

describe('kubeadm', () => {
  const nodes = ['kube-worker-1', 'kube-worker-2', 'storage-1', 'storage-2', 'storage-controller'];
  const planes = ['kube-control-plane-1', 'kube-control-plane-2', 'kube-control-plane-3'];

  (isInstalled('ansible-playbook') ? testWith('kubeadm') : test.skip).each([
    ...planes.map((name) => `${name}-kubeadm.yaml`),
    ...[...planes, ...nodes].map((name) => `${name}-join.yaml`),
  ])('takes %s', (name) => {
    const { status, stdout, stderr } = spawnSync('kubeadm', ['config', 'validate', '--config', rendered(name)], {
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, 'ok\n', '']);
  });

  withAnsible('makes a cluster that encrypts Secrets, keeps an audit log and knows its kubelets', () => {
    const [init, cluster, kubelet] = documents('kube-control-plane-1-kubeadm.yaml');
    const args = Object.fromEntries(
      cluster.apiServer.extraArgs.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(args).toMatchObject({
      'audit-policy-file': '/etc/kubernetes/audit/policy.yaml',
      'encryption-provider-config': '/etc/kubernetes/encryption/config.yaml',
      'kubelet-certificate-authority': '/etc/kubernetes/pki/ca.crt',
    });
    // Each file that it is told of is mounted.
    for (const file of Object.values(args).filter((value) => String(value).startsWith('/etc/kubernetes/'))) {
      const volumes = cluster.apiServer.extraVolumes as { mountPath: string }[];
      const known = [...volumes.map(({ mountPath }) => mountPath), '/etc/kubernetes/pki'];
      expect(known.some((folder) => String(file).startsWith(`${folder}/`))).toBe(true);
    }
    expect([kubelet.serverTLSBootstrap, kubelet.readOnlyPort]).toEqual([true, 0]);
    expect(init.localAPIEndpoint.advertiseAddress).toBe('10.10.10.10');
  });

  withAnsible('lets nothing of the teams run where volumes are', () => {
    const taints = (name: string) => documents(`${name}-join.yaml`)[0].nodeRegistration.taints;
    for (const name of ['storage-1', 'storage-2', 'storage-controller']) {
      expect(taints(name)).toEqual([{ key: 'storage', value: 'true', effect: 'NoSchedule' }]);
    }
    expect(taints('kube-worker-1')).toEqual([]);
    // What kubeadm taints by itself stays.
    expect(taints('kube-control-plane-2')).toBeUndefined();
  });
});

withAnsible(
  'LINSTOR keeps two replicas, encrypted, on the two machines of the storage, and goes where volumes are mounted',
  () => {
    const all = documents('kube-control-plane-1-storage.yaml');
    const values = (index: number) => all[index].spec.nodeAffinity.nodeSelectorTerms[0].matchExpressions[0].values;
    expect(values(0)).toEqual(['kube-worker-1', 'kube-worker-2', 'storage-1', 'storage-2', 'storage-controller']);
    expect(values(2)).toEqual(['storage-1', 'storage-2']);
    expect(all[3].parameters).toMatchObject({
      'linstor.csi.linbit.com/placementCount': '2',
      'linstor.csi.linbit.com/layerList': 'drbd luks storage',
    });
  },
);

describe('the playbooks', () => {
  const playbooks = fs.readdirSync(ansible).filter((name) => name.endsWith('.yml'));
  const tasks = fs
    .readdirSync(role())
    .flatMap((name) => fs.readdirSync(role(name, 'tasks')).map((file) => [name, 'tasks', file] as const))
    .flatMap((path) => parse(read(...path)) as Record<string, unknown>[]);

  withAnsible.each(playbooks.filter((name) => name !== 'upgrade-node.yml'))('%s is one', (name) => {
    const more = ['-e', 'from=kube-control-plane-1', '-e', 'copy=x', '-e', 'to=/nowhere'];
    const { status, stderr } = spawnSync(
      'ansible-playbook',
      ['-i', at('inventory.yml'), ...more, '--syntax-check', name],
      { cwd: ansible, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  testWith('ansible-lint')(
    'pass ansible-lint as it is in production',
    () => {
      const { status, stdout } = spawnSync('ansible-lint', ['--offline', '--nocolor', '--profile', 'production'], {
        cwd: ansible,
        encoding: 'utf8',
      });
      expect([status, stdout]).toEqual([0, '']);
    },
    300000,
  );

  test('print no token, key or passphrase', () => {
    const secretive = tasks.filter((task) =>
      /token create|upload-certs|kubeadm init|b64decode.*secret|control_plane_key }}"|control_plane_secret|disk_passphrase }}/.test(
        JSON.stringify(task),
      ),
    );
    const printing = secretive.filter(
      (task) =>
        task.no_log !== true && !JSON.stringify(task).includes('urandom') && task.name !== 'Say why it was not made',
    );
    expect(secretive.length).toBeGreaterThan(6);
    expect(printing.map(({ name }) => name)).toEqual([]);
  });

  test('leave nothing to a handler, and play every role', () => {
    expect(fs.readdirSync(role()).filter((name) => fs.existsSync(role(name, 'handlers')))).toEqual([]);
    const texts = playbooks.map((name) => fs.readFileSync(join(ansible, name), 'utf8')).join('\n');
    const played = (name: string) => new RegExp(`(- |role: )${name}$`, 'm').test(texts);
    expect(fs.readdirSync(role()).filter((name) => !played(name))).toEqual([]);
  });
});

describe('certificates of kubelets', () => {
  const program = role('kubelet_certificates/files/approve-kubelet-certificates.py');
  const nodes = { 'storage-1': '10.10.10.20' };
  interface Ask {
    readonly user?: string;
    readonly subject?: string;
    readonly names?: string;
    readonly usages?: string[];
    readonly signer?: string;
  }

  /** Asks, and says what was approved. */
  function approve({
    user = 'system:node:storage-1',
    subject = '/O=system:nodes/CN=system:node:storage-1',
    names = 'DNS:storage-1,IP:10.10.10.20',
    usages = ['digital signature', 'server auth'],
    signer = 'kubernetes.io/kubelet-serving',
  }: Ask) {
    const folder = fs.mkdtempSync(at('csr-'));
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', join(folder, 'key')];
    const san = names ? ['-addext', `subjectAltName=${names}`] : [];
    const request = execFileSync('openssl', ['req', '-new', ...key, '-subj', subject, ...san], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const item = {
      metadata: { name: 'csr-1' },
      spec: {
        signerName: signer,
        username: user,
        groups: ['system:nodes', 'system:authenticated'],
        usages,
        request: request.toString('base64'),
      },
    };
    fs.writeFileSync(join(folder, 'nodes.json'), JSON.stringify(nodes));
    fs.writeFileSync(join(folder, 'csr.json'), JSON.stringify({ items: [item] }));
    fs.writeFileSync(
      join(folder, 'kubectl'),
      `#!/bin/sh\ncase "$*" in *" get "*) cat ${folder}/csr.json ;; *) echo "$*" >>${folder}/asked ;; esac\n`,
      { mode: 0o755 },
    );
    const { status, stderr } = spawnSync('python3', [program], {
      env: { PATH: `${folder}:${process.env.PATH}`, NODES: join(folder, 'nodes.json'), KUBECONFIG: 'admin.conf' },
      encoding: 'utf8',
    });
    const asked = join(folder, 'asked');
    return { status, stderr, approved: fs.existsSync(asked) ? fs.readFileSync(asked, 'utf8') : '' };
  }

  testWith('openssl')('are approved for the node at its address', () => {
    expect(approve({})).toEqual({
      status: 0,
      stderr: '',
      approved: '--kubeconfig admin.conf certificate approve csr-1\n',
    });
    expect(approve({ names: 'IP:10.10.10.20' }).approved).not.toBe('');
  });

  testWith('openssl').each<[string, Ask, string]>([
    ['of somebody else', { user: 'system:serviceaccount:x:y' }, 'not of a node'],
    [
      'of an unknown node',
      { user: 'system:node:other', subject: '/O=system:nodes/CN=system:node:other' },
      'of no node',
    ],
    ['for another node', { subject: '/O=system:nodes/CN=system:node:storage-2' }, 'for another subject'],
    ['for an administrator', { subject: '/O=system:masters/CN=system:node:storage-1' }, 'for another subject'],
    ['for another address', { names: 'DNS:storage-1,IP:10.10.10.1' }, 'for DNS:storage-1, IP Address:10.10.10.1'],
    ['for the API server', { names: 'DNS:kubernetes.default' }, 'for DNS:kubernetes.default'],
    ['for nobody', { names: '' }, 'for no name'],
    ['to be a client', { usages: ['digital signature', 'server auth', 'client auth'] }, 'for another use'],
  ])('%s wait', (_, ask, reason) => {
    const { status, stderr, approved } = approve(ask);
    expect([status, stderr, approved]).toEqual([1, expect.stringContaining(reason), '']);
  });

  testWith('openssl')('of other signers are not its business', () => {
    expect(approve({ signer: 'kubernetes.io/kube-apiserver-client' })).toEqual({ status: 0, stderr: '', approved: '' });
  });
});

describe('etcd', () => {
  // It runs as a pod, with these programs in its image: what runs programs there runs those of this computer.
  const standIns: Readonly<Record<string, string>> = {
    crictl: 'case "$1" in ps) echo etcd ;; exec) shift 2; exec "$@" ;; esac',
    ctr: 'while [ "$1" != etcd-restore ]; do shift; done; shift; exec "$@"',
  };
  const folder = () => at('etcd');
  let endpoint = '';
  const env = () => ({
    PATH: `${folder()}/bin:${process.env.PATH}`,
    ETCD_DATA: join(folder(), 'data'),
    ETCD_PKI: join(folder(), 'pki'),
    ETCD_BACKUPS: join(folder(), 'backups'),
    ETCD_ENDPOINT: endpoint,
    ETCD_MANIFEST: join(folder(), 'etcd.yaml'),
    KEEP: '2',
  });
  const script = (name: string, ...args: string[]) =>
    spawnSync('sh', [role('etcd_backup/files', `${name}.sh`), ...args], { env: env(), encoding: 'utf8' });
  const pki = (name: string) => join(folder(), 'pki', name);
  const tls = () => [
    `--cacert=${pki('ca.crt')}`,
    `--cert=${pki('healthcheck-client.crt')}`,
    `--key=${pki('healthcheck-client.key')}`,
  ];
  const etcdctl = (...args: string[]) =>
    spawnSync('etcdctl', [`--endpoints=${endpoint}`, ...tls(), ...args], { encoding: 'utf8' }).stdout;

  function certificates() {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', pki('ca.key'), '-out', pki('ca.crt'), '-subj', '/CN=etcd', '-days', '1');
    for (const name of ['server', 'healthcheck-client']) {
      const signed = ['-CA', pki('ca.crt'), '-CAkey', pki('ca.key'), '-addext', 'subjectAltName=IP:127.0.0.1'];
      const files = ['-keyout', pki(`${name}.key`), '-out', pki(`${name}.crt`)];
      openssl('req', '-x509', ...key, ...signed, ...files, '-subj', `/CN=${name}`, '-days', '1');
    }
  }

  async function start(peer: number, client: number) {
    const url = `https://127.0.0.1:${peer}`;
    const server = ['server', 'peer'].flatMap((part) => {
      const prefix = part === 'peer' ? '--peer-' : '--';
      return [
        `${prefix}cert-file=${pki('server.crt')}`,
        `${prefix}key-file=${pki('server.key')}`,
        `${prefix}trusted-ca-file=${pki('ca.crt')}`,
        `${prefix}client-cert-auth`,
      ];
    });
    const child = spawn(
      'etcd',
      [
        '--name=one',
        `--data-dir=${env().ETCD_DATA}`,
        `--listen-client-urls=${endpoint}`,
        `--advertise-client-urls=https://127.0.0.1:${client}`,
        `--listen-peer-urls=${url}`,
        `--initial-advertise-peer-urls=${url}`,
        `--initial-cluster=one=${url}`,
        ...server,
      ],
      { stdio: 'ignore' },
    );
    await until(() => etcdctl('endpoint', 'health').includes('is healthy') || child.exitCode !== null);
    return child;
  }

  testWith(
    'etcd',
    'etcdctl',
    'etcdutl',
    'openssl',
  )(
    'is copied every hour, keeps the last copies, and goes back to one',
    async () => {
      for (const name of ['bin', 'pki']) fs.mkdirSync(join(folder(), name), { recursive: true });
      for (const [name, lines] of Object.entries(standIns)) {
        fs.writeFileSync(join(folder(), 'bin', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
      }
      fs.writeFileSync(env().ETCD_MANIFEST, 'spec:\n  containers:\n  - image: registry.example/etcd:1\n');
      certificates();
      const [peer, client] = [await freePort(), await freePort()];
      endpoint = `https://127.0.0.1:${client}`;
      let etcd = await start(peer, client);
      try {
        etcdctl('put', 'mice', '1000');
        const { status, stdout, stderr } = script('etcd-backup');
        expect([status, stderr]).toEqual([0, '']);
        const copy = stdout.trim();
        expect(fs.statSync(copy).mode & 0o777).toBe(0o600);
        for (const day of [1, 2]) fs.writeFileSync(join(env().ETCD_BACKUPS, `2020010${day}T000000Z.db`), 'old');
        // Its name is of another second.
        await new Promise((resolve) => setTimeout(resolve, 1100));
        expect(script('etcd-backup').status).toBe(0);
        const kept = script('etcd-backup', 'list').stdout.trim().split('\n');
        expect(kept).toHaveLength(2);
        expect(kept.join()).not.toContain('2020');

        etcdctl('put', 'mice', '0');
        await stopped(etcd);
        // Nothing is copied of what does not run, and what is there stays.
        expect(script('etcd-backup').status).not.toBe(0);
        expect(script('etcd-backup', 'list').stdout.trim().split('\n')).toEqual(kept);

        const broken = join(folder(), 'broken.db');
        fs.writeFileSync(broken, fs.readFileSync(copy).subarray(0, 20000));
        const restore = (file: string) =>
          spawnSync('sh', [role('etcd_backup/files/etcd-restore.sh'), file, 'one', '127.0.0.1', 'one=127.0.0.1'], {
            env: { ...env(), ETCD_PEER_PORT: String(peer) },
            encoding: 'utf8',
          });
        expect(restore(broken).status).not.toBe(0);
        etcd = await start(peer, client);
        // A broken copy costs nothing.
        expect(etcdctl('get', 'mice', '--print-value-only').trim()).toBe('0');
        await stopped(etcd);
        const { status: restored, stderr: said } = restore(copy);
        expect([restored, restored === 0 ? '' : said]).toEqual([0, '']);
        etcd = await start(peer, client);
        expect(etcdctl('get', 'mice', '--print-value-only').trim()).toBe('1000');
        // Whoever watches notices that time went back.
        const { header } = JSON.parse(etcdctl('get', 'mice', '--write-out=json'));
        expect(header.revision).toBeGreaterThan(1e9);
        expect(fs.readdirSync(folder()).filter((name) => /^data\.\d/.test(name))).toHaveLength(1);
      } finally {
        await stopped(etcd);
      }
    },
    120000,
  );
});

describe('the VPN', () => {
  const able =
    isInstalled('openvpn') &&
    isInstalled('unshare') &&
    isInstalled('ansible-playbook') &&
    fs.existsSync('/usr/share/easy-rsa/easyrsa') &&
    fs.existsSync('/dev/net/tun') &&
    process.getuid?.() === 0;
  const vpnTest = able ? test : test.skip;
  // Its rights are dropped: the way to the list of the revoked is everybody's.
  const folder = fs.mkdtempSync(join(tmpdir(), 'terrachart-vpn-'));
  fs.chmodSync(folder, 0o755);
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH ?? '', VPN_PKI: join(folder, 'pki'), VPN_SERVER: join(folder, 'server') };
  const pki = (...args: string[]) =>
    spawnSync('sh', [role('openvpn/files/vpn-pki.sh'), ...args], { env, encoding: 'utf8' });

  /** Connects to the server by a profile, in a network of its own, and says what both said. */
  function connect(profile: string): { client: string; server: string; route: string } {
    const here = (config: string) =>
      config
        .replaceAll('/etc/openvpn/pki', env.VPN_PKI)
        .replaceAll('/etc/openvpn/server', env.VPN_SERVER)
        .replace('port 1194', 'port 1194\nlocal 127.0.0.1');
    fs.writeFileSync(join(folder, 'server.conf'), here(text('openvpn-server.conf')));
    fs.writeFileSync(join(folder, 'client.ovpn'), profile.replace(/^remote .*/m, 'remote 127.0.0.1 1194'), {
      mode: 0o600,
    });
    const script = `
      ip link set lo up
      openvpn --config ${folder}/server.conf >${folder}/server.log 2>&1 & server=$!
      for try in $(seq 50); do grep -q 'Initialization Sequence Completed' ${folder}/server.log && break; sleep 0.1; done
      openvpn --config ${folder}/client.ovpn --dev tun1 --connect-retry-max 1 --connect-timeout 5 --hand-window 8 >${folder}/client.log 2>&1 & client=$!
      for try in $(seq 120); do
        grep -q 'Initialization Sequence Completed' ${folder}/client.log && break
        kill -0 $client 2>/dev/null || break
        sleep 0.1
      done
      ip route >${folder}/route.log
      kill $client 2>/dev/null; kill $server; wait`;
    spawnSync('unshare', ['--net', 'sh', '-c', script], { timeout: 60000 });
    const log = (name: string) => fs.readFileSync(join(folder, `${name}.log`), 'utf8');
    return { client: log('client'), server: log('server'), route: log('route') };
  }

  vpnTest(
    'lets in who has a certificate, pushes the way to the private network, and lets nobody in whose certificate was taken back',
    () => {
      expect(pki('init')).toMatchObject({ status: 0, stderr: '' });
      fs.copyFileSync(rendered('openvpn-client.conf'), join(env.VPN_PKI, 'client.conf'));
      for (const name of ['alice', 'bob']) expect(pki('issue', name)).toMatchObject({ status: 0, stderr: '' });
      expect(
        pki('list')
          .stdout.split('\n')
          .map((line) => line.split(' ')[0]),
      ).toEqual(['alice', 'bob', '']);
      const profiles = ['alice', 'bob'].map((name) => pki('profile', name).stdout) as [string, string];
      const admitted = connect(profiles[0]);
      expect(admitted.client).toContain('Initialization Sequence Completed');
      expect(admitted.route).toMatch(/^10\.10\.10\.0\/24 via 10\.8\.0\.1 dev tun/m);
      expect(admitted.server).toContain('alice/127.0.0.1');

      expect(pki('revoke', 'alice').status).toBe(0);
      const out = connect(profiles[0]);
      expect(out.client).not.toContain('Initialization Sequence Completed');
      expect(out.server).toMatch(/certificate revoked/);
      expect(connect(profiles[1]).client).toContain('Initialization Sequence Completed');
      expect(pki('list').stdout).not.toContain('alice');
    },
    180000,
  );

  vpnTest('asked again, changes nothing; renewed, it goes on believing what it did', () => {
    const state = () =>
      ['ca.crt', 'issued/server.crt', 'issued/bob.crt'].map((name) => fs.readFileSync(join(env.VPN_PKI, name), 'utf8'));
    const before = state();
    const list = fs.readFileSync(join(env.VPN_SERVER, 'crl.pem'), 'utf8');
    for (const args of [['init'], ['issue', 'bob'], ['revoke', 'alice']]) expect(pki(...args).status).toBe(0);
    expect(fs.readFileSync(join(env.VPN_SERVER, 'crl.pem'), 'utf8')).toBe(list);
    expect(pki('renew').status).toBe(0);
    expect(state()).toEqual(before);
    expect(fs.readFileSync(join(env.VPN_SERVER, 'crl.pem'), 'utf8')).not.toBe(list);
    expect(fs.statSync(join(env.VPN_SERVER, 'crl.pem')).mode & 0o777).toBe(0o644);
    expect(fs.statSync(join(env.VPN_PKI, 'private/bob.key')).mode & 0o077).toBe(0);
  });

  test('takes no name that leads elsewhere', () => {
    for (const name of ['../x', 'a b', '', 'server', 'Alice', '-x'])
      expect([name, pki('issue', name).status]).toEqual([name, 64]);
  });
});

describe('the compose file of a laptop', () => {
  const laptop = writtenFiles('caternet', 'local');
  const file = 'docker-compose.yml';

  testWith('check-jsonschema')('is what the specification allows', () => {
    const { status, stdout } = spawnSync(
      'check-jsonschema',
      ['--builtin-schema', 'vendor.compose-spec', laptop.at(file)],
      {
        encoding: 'utf8',
      },
    );
    expect([status, stdout]).toEqual([0, expect.stringContaining('ok')]);
  });

  test('makes what is missing on the bus, once it answers', async () => {
    const { topics } = parse(laptop.text(file)).services;
    const asked: string[] = [];
    // It is away at first, then has one topic already.
    const server = createServer((request, answer) => {
      asked.push(`${request.method} ${request.url}`);
      answer.writeHead(asked.length === 1 ? 503 : asked.length === 2 ? 409 : 200).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const [program, ...args] = topics.command.map((word: string) => word.replaceAll('$$', '$')) as [
      string,
      ...string[],
    ];
    const child = spawn(program, args, {
      env: {
        ...process.env,
        ...topics.environment,
        PUBSUB: topics.environment.PUBSUB.replace(/pubsub:\d+/, `127.0.0.1:${port}`),
      },
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    const status = await new Promise((resolve) => child.once('exit', resolve));
    server.close();
    expect([status, said]).toEqual([0, '7 topics, 8 subscriptions\n']);
    expect(asked).toHaveLength(1 + 7 + 8);
    expect(asked.at(-1)).toMatch(/^PUT \/v1\/projects\/emulator\/subscriptions\//);
  });
});

testWith('check-jsonschema').each(['catnodejs', 'cadaver-exchange', 'mousetrap'])(
  "GitLab's schema takes the pipeline of %s",
  (service) => {
    const file = at('delivery', service, 'gitlab-ci.yml');
    const { status, stdout } = spawnSync('check-jsonschema', ['--builtin-schema', 'vendor.gitlab-ci', file], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('ok')]);
  },
);
