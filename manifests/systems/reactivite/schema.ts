import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { DATABASE, DATABASE_USER } from '../../../config/reactivite';
import { images } from '../../../config/versions';
import { ConfigFiles } from '../../constructs/config-files';
import type { ServiceAccount } from '../../constructs/service-account';
import { Task } from '../../constructs/task';
import { scratch } from '../../constructs/volumes';
import type { DatabaseAccess } from './database';

const sql = readFileSync(join(__dirname, 'schema.sql'), 'utf8');

/** Creates the tables that are missing. */
export function createSchema(scope: Construct, database: DatabaseAccess, serviceAccount: ServiceAccount): Task {
  const files = new ConfigFiles(scope, 'schema-files', { name: 'create-schema', files: { 'schema.sql': sql } });
  const login = [...database.clientFlags, `--host=${database.host}`, `--user=${DATABASE_USER}`, '--connect-timeout=10'];
  const client = ['mysql', ...login, `--database=${DATABASE}`];
  const task = new Task(scope, 'create-schema', {
    component: 'migration',
    image: images.mysql,
    user: 999,
    resources: { cpu: '10m', memory: '64Mi', memoryLimit: '128Mi' },
    serviceAccount,
    ready: ['mysqladmin', ...login, 'ping'].join(' '),
    command: ['sh', '-ec', 'exec "$@" < /schema/schema.sql', '--', ...client],
    env: { HOME: '/tmp', ...(database.password && { MYSQL_PWD: database.password }) },
    mounts: { '/schema': files.volume, '/tmp': scratch('tmp') },
    sidecars: database.sidecars,
  });
  database.allow(task);
  return task;
}
