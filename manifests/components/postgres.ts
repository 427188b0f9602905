import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { execProbe } from '../constructs/probes';
import type { SecretRef } from '../constructs/secret-ref';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { memory, scratch } from '../constructs/volumes';

export interface PostgresProps {
  /** Database that is created on the first start. */
  readonly database: string;
  /** Login that owns it, and may do nothing beyond it. */
  readonly user: string;
  /** Secret with the keys `password`, of that login, and `admin-password`, of the superuser `postgres`. */
  readonly secret: SecretRef;
  /** Size of the volume, e.g. `10Gi`. */
  readonly storage: string;
  /** @default 5432 */
  readonly port?: number;
  readonly podLabels?: Readonly<Record<string, string>>;
}

const createUser = readFileSync(join(__dirname, 'postgres', 'create-user.sh'), 'utf8');

/** One PostgreSQL server; `PostgresBackups` keeps dumps of it. */
export class Postgres extends Component {
  /** Name of the port; the prefix tells a mesh not to look for HTTP in it. */
  static readonly portName = 'tcp-postgres';

  /** libpq's environment variables for the login: psql, pg_dump and most drivers read them. */
  readonly connection: Readonly<Record<string, string | k8s.EnvVarSource>>;

  protected readonly app: StatefulApp;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const { database, user, secret, storage, port = 5432, podLabels } = props;
    // By TCP: while the first start still creates the database, the server listens on its socket only.
    const ready = ['pg_isready', '--host=127.0.0.1', `--port=${port}`, '--username=postgres'];
    this.app = new StatefulApp(this, id, {
      component: 'database',
      image: images.postgres,
      user: 999,
      volumeGroup: 999,
      // A fast shutdown still writes a checkpoint.
      gracePeriod: 120,
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
      args: ['-c', `port=${port}`],
      env: {
        POSTGRES_PASSWORD: secret.env('admin-password'),
        // Without it, every process in the pod would be let in without a password, a mesh's sidecar among them.
        POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --auth-local=peer --data-checksums',
        // Below the mount: the volume's root may hold lost+found, which stops the initialization.
        PGDATA: '/var/lib/postgresql/data/pgdata',
        APP_DATABASE: database,
        APP_USER: user,
        APP_PASSWORD: secret.env('password'),
      },
      ports: { [Postgres.portName]: port },
      probes: {
        startup: execProbe(ready, { period: 5, failures: 60 }),
        readiness: execProbe(ready),
        liveness: execProbe(ready, { failures: 6 }),
      },
      storage: { data: storage },
      mounts: {
        '/var/lib/postgresql/data': claim('data'),
        '/docker-entrypoint-initdb.d': new ConfigFiles(this, 'Init', {
          name: `${id}-init`,
          app: id,
          files: { 'create-user.sh': createUser },
        }).volume,
        '/var/run/postgresql': scratch('run'),
        // Parallel queries share memory here; a container's own /dev/shm is 64 MiB, and read-only for no good reason.
        '/dev/shm': memory('shm', '64Mi'),
        '/tmp': scratch('tmp'),
      },
      podLabels,
    });
    this.connection = {
      PGHOST: this.app.host,
      PGPORT: String(port),
      PGDATABASE: database,
      PGUSER: user,
      PGPASSWORD: secret.env('password'),
      PGCONNECT_TIMEOUT: '5',
    };
  }
}
