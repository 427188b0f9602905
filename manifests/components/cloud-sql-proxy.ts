import { images } from '../../config/versions';
import type { ContainerProps } from '../constructs/container';
import { addresses, type NetworkRules } from '../constructs/network-rules';
import { httpProbe } from '../constructs/probes';
import { allowGoogleApis } from './google-cloud';

export interface CloudSqlProxyProps {
  /** `project:region:instance` */
  readonly connectionName: string;
  /** Range in which the instance has its private address. */
  readonly privateRange: string;
}

/** Port on 127.0.0.1 where MySQL answers, as on any MySQL server. */
export const CLOUD_SQL_PORT = 3306;

/**
 * A sidecar that brings a Cloud SQL instance to 127.0.0.1, logged in as the pod's Google service account:
 * no password exists. Needs `cloudsql.client` and `cloudsql.instanceUser`. As a native sidecar it is told to stop when
 * the app has ended, and then ends with 0.
 * https://cloud.google.com/sql/docs/mysql/connect-kubernetes-engine
 */
export function cloudSqlProxy({ connectionName }: CloudSqlProxyProps): ContainerProps {
  return {
    image: images.cloudSqlProxy,
    resources: { cpu: '50m', memory: '64Mi', memoryLimit: '128Mi' },
    args: [
      '--private-ip',
      '--auto-iam-authn',
      '--structured-logs',
      '--health-check',
      '--http-address=0.0.0.0',
      '--http-port=9801',
      '--exit-zero-on-sigterm',
      `--port=${CLOUD_SQL_PORT}`,
      connectionName,
    ],
    ports: { 'proxy-health': 9801 },
    probes: {
      startup: httpProbe('/startup', 'proxy-health', { period: 1, failures: 60 }),
      liveness: httpProbe('/liveness', 'proxy-health'),
    },
  };
}

/** The flows of the sidecar: the instance, Google's APIs, and the metadata server that Workload Identity answers on. */
export function allowCloudSql(network: NetworkRules, { privateRange }: CloudSqlProxyProps): void {
  network.allowTo(addresses(privateRange), 3307);
  allowGoogleApis(network);
}
