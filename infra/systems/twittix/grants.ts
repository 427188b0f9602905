import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  ADMIN_SECRET,
  accountEmail,
  databaseConnection,
  databaseUser,
  GRANTS_JOB,
  grants,
  names,
  type OnGoogleCloudConfig,
  secretPath,
} from '../../../config/twittix';
import { images, reference } from '../../../config/versions';
import { RunJob } from '../../constructs/gcp/run/job';
import { SQL_ADMIN_PORT, SQL_PORT } from '../../constructs/gcp/run/sql-proxy';
import { egressOf } from './egress';

/**
 * Waits for the database, which a new network path may take a minute to reach, runs the statements, and ends the proxy
 * whichever way they end. The image has psql and bash, and no curl.
 */
export function grantsScript(adminPort: number): string {
  return [
    `trap 'printf "POST /quitquitquit HTTP/1.0\\r\\n\\r\\n" >/dev/tcp/127.0.0.1/${adminPort} || true' EXIT`,
    'read -r PGPASSWORD <"$PGPASSWORD_FILE" || [ -n "$PGPASSWORD" ]',
    'export PGPASSWORD',
    'for second in {1..90}; do if pg_isready --quiet; then break; fi; sleep 1; done',
    'psql --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 <<<"$STATEMENTS"',
  ].join('\n');
}

/** The job that gives each service its rights in the databases, run when these change and before anything is delivered. */
export class Grants extends Construct {
  /** @param after the databases, their users, and what the job may do itself */
  constructor(scope: Construct, id: string, config: OnGoogleCloudConfig, after: readonly ITerraformDependable[]) {
    super(scope, id);
    const { gcp, services } = config;
    const statements = grants(services, ({ name, migrate }) => [
      databaseUser(gcp, { service: name }),
      ...(migrate ? [databaseUser(gcp, { migration: name })] : []),
    ]);
    const job = new RunJob(this, 'job', {
      name: GRANTS_JOB,
      region: gcp.region,
      account: accountEmail(gcp, 'grants'),
      image: reference(images.postgres),
      delivered: false,
      command: ['bash', '-euc', grantsScript(SQL_ADMIN_PORT)],
      variables: {
        PGHOST: '127.0.0.1',
        PGPORT: String(SQL_PORT),
        PGUSER: names.databaseAdmin,
        PGDATABASE: 'postgres',
        PGPASSWORD_FILE: secretPath(ADMIN_SECRET),
        STATEMENTS: statements,
      },
      secrets: [{ secret: ADMIN_SECRET, path: secretPath(ADMIN_SECRET) }],
      memoryMiB: 512,
      timeoutSeconds: 600,
      egress: egressOf(gcp),
      database: databaseConnection(gcp),
      databaseByAccount: false,
      deletionProtection: gcp.run.deletionProtection,
      dependsOn: after,
    });
    job.runOnChange('run', { statements });
  }
}
