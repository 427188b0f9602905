import type { App } from 'cdk8s';
import { type FlaskMeshConfig, names, ports } from '../../../config/flask-mesh';
import { images } from '../../../config/versions';
import { Postgres } from '../../components/postgres';
import { PostgresBackups } from '../../components/postgres/backups';
import { randomSecrets } from '../../constructs/secrets';
import { FlaskMeshChart } from './chart';
import type { MeshNetwork } from './mesh-network';
import { meshLabels, withoutSidecar } from './mesh-pods';

/** The database, in the mesh: who may connect is a question of certificates before it is one of passwords. */
export class PostgresChart extends FlaskMeshChart {
  readonly postgres: Postgres;
  readonly backups: PostgresBackups;

  constructor(app: App, id: string, { postgres: { storage, backups } }: FlaskMeshConfig, mesh: MeshNetwork) {
    super(app, id);
    const keys = { [names.postgres]: ['admin-password', 'password'] } as const;
    const secrets = randomSecrets(this, 'generate-postgres-secret', keys, { podLabels: withoutSidecar });
    const { tag } = images.postgres;
    this.postgres = new Postgres(this, names.postgres, {
      database: 'flask',
      user: 'flask',
      secret: secrets[names.postgres],
      storage,
      port: ports.postgres,
      podLabels: meshLabels('postgres', tag),
    });
    // With a sidecar, because the database takes mTLS only. It is a native one, which ends when the dump does.
    // https://istio.io/latest/blog/2023/native-sidecars/
    this.backups = new PostgresBackups(this, names.postgresBackup, {
      postgres: this.postgres,
      ...backups,
      podLabels: meshLabels('postgres-backup', tag),
    });
    mesh.join(this.postgres);
    mesh.join(this.backups);
    mesh.connect(this.backups, this.postgres);
  }
}
