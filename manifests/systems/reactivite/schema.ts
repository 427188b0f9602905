import type { Construct } from 'constructs';
import { contracts } from '../../../config/reactivite';
import type { Image } from '../../../config/versions';
import type { ServiceAccount } from '../../constructs/service-account';
import { Task } from '../../constructs/task';
import { type DatabaseAccess, PASSWORD_VARIABLE } from './database';

const { commands, user } = contracts.fastapi;

/** Brings the database to the tables of the API's version, by the API's own image. */
export function createSchema(
  scope: Construct,
  image: Image,
  database: DatabaseAccess,
  serviceAccount: ServiceAccount,
): Task {
  const { password, sidecars, url } = database;
  const task = new Task(scope, 'create-schema', {
    component: 'migration',
    image,
    user,
    resources: { cpu: '10m', memory: '96Mi', memoryLimit: '192Mi' },
    serviceAccount,
    ready: commands.answers.join(' '),
    command: commands.migrate,
    // The password before the URL: Kubernetes only expands variables that stand above.
    env: { [PASSWORD_VARIABLE]: password, DATABASE_URL: url },
    sidecars,
  });
  database.allow(task);
  return task;
}
