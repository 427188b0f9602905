import type { k8s } from 'cdk8s-plus-28';
import { connectionName } from '../../../config/google/names';
import { DATABASE, DATABASE_USER, type GcpConfig } from '../../../config/reactivite';
import { allowCloudSql, CLOUD_SQL_PORT, cloudSqlProxy } from '../../components/cloud-sql-proxy';
import type { ContainerProps } from '../../constructs/container';
import type { Workload } from '../../constructs/workload';
import type { MysqlChart } from './mysql';

/** How a pod of this system reaches its database. */
export interface DatabaseAccess {
  /** SQLAlchemy's URL; may refer to `PASSWORD_VARIABLE`. */
  readonly url: string;
  /** Where the password comes from; none where the login is the pod's identity. */
  readonly password?: k8s.EnvVarSource;
  readonly sidecars: Readonly<Record<string, ContainerProps>>;
  /** Opens the flows that the pod needs. */
  readonly allow: (workload: Workload) => void;
}

/** Environment variable in which `url` expects the password. */
export const PASSWORD_VARIABLE = 'DATABASE_PASSWORD';

/** MySQL in the cluster, with the generated password. */
export function inClusterAccess({ mysql, secret }: MysqlChart): DatabaseAccess {
  return {
    url: `mysql+pymysql://${mysql.user}:$(${PASSWORD_VARIABLE})@${mysql.host}:${mysql.port('mysql')}/${mysql.database}`,
    password: secret.env('password'),
    sidecars: {},
    allow: (workload) => workload.connectTo(mysql, 'mysql'),
  };
}

/** Cloud SQL through the Auth Proxy, logged in by Workload Identity. */
export function cloudSqlAccess(gcp: GcpConfig, instance: string): DatabaseAccess {
  const proxy = {
    connectionName: connectionName(gcp, instance),
    privateRange: gcp.network.privateServices,
  };
  return {
    url: `mysql+pymysql://${DATABASE_USER}@127.0.0.1:${CLOUD_SQL_PORT}/${DATABASE}`,
    sidecars: { 'cloud-sql-proxy': cloudSqlProxy(proxy) },
    allow: (workload) => allowCloudSql(workload.network, proxy),
  };
}
