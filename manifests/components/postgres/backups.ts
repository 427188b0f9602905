import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { images } from '../../../config/versions';
import { Component } from '../../constructs/component';
import { ConfigFiles } from '../../constructs/config-files';
import { keptVolume } from '../../constructs/kept-volume';
import type { ServiceAccount } from '../../constructs/service-account';
import { Task } from '../../constructs/task';
import { scratch } from '../../constructs/volumes';
import { Postgres } from '../postgres';

export interface PostgresBackupsProps {
  readonly postgres: Postgres;
  /** When, in cron's five fields and UTC. */
  readonly schedule: string;
  /** How many are kept. */
  readonly retained: number;
  /** Size of the volume that keeps them. */
  readonly storage: string;
  readonly podLabels?: Readonly<Record<string, string>>;
}

const script = readFileSync(join(__dirname, 'backup.sh'), 'utf8');
const FOLDER = '/backups';

/**
 * Dumps of a database, by its own login, on a volume of their own: they survive the loss of the server's volume and a
 * wrong DELETE, not the loss of the cluster. `pg_restore --clean --if-exists` in the server's pod brings one back.
 */
export class PostgresBackups extends Component {
  protected readonly app: Task;

  constructor(scope: Construct, id: string, props: PostgresBackupsProps) {
    super(scope, id);
    const { postgres, schedule, retained, storage, podLabels } = props;
    const files = new ConfigFiles(this, 'Script', { name: id, files: { 'backup.sh': script } });
    const volume = keptVolume(this, id, storage);
    this.app = new Task(this, id, {
      component: 'backup',
      image: images.postgres,
      user: 999,
      volumeGroup: 999,
      resources: { cpu: '50m', memory: '64Mi', memoryLimit: '128Mi' },
      schedule,
      ready: 'pg_isready --timeout=5',
      command: ['/bin/sh', '/scripts/backup.sh'],
      env: { ...postgres.connection, FOLDER, RETAINED: String(retained) },
      mounts: {
        '/scripts': files.volume,
        [FOLDER]: {
          name: 'backups',
          readOnly: false,
          source: { persistentVolumeClaim: { claimName: volume.name } },
        },
        '/tmp': scratch('tmp'),
      },
      podLabels,
    });
    this.app.connectTo(postgres, Postgres.portName);
  }

  /** As whom the Jobs log in at a mesh. */
  get serviceAccount(): ServiceAccount {
    return this.app.serviceAccount;
  }
}
