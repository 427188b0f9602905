import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { execProbe } from '../constructs/probes';
import type { SecretRef } from '../constructs/secret-ref';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { scratch } from '../constructs/volumes';

export interface MysqlProps {
  /** Database that is created on the first start. */
  readonly database: string;
  /** User that owns it. */
  readonly user: string;
  /** Secret with the keys `root-password` and `password`. */
  readonly secret: SecretRef;
  /** Size of the volume, e.g. `2Gi`. */
  readonly storage: string;
}

/** One MySQL server for development: no replica, no backup. */
export class Mysql extends Component {
  readonly database: string;
  readonly user: string;

  protected readonly app: StatefulApp;

  constructor(scope: Construct, id: string, { database, user, secret, storage }: MysqlProps) {
    super(scope, id);
    const ping = ['sh', '-c', 'MYSQL_PWD="$MYSQL_PASSWORD" mysqladmin ping --host=127.0.0.1 --user="$MYSQL_USER"'];
    this.app = new StatefulApp(this, id, {
      component: 'database',
      image: images.mysql,
      user: 999,
      volumeGroup: 999,
      gracePeriod: 90,
      resources: { cpu: '100m', memory: '512Mi', memoryLimit: '1Gi' },
      // The X protocol and performance schema cost memory that a laptop can use better.
      args: ['--mysqlx=OFF', '--performance-schema=OFF', '--innodb-buffer-pool-size=128M'],
      env: {
        MYSQL_DATABASE: database,
        MYSQL_USER: user,
        MYSQL_PASSWORD: secret.env('password'),
        MYSQL_ROOT_PASSWORD: secret.env('root-password'),
      },
      ports: { mysql: 3306 },
      probes: {
        // The first start initializes the data folder.
        startup: execProbe(ping, { period: 5, failures: 60 }),
        readiness: execProbe(ping),
        liveness: execProbe(ping, { failures: 6 }),
      },
      storage: { data: storage },
      mounts: {
        // A folder below the mount: the volume's root may hold lost+found, which stops the initialization.
        '/var/lib/mysql': claim('data', 'mysql'),
        '/var/run/mysqld': scratch('run'),
        '/tmp': scratch('tmp', '256Mi'),
      },
    });
    this.database = database;
    this.user = user;
  }

  /** DNS name for clients. */
  get host(): string {
    return this.app.host;
  }
}
