import { type Case, change, resource, stack } from './make';

const trigger = {
  service_account: 'projects/p/serviceAccounts/build-app@p.iam.gserviceaccount.com',
  repository_event_config: { push: { branch: '^main$' } },
  build: { options: { logging: 'CLOUD_LOGGING_ONLY' }, step: [{ name: 'docker.io/library/docker:29.8.1-cli' }] },
};
const of = (path: string, value: unknown) => resource('google_cloudbuild_trigger', change(trigger, path, value));

export const buildCases: readonly Case[] = [
  {
    rule: 'cloud-build',
    good: [of('x', 1), of('repository_event_config.push.branch', '^release$')],
    bad: [
      [of('service_account', undefined), /every build of the project/],
      [of('repository_event_config.push.branch', 'main'), /starts from main/],
      [of('repository_event_config.push.branch', '^.*$'), /names no one branch/],
      [of('build.options', undefined), /logging/],
      [of('build.step.0.name', 'gcr.io/cloud-builders/docker'), /whatever version/],
      [of('build.step.0.name', 'localhost:5000/docker'), /whatever version/],
      [of('build.step.0.name', 'gcr.io/cloud-builders/docker:latest'), /whatever version/],
      [stack({ google_cloudbuild_trigger: { it: trigger, other: trigger } }), /the same account as/],
    ],
  },
];

export const stateCases: readonly Case[] = [
  {
    rule: 'secret-in-state',
    good: [
      resource('google_secret_manager_secret_version', { secret_data_wo: 'x', secret_data_wo_version: 1 }),
      resource('google_sql_user', { name: 'x', password_wo: 'x' }),
      resource('google_sql_user', { name: 'x', type: 'CLOUD_IAM_SERVICE_ACCOUNT' }),
      resource('aws_db_instance', { password_wo: 'x' }),
    ],
    bad: [
      [resource('google_secret_manager_secret_version', { secret_data: '${var.x}' }), /secret_data in the state/],
      [resource('google_sql_user', { password: '${var.x}' }), /say password_wo/],
      [resource('google_sql_database_instance', { root_password: '${var.x}' }), /root_password/],
      [resource('random_password', { length: 48 }), /an ephemeral random_password/],
      [resource('aws_db_instance', { password: '${var.x}' }), /password in the state/],
      [resource('aws_rds_cluster', { master_password: '${var.x}' }), /master_password/],
      [resource('aws_secretsmanager_secret_version', { secret_string: '${var.x}' }), /secret_string/],
    ],
  },
];
