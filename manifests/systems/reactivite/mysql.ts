import type { App } from 'cdk8s';
import { DATABASE, DATABASE_USER, namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { Mysql } from '../../components/mysql';
import type { SecretRef } from '../../constructs/secret-ref';
import { randomSecrets } from '../../constructs/secrets';
import { ReactiviteChart } from './chart';

/** The database where there is no Cloud SQL. */
export class MysqlChart extends ReactiviteChart {
  readonly mysql: Mysql;
  readonly secret: SecretRef;

  constructor(app: App, id: string, config: ReactiviteConfig, storage: string) {
    super(app, id, namespaces.apps, config);
    this.secret = randomSecrets(this, 'generate-mysql-secret', { mysql: ['root-password', 'password'] }).mysql;
    this.mysql = new Mysql(this, 'mysql', { database: DATABASE, user: DATABASE_USER, secret: this.secret, storage });
  }
}
