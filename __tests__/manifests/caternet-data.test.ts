import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { root } from '../../cli/options';
import {
  google,
  type OnAutopilotConfig,
  SECOND_COPY_PREFIX,
  secondCopyRoleArn,
  serviceAccounts,
  storageClass,
} from '../../config/caternet';
import { backupAlertsOf } from '../../manifests/systems/caternet/backup';
import type { KubernetesObject } from '../../model/objects';
import { podsOf } from '../../model/pods';
import { builtIn, builtInManifests } from '../support/built-in';
import type { Manifests } from '../support/manifests';
import { metricsIn, promqlProblems } from '../support/promql';

const environments = ['local', 'test', 'qa', 'staging', 'production'] as const;
type Name = (typeof environments)[number];

const made = Object.fromEntries(environments.map((name) => [name, builtInManifests(name, 'caternet')])) as Record<
  Name,
  Manifests
>;
const { production, local } = made;
const target = builtIn<OnAutopilotConfig>('caternet', 'production');
const { gcp, aws, recovery } = target.config;

const pod = (object: KubernetesObject) => podsOf([object])[0]?.spec as KubernetesObject['spec'];
const stateful = (name: Name, app: string) => made[name].get(`StatefulSet/caternet-${name}-data/${app}`);
const variables = (container: { env?: { name: string; value?: string }[] }) =>
  Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value]));
const cronJob = (part: string, name: string) => production.get(`CronJob/caternet-production-${part}/${name}`);

describe('disks', () => {
  test.each(environments)('of %s are of the class that the place has', (name) => {
    for (const app of ['mongodb', 'search']) {
      const [{ spec }] = stateful(name, app).spec.volumeClaimTemplates;
      expect(spec.storageClassName).toBe(storageClass(builtIn('caternet', name).config as OnAutopilotConfig));
    }
  });

  test('are in two zones of Montréal, encrypted by our key, and outlive their claims', () => {
    expect(production.get('StorageClass/caternet')).toMatchObject({
      provisioner: 'pd.csi.storage.gke.io',
      parameters: {
        type: 'pd-balanced',
        'replication-type': 'regional-pd',
        'disk-encryption-kms-key': google.keyId(gcp, gcp.region, 'disks'),
      },
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.gke.io/zone', values: gcp.zones }] }],
    });
    expect(production.get('StorageClass/caternet-scratch').reclaimPolicy).toBe('Delete');
  });

  test('of Google exist on Google Cloud only', () => {
    for (const name of ['local', 'test', 'qa'] as const) {
      expect(made[name].objects.filter(({ kind }) => kind === 'StorageClass')).toEqual([]);
    }
  });
});

describe('certificates', () => {
  test('come from a Job on a laptop, and from cert-manager elsewhere', () => {
    const kinds = (name: Name) => new Set(made[name].objects.map(({ kind }) => kind));
    expect(kinds('local')).not.toContain('Certificate');
    expect(local.get('ConfigMap/caternet-local-data/internal-ca-requests').data.certificates).toMatch(
      /^caternet-local-data mongodb-tls peer DNS:localhost .*IP:127\.0\.0\.1 IP:::1\n/,
    );
    for (const name of ['test', 'qa', 'staging', 'production'] as const) {
      expect(made[name].get(`ClusterIssuer/caternet-${name}-ca`)).toBeDefined();
      expect(kinds(name)).toContain('Certificate');
    }
  });

  test.each(environments.slice(1))('of members serve both ends in %s', (name) => {
    for (const app of ['mongodb', 'search']) {
      expect(made[name].get(`Certificate/caternet-${name}-data/${app}-tls`).spec.usages).toEqual([
        'digital signature',
        'server auth',
        'client auth',
      ]);
    }
  });
});

describe('MongoDB', () => {
  test('refuses whoever speaks no TLS or does not log in', () => {
    const { 'mongod.yaml': text } = production.get('ConfigMap/caternet-production-data/mongodb').data;
    expect(text).toContain('mode: requireTLS');
    expect(text).toContain('authorization: enabled');
  });

  test.each(environments)('names each member of %s to its keeper', (name) => {
    const { members } = (builtIn('caternet', name).config as OnAutopilotConfig).mongodb;
    const keeper = pod(stateful(name, 'mongodb')).initContainers.find(
      (each: { name: string }) => each.name === 'keeper',
    );
    expect(variables(keeper).MEMBERS?.split(' ')).toEqual(
      Array.from(
        { length: members },
        (_, i) => `mongodb-${i}.mongodb-headless.caternet-${name}-data.svc.cluster.local:27017`,
      ),
    );
    expect(stateful(name, 'mongodb').spec.replicas).toBe(members);
  });

  test('lets one of three members go at once', () => {
    for (const app of ['mongodb', 'search']) {
      expect(production.get(`PodDisruptionBudget/caternet-production-data/${app}`).spec.maxUnavailable).toBe(1);
    }
  });

  test('gives no password to the server itself, and that of catnodejs to its namespace', () => {
    const [server] = pod(stateful('production', 'mongodb')).containers;
    expect(server.env).toBeUndefined();
    const [{ args }] = pod(production.get('Job/caternet-production-data/generate-mongodb-secrets')).containers;
    expect(args).toContain('mongodb-catnodejs@caternet-production=password');
  });
});

describe('the keeper of a member', () => {
  const text = readFileSync(join(root, 'manifests', 'components', 'mongodb', 'keeper.js'), 'utf8');
  const members = [0, 1, 2].map((i) => `mongodb-${i}.example:27017`);
  const logins = [
    { user: 'admin', roles: ['root'], key: 'ADMIN_PASSWORD' },
    { user: 'app', roles: ['readWrite'], key: 'USER_PASSWORD' },
  ];
  interface Member {
    setName?: string;
    isWritablePrimary?: boolean;
    secondary?: boolean;
    away?: boolean;
  }
  interface World {
    /** By address; the local one is 127.0.0.1:27017. */
    readonly states: Record<string, Member>;
    readonly users: Record<string, string>;
    readonly served?: string;
    readonly pod?: string;
  }

  /** Runs the script for some turns in a world of stand-ins; what it did, in order. */
  function turns(count: number, { states, users, served = 'certkey', pod: name = 'mongodb-0' }: World): string[] {
    const done: string[] = [];
    const files: Record<string, string> = { 'tls.crt': 'cert', 'tls.key': 'key', 'server.pem': served };
    const base = (path: string) => path.split('/').at(-1) ?? '';
    function mongo(uri: string) {
      const [, login, host = ''] = /^mongodb:\/\/(?:([^@]*)@)?([^/]*)\//.exec(uri) ?? [];
      const [user = '', pwd = ''] = login?.split(':') ?? [];
      if (login !== undefined && users[user] !== pwd) throw Object.assign(new Error('no such login'), { code: 18 });
      const state = states[host];
      if (state === undefined || state.away) throw new Error(`${host} does not answer`);
      const admin = {
        runCommand: (command: object) => {
          const [verb = ''] = Object.keys(command);
          if (verb !== 'hello') done.push(verb);
          if (verb === 'replSetInitiate') Object.assign(state, { setName: 'rs0', isWritablePrimary: true });
          return { me: host, ...state };
        },
        getUser: (wanted: string) => (wanted in users ? { user: wanted } : null),
        getRole: () => null,
        createUser: ({ user: created, pwd: secret }: { user: string; pwd: string }) => {
          if (login === undefined && Object.keys(users).length > 0) throw new Error('not authorized');
          users[created] = secret;
          done.push(`create ${created}`);
        },
        updateUser: (updated: string) => done.push(`update ${updated}`),
      };
      return { getDB: () => admin, close: () => {} };
    }
    let left = count;
    const env = {
      POD_NAME: name,
      MEMBERS: members.join(' '),
      SET: 'rs0',
      PORT: '27017',
      CA_FILE: '/ca.crt',
      LOGINS: JSON.stringify(logins),
      ADMIN_PASSWORD: 'a1',
      USER_PASSWORD: 'u1',
    };
    const world = createContext({
      process: { env },
      require: () => ({
        readFileSync: (path: string) => files[base(path)],
        writeFileSync: (path: string, content: string) => {
          if (base(path) === 'ready') done.push('ready');
          else files[base(path)] = content;
        },
      }),
      Mongo: function Mongo(uri: string) {
        return mongo(uri);
      },
      print: (line: string) => done.push(`says ${line}`),
      sleep: () => {
        left -= 1;
        if (left === 0) throw new Error('enough');
      },
    });
    expect(() => runInContext(text, world)).toThrow('enough');
    return done.filter((line) => !line.startsWith('says created') && !line.startsWith('says initiated'));
  }

  const nobody = () => Object.fromEntries([...members, '127.0.0.1:27017'].map((host) => [host, {} as Member]));

  test('makes the set and the logins once', () => {
    const states = nobody();
    const users = {};
    const first = turns(3, { states, users });
    expect(first).toEqual(['replSetInitiate', 'create admin', 'update admin', 'create app', 'ready', 'ready']);
    expect(turns(2, { states, users })).toEqual(['update admin', 'update app', 'ready', 'ready']);
  });

  test('leaves it to the first', () => {
    expect(turns(2, { states: nobody(), users: {}, pod: 'mongodb-1' })).toEqual([]);
  });

  test('makes no second set when it lost its volume', () => {
    const states = { ...nobody(), [members[1] as string]: { setName: 'rs0', isWritablePrimary: true } };
    expect(turns(2, { states, users: {} })).toEqual([]);
  });

  test('makes none before it heard everybody', () => {
    const states = { ...nobody(), [members[2] as string]: { away: true } };
    expect(turns(1, { states, users: {} })).toEqual([`says ${members[2]} does not answer`]);
  });

  test('says nothing of being ready while the member catches up', () => {
    const states = { ...nobody(), '127.0.0.1:27017': { setName: 'rs0' } };
    expect(turns(2, { states, users: {} })).toEqual([]);
  });

  test('has a renewed certificate read, once', () => {
    const states = { ...nobody(), '127.0.0.1:27017': { setName: 'rs0', secondary: true } };
    const users = { admin: 'a1' };
    expect(turns(2, { states, users, served: 'old' })).toEqual([
      'ready',
      'rotateCertificates',
      expect.any(String),
      'ready',
    ]);
  });
});

describe('Elasticsearch', () => {
  const settings = (name: Name) => made[name].get(`ConfigMap/caternet-${name}-data/search`).data['elasticsearch.yml'];

  test.each(environments)('in %s needs no setting of the node, and no client without TLS or login', (name) => {
    expect(settings(name)).toContain('node.store.allow_mmap: false');
    expect(settings(name)).toContain('xpack.security.enabled: true');
    expect(settings(name).match(/enabled: true/g)).toHaveLength(3);
  });

  test('writes snapshots as the account that may', () => {
    expect(pod(stateful('production', 'search')).serviceAccountName).toBe('search-backup');
    expect(pod(stateful('local', 'search')).serviceAccountName).toBe('search');
  });
});

describe('copies', () => {
  test.each([
    ['mongodb-backup', recovery.mongodb],
    ['search-snapshot', recovery.search],
  ] as const)('by %s are made as often as was promised', (name, { schedule, longestRunMinutes }) => {
    const { spec } = cronJob('data', name);
    expect(spec.schedule).toBe(schedule);
    expect(spec.jobTemplate.spec.activeDeadlineSeconds).toBe(longestRunMinutes * 60);
  });

  test('of MongoDB go to both buckets, by the identities that may', () => {
    const spec = pod(cronJob('data', 'mongodb-backup'));
    expect(variables(spec.containers[0])).toMatchObject({
      COPIES: `google:${google.backupBucket(gcp, 'mongodb')}`,
      SECOND_COPIES: `amazon:${aws.bucket}/${SECOND_COPY_PREFIX}`,
      AWS_ROLE_ARN: secondCopyRoleArn(aws, 'production'),
      AWS_REGION: aws.region,
    });
    const token = spec.volumes.find(({ name }: { name: string }) => name === 'amazon-token');
    expect(token.projected.sources[0].serviceAccountToken.audience).toBe('sts.amazonaws.com');
    expect(spec.serviceAccountName).toBe('mongodb-backup');
  });

  test('are brought back when somebody says so, never by themselves', () => {
    for (const name of ['mongodb-backup-restore', 'search-snapshot-restore']) {
      expect(cronJob('data', name).spec.suspend).toBe(true);
    }
  });

  test('are tried far from the data, by who can read them and nothing else', () => {
    const { spec } = cronJob('restore-test', 'restore-test');
    expect(spec.schedule).toBe(recovery.drill);
    expect(spec.jobTemplate.spec.activeDeadlineSeconds).toBe(recovery.rtoMinutes * 60);
    expect(spec.suspend).toBeUndefined();
    const { egress, ingress } = production.get('NetworkPolicy/caternet-production-restore-test/restore-test').spec;
    expect(ingress).toBeUndefined();
    const selectors = (egress as { to?: { podSelector?: object; namespaceSelector?: object }[] }[]).flatMap(
      ({ to = [] }) => to.flatMap(({ namespaceSelector }) => namespaceSelector ?? []),
    );
    expect(selectors).toEqual([{ matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }]);
  });

  test('exist where there is something to lose', () => {
    for (const name of ['local', 'test', 'qa'] as const) {
      expect(made[name].objects.filter(({ kind }) => kind === 'CronJob')).toEqual([]);
    }
  });

  test('every account of the data parts that acts on Google Cloud is somebody', () => {
    const acting = Object.entries(serviceAccounts).filter(([, part]) => part === 'data' || part === 'restore-test');
    for (const [account, part] of acting) {
      const { annotations } = production.get(`ServiceAccount/caternet-production-${part}/${account}`).metadata;
      expect(annotations?.['iam.gke.io/gcp-service-account']).toBe(
        google.accountEmail(gcp, account as keyof typeof serviceAccounts),
      );
    }
  });

  test('say how old they are, and somebody hears of it before more is lost than was promised', () => {
    const { alerts } = backupAlertsOf(target);
    for (const { expr } of alerts) {
      expect(promqlProblems(expr)).toEqual([]);
      expect(new Set(metricsIn(expr))).toEqual(
        new Set(['kube_cronjob_status_last_successful_time', 'kube_cronjob_created']),
      );
    }
    const named = production.objects.filter(({ kind, spec }) => kind === 'CronJob' && !spec.suspend);
    for (const { metadata } of named) {
      expect(alerts.some(({ expr }) => expr.includes(`cronjob="${metadata.name}"`))).toBe(true);
    }
    const { rpoMinutes, longestRunMinutes } = recovery.mongodb;
    expect(alerts[0]?.expr).toContain(`> ${(rpoMinutes - longestRunMinutes) * 60}`);
  });
});
