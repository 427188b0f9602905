import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { toYaml } from '../../model/yaml';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { podField } from '../constructs/container';
import { tcpProbe } from '../constructs/probes';
import type { SecretRef } from '../constructs/secret-ref';
import type { ServiceAccount } from '../constructs/service-account';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { SystemChart } from '../constructs/system-chart';
import { Task } from '../constructs/task';
import { memory, scratch, type Volume } from '../constructs/volumes';
import { addressesOf, type CertificateAuthority } from './certificate-authority';
import { elasticsearchConfig, folders, loginsOf, ports } from './elasticsearch/config';

export interface ElasticsearchProps {
  /** A majority decides: an odd number. */
  readonly members: number;
  /** Login of the app. */
  readonly user: string;
  /** Index of the app: its login may do what it likes with it, make it too, and nothing beyond. */
  readonly index: string;
  /** Secret with the `password` of that login. */
  readonly userSecret: SecretRef;
  /** Secret with `elastic`, `metrics` and `snapshots`, passwords of logins of these names. */
  readonly secret: SecretRef;
  /** Signs the certificates of the nodes. */
  readonly ca: CertificateAuthority;
  /** Size of each node's volume, e.g. `10Gi`. */
  readonly storage: string;
  /** @default the cluster's own */
  readonly storageClass?: string | undefined;
  /** As whom the nodes reach a bucket: they write and read snapshots themselves. @default nobody */
  readonly serviceAccount?: ServiceAccount | undefined;
}

const read = (name: string) => readFileSync(join(__dirname, 'elasticsearch', name), 'utf8');

/** A line for the shell that succeeds when the cluster answers, whatever it answers. */
const answers = (url: string, caFile: string) =>
  `curl --silent --show-error --max-time 5 --cacert ${caFile} --output /dev/null ${url}`;

/**
 * Elasticsearch with TLS between the nodes and to clients, and a login for each purpose, which a Job makes. What the basic
 * licence gives is all that it needs. A password of `elastic` counts for the first start; the others at every apply.
 */
export class Elasticsearch extends Component {
  /** Name of the port that clients connect to. */
  static readonly portName = 'https';

  /** Login of the app. */
  readonly user: string;
  /** Index of the app. */
  readonly index: string;
  /** Password of the app's login, under `password`. */
  readonly userSecret: SecretRef;
  /** Passwords of the logins `elastic`, `metrics` and `snapshots`, under these keys. */
  readonly secret: SecretRef;

  protected readonly app: StatefulApp;
  private readonly ca: CertificateAuthority;

  constructor(scope: Construct, id: string, props: ElasticsearchProps) {
    super(scope, id);
    const { members, user, index, userSecret, secret, ca, storage, storageClass, serviceAccount } = props;
    const { namespaceName } = SystemChart.of(this);
    const headless = `${id}-headless`;
    const nodes = Array.from({ length: members }, (_, node) => `${id}-${node}`);
    const hosts = nodes.map((node) => `${node}.${headless}.${namespaceName}.svc.cluster.local`);
    const settings = new ConfigFiles(this, 'Config', {
      name: id,
      files: {
        'elasticsearch.yml': toYaml(elasticsearchConfig({ cluster: id, nodes, hosts })),
        'prepare.sh': read('prepare.sh'),
      },
    }).volume;
    const tls = ca
      .serverCertificate(this, `${id}-tls`, { ...addressesOf(namespaceName, [id, `*.${headless}`]), peers: true })
      .volume('tls', ['tls.crt', 'tls.key', 'ca.crt']);
    const config = memory('config', '4Mi');
    const tmp = scratch('tmp', '256Mi');
    this.app = new StatefulApp(this, id, {
      component: 'search',
      image: images.elasticsearch,
      replicas: members,
      user: 1000,
      volumeGroup: 1000,
      serviceAccount,
      // It leaves the Service first; a node that stops writes what it has not yet.
      notice: 5,
      gracePeriod: 180,
      // Half of it becomes the heap, by itself.
      resources: { cpu: '500m', memory: '2Gi' },
      setup: {
        prepare: {
          image: images.elasticsearch,
          resources: { cpu: '100m', memory: '512Mi' },
          command: ['bash', `${folders.settings}/prepare.sh`],
          env: { ELASTIC_PASSWORD: secret.env('elastic'), ES_JAVA_OPTS: '-Xmx128m' },
          mounts: { '/config': config, [folders.settings]: settings, '/tmp': tmp },
        },
      },
      env: {
        POD_NAME: podField('metadata.name'),
        POD_IP: podField('status.podIP'),
        ES_TMPDIR: '/tmp',
      },
      // The metrics are those of the sidecar.
      ports: { https: ports.https, transport: ports.transport, ready: ports.ready, metrics: ports.metrics },
      metrics: { port: 'metrics' },
      probes: {
        startup: tcpProbe('https', { period: 5, failures: 120 }),
        readiness: tcpProbe('ready'),
        liveness: tcpProbe('https', { failures: 6 }),
      },
      sidecars: {
        exporter: {
          image: images.elasticsearchExporter,
          resources: { cpu: '50m', memory: '64Mi', memoryLimit: '128Mi' },
          args: [
            `--es.uri=https://127.0.0.1:${ports.https}`,
            `--es.ca=${folders.tls}/ca.crt`,
            '--es.indices',
            `--web.listen-address=:${ports.metrics}`,
          ],
          env: { ES_USERNAME: 'metrics', ES_PASSWORD: secret.env('metrics') },
          mounts: { [folders.tls]: tls },
        },
      },
      storage: { data: storage },
      storageClass,
      mounts: {
        [folders.config]: config,
        [folders.tls]: tls,
        // Below the mount: the volume's root may hold lost+found.
        [folders.data]: claim('data', 'data'),
        [folders.logs]: scratch('logs', '256Mi'),
        '/tmp': tmp,
      },
      // They elect the first master together.
      podManagementPolicy: 'Parallel',
      onePerNode: members > 1,
      maxUnavailable: Math.floor((members - 1) / 2),
      service: { ports: { https: ports.https } },
    });
    if (members > 1) this.app.connectTo(this.app, 'transport');
    this.user = user;
    this.index = index;
    this.userSecret = userSecret;
    this.secret = secret;
    this.ca = ca;
    this.keepLogins(id, user, index);
  }

  /** URL for clients. */
  get url(): string {
    return `https://${this.app.host}:${ports.https}`;
  }

  /** The certificate to verify it with, as `ca.crt`, for pods in the namespace of `scope`. */
  trust(scope: Construct, name: string): Volume {
    return this.ca.trust(scope, name);
  }

  private keepLogins(id: string, user: string, index: string): void {
    const name = `${id}-logins`;
    const logins = loginsOf(user, index);
    const [caFolder, caFile] = ['/ca', '/ca/ca.crt'];
    const job = new Task(this, name, {
      component: 'search',
      image: images.curl,
      user: 100,
      resources: { cpu: '10m', memory: '32Mi' },
      ready: answers(this.url, caFile),
      command: ['/bin/sh', '/scripts/keep-logins.sh'],
      env: {
        URL: this.url,
        CA_FILE: caFile,
        ELASTIC_PASSWORD: this.secret.env('elastic'),
        METRICS_PASSWORD: this.secret.env('metrics'),
        SNAPSHOTS_PASSWORD: this.secret.env('snapshots'),
        USER_PASSWORD: this.userSecret.env('password'),
      },
      mounts: {
        '/scripts': new ConfigFiles(this, 'LoginScript', {
          name: `${name}-script`,
          app: name,
          files: { 'keep-logins.sh': read('keep-logins.sh') },
        }).volume,
        '/logins': new ConfigFiles(this, 'Logins', {
          name,
          files: Object.fromEntries(
            logins.flatMap(({ user: login, role, key }) => [
              [`${login}.json`, JSON.stringify(role)],
              [`${login}.variable`, key],
            ]),
          ),
        }).volume,
        [caFolder]: this.trust(this, `${name}-ca`),
        '/tmp': memory('tmp'),
      },
    });
    job.connectTo(this, Elasticsearch.portName);
  }
}
