import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { toYaml } from '../../model/yaml';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { podField } from '../constructs/container';
import { execProbe, tcpProbe } from '../constructs/probes';
import type { SecretRef } from '../constructs/secret-ref';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { SystemChart } from '../constructs/system-chart';
import { memory, scratch, type Volume } from '../constructs/volumes';
import { addressesOf, type CertificateAuthority } from './certificate-authority';
import { caFile, folders, loginsOf, mongodConfig, ports, SET } from './mongodb/config';

export interface MongodbProps {
  /** A majority decides: an odd number. */
  readonly members: number;
  /** Database of the app. */
  readonly database: string;
  /** Login of the app, which may read and write there and nothing beyond it. */
  readonly user: string;
  /** Secret with the `password` of that login. */
  readonly userSecret: SecretRef;
  /** Secret with `keyfile`, by which the members know each other, and with `admin`, `backup`, `restore` and `metrics`, passwords of logins of these names. */
  readonly secret: SecretRef;
  /** Signs the certificates of the members. */
  readonly ca: CertificateAuthority;
  /** Size of each member's volume, e.g. `10Gi`. */
  readonly storage: string;
  /** @default the cluster's own */
  readonly storageClass?: string | undefined;
}

const read = (name: string) => readFileSync(join(__dirname, 'mongodb', name), 'utf8');
const script = { start: read('start.sh'), keeper: read('keeper.js') };

/**
 * A replica set of MongoDB, also where it has one member: TLS for everybody, a login for each purpose. Beside each member
 * a keeper makes the set once, keeps the logins, and says when the member is ready: primary or secondary, in step.
 */
export class Mongodb extends Component {
  /** Name of the port that clients connect to. */
  static readonly portName = 'mongodb';

  readonly database: string;
  /** Password of the app's login, under `password`. */
  readonly userSecret: SecretRef;
  /** Passwords of the logins `admin`, `backup`, `restore` and `metrics`, under these keys. */
  readonly secret: SecretRef;

  protected readonly app: StatefulApp;
  private readonly hosts: readonly string[];
  private readonly user: string;
  private readonly ca: CertificateAuthority;

  constructor(scope: Construct, id: string, props: MongodbProps) {
    super(scope, id);
    const { members, database, user, userSecret, secret, ca, storage, storageClass } = props;
    const { namespaceName } = SystemChart.of(this);
    const headless = `${id}-headless`;
    this.hosts = Array.from(
      { length: members },
      (_, member) => `${id}-${member}.${headless}.${namespaceName}.svc.cluster.local:${ports.mongodb}`,
    );
    const config = new ConfigFiles(this, 'Config', {
      name: id,
      files: {
        'mongod.yaml': toYaml(mongodConfig),
        'mongosh.conf': toYaml({ mongosh: { enableTelemetry: false } }),
        'start.sh': script.start,
        'keeper.js': script.keeper,
      },
    }).volume;
    const tls = ca
      .serverCertificate(this, `${id}-tls`, { ...addressesOf(namespaceName, [id, `*.${headless}`]), peers: true })
      .volume('tls', ['tls.crt', 'tls.key', 'ca.crt']);
    // Key and certificate, as MongoDB wants them, and when the member was last seen in step.
    const run = memory('run');
    this.app = new StatefulApp(this, id, {
      component: 'database',
      image: images.mongodb,
      replicas: members,
      user: 999,
      volumeGroup: 999,
      notice: 5,
      // A primary hands over first, and waits for what is under way.
      gracePeriod: 120,
      resources: { cpu: '250m', memory: '1Gi' },
      command: ['bash', `${folders.config}/start.sh`],
      // The metrics are those of the sidecar.
      ports,
      metrics: { port: 'metrics' },
      probes: {
        startup: tcpProbe('mongodb', { period: 5, failures: 120 }),
        readiness: execProbe(['bash', '-c', `test -n "$(find ${folders.run}/ready -newermt '-30 seconds')"`]),
        liveness: tcpProbe('mongodb', { failures: 6 }),
      },
      sidecars: {
        keeper: {
          image: images.mongodb,
          resources: { cpu: '50m', memory: '256Mi' },
          command: ['mongosh', '--nodb', '--norc', '--quiet', '--file', `${folders.config}/keeper.js`],
          env: {
            HOME: '/tmp',
            POD_NAME: podField('metadata.name'),
            MEMBERS: this.hosts.join(' '),
            SET,
            PORT: String(ports.mongodb),
            CA_FILE: caFile,
            LOGINS: JSON.stringify(loginsOf(user, database)),
            ADMIN_PASSWORD: secret.env('admin'),
            BACKUP_PASSWORD: secret.env('backup'),
            RESTORE_PASSWORD: secret.env('restore'),
            METRICS_PASSWORD: secret.env('metrics'),
            USER_PASSWORD: userSecret.env('password'),
          },
          mounts: {
            [folders.config]: config,
            '/etc/mongosh.conf': { ...config, subPath: 'mongosh.conf' },
            [folders.tls]: tls,
            [folders.run]: run,
            '/tmp': scratch('keeper-tmp'),
          },
        },
        exporter: {
          image: images.mongodbExporter,
          resources: { cpu: '50m', memory: '64Mi', memoryLimit: '128Mi' },
          args: [
            `--web.listen-address=:${ports.metrics}`,
            '--collector.diagnosticdata',
            '--collector.replicasetstatus',
            '--collector.dbstats',
          ],
          env: {
            MONGODB_URI: `mongodb://127.0.0.1:${ports.mongodb}/admin?directConnection=true&tls=true&tlsCAFile=${caFile}`,
            MONGODB_USER: 'metrics',
            MONGODB_PASSWORD: secret.env('metrics'),
          },
          mounts: { [folders.tls]: tls },
        },
      },
      storage: { data: storage },
      storageClass,
      mounts: {
        [folders.config]: config,
        [folders.tls]: tls,
        [folders.keyfile]: secret.volume('keyfile', ['keyfile']),
        [folders.run]: run,
        // Below the mount: the volume's root may hold lost+found.
        [folders.data]: claim('data', 'db'),
        '/tmp': scratch('tmp'),
      },
      // The first one waits until it hears the others.
      podManagementPolicy: 'Parallel',
      onePerNode: members > 1,
      maxUnavailable: Math.floor((members - 1) / 2),
      service: { ports: { mongodb: ports.mongodb } },
    });
    this.app.connectTo(this.app, Mongodb.portName);
    this.database = database;
    this.user = user;
    this.userSecret = userSecret;
    this.secret = secret;
    this.ca = ca;
  }

  /**
   * URL for the app, with the password in the environment variable of that name, which Kubernetes expands. A write counts
   * when a majority has it. Drivers are told the authority's certificate apart.
   */
  url(passwordVariable: string): string {
    return this.urlOf(this.user, passwordVariable, this.database);
  }

  /** The same for one of the logins of `secret`, to all databases. */
  urlAs(login: 'backup' | 'restore', passwordVariable: string): string {
    return this.urlOf(login, passwordVariable, '');
  }

  /** The certificate to verify its members with, as `ca.crt`, for pods in the namespace of `scope`. */
  trust(scope: Construct, name: string): Volume {
    return this.ca.trust(scope, name);
  }

  private urlOf(user: string, passwordVariable: string, database: string): string {
    const options = `replicaSet=${SET}&tls=true&authSource=admin&w=majority&retryWrites=true`;
    return `mongodb://${user}:$(${passwordVariable})@${this.hosts.join(',')}/${database}?${options}`;
  }
}
