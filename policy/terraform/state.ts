import type { Rule } from '../rule';
import { resourceRule } from './resource-rule';

/** Arguments that the state keeps, and those in their place that nothing keeps. */
const KEPT: Readonly<Record<string, readonly (readonly [kept: string, instead: string])[]>> = {
  aws_db_instance: [['password', 'password_wo']],
  aws_rds_cluster: [['master_password', 'master_password_wo']],
  aws_secretsmanager_secret_version: [['secret_string', 'secret_string_wo']],
  google_secret_manager_secret_version: [['secret_data', 'secret_data_wo']],
  google_sql_database_instance: [['root_password', 'a google_sql_user with password_wo']],
  google_sql_user: [['password', 'password_wo']],
  random_password: [['length', 'an ephemeral random_password']],
};

const state = resourceRule(
  {
    id: 'secret-in-state',
    protects: 'Who reads the state reads no password: neither does the bucket keep one, nor a plan print it.',
    mend: 'Generate it by an ephemeral block and hand it to a write-only argument, as GeneratedSecret does.',
    link: 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only',
  },
  Object.fromEntries(
    Object.entries(KEPT).map(([type, kept]) => [
      type,
      (body) =>
        kept
          .filter(([argument]) => body[argument] !== undefined)
          .map(([argument, instead]) => `keeps ${argument} in the state: say ${instead}`),
    ]),
  ),
);

export const stateRules: readonly Rule[] = [state];
