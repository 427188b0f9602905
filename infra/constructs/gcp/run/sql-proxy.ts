import { images, reference } from '../../../../config/versions';

/** Name of the sidecar, on which the others depend. */
export const SQL_PROXY = 'sql-proxy';

/** Where PostgreSQL answers on 127.0.0.1. */
export const SQL_PORT = 5432;
const HEALTH_PORT = 9801;
/** Where the sidecar of a job takes orders. */
export const SQL_ADMIN_PORT = 9091;

/** A POST here ends the sidecar of a job: an instance whose containers have not all ended may go on until its timeout. */
export const SQL_DONE_URL = `http://127.0.0.1:${SQL_ADMIN_PORT}/quitquitquit`;

export interface SqlProxyProps {
  /** `project:region:instance` */
  readonly connectionName: string;
  /** Whether whoever gets to it is logged in as the account of the instance; if not, he has a password. @default true */
  readonly byAccount?: boolean | undefined;
  /** Whether it runs beside a task that ends: then it answers at SQL_DONE_URL. @default false */
  readonly ends?: boolean;
}

/**
 * A sidecar that brings a Cloud SQL instance to 127.0.0.1, logged in as the account of the instance: no password is needed.
 * Cloud Run's own SQL volume would need a public address.
 * https://docs.cloud.google.com/sql/docs/postgres/connect-auth-proxy
 */
export function sqlProxy({ connectionName, byAccount = true, ends = false }: SqlProxyProps) {
  return {
    name: SQL_PROXY,
    image: reference(images.cloudSqlProxy),
    args: [
      '--private-ip',
      ...(byAccount ? ['--auto-iam-authn'] : []),
      '--structured-logs',
      '--health-check',
      '--http-address=0.0.0.0',
      `--http-port=${HEALTH_PORT}`,
      '--exit-zero-on-sigterm',
      // Cloud Run tells all containers to stop at once, and waits ten seconds; until then connections may finish.
      // https://docs.cloud.google.com/run/docs/container-contract#instance-shutdown
      '--max-sigterm-delay=9s',
      ...(ends ? ['--quitquitquit', `--admin-port=${SQL_ADMIN_PORT}`] : []),
      `--port=${SQL_PORT}`,
      connectionName,
    ],
    resources: { limits: { cpu: '500m', memory: '256Mi' } },
    // Direct VPC egress can take a minute to connect at first.
    // https://docs.cloud.google.com/run/docs/configuring/vpc-direct-vpc#limitations
    startupProbe: {
      httpGet: { path: '/startup', port: HEALTH_PORT },
      periodSeconds: 2,
      timeoutSeconds: 1,
      failureThreshold: 60,
    },
  };
}
