import { Fn } from 'cdktf';

/** What Cloud SQL's engines do differently; everything else is in `SqlInstance`. */
export interface SqlEngine {
  readonly version: string;
  readonly flags: Readonly<Record<string, string>>;
  /** What point-in-time recovery replays has to be switched on by another name in each. */
  readonly recovery: { readonly binaryLogEnabled: true } | { readonly pointInTimeRecoveryEnabled: true };
  /** Of new databases. */
  readonly charset: string;
  readonly collation: string;
  /** What a service account is called as a user. */
  readonly login: (email: string) => string;
}

/** MySQL 8.4, in full Unicode, compared as MySQL 8 does by default. */
export const mysql: SqlEngine = {
  version: 'MYSQL_8_4',
  flags: {
    cloudsql_iam_authentication: 'on',
    // Clients must not read files of the server, nor the server those of clients.
    local_infile: 'off',
  },
  recovery: { binaryLogEnabled: true },
  charset: 'utf8mb4',
  collation: 'utf8mb4_0900_ai_ci',
  // It calls the account by the part before the `@`, which is all that fits: the API cuts the address off there, and the
  // provider knows. https://cloud.google.com/sql/docs/mysql/add-manage-iam-users
  login: (email) => email,
};

/** PostgreSQL 17. @param maxConnections what it takes at once; each costs memory */
export function postgres(maxConnections: number): SqlEngine {
  return {
    version: 'POSTGRES_17',
    flags: { 'cloudsql.iam_authentication': 'on', max_connections: String(maxConnections) },
    recovery: { pointInTimeRecoveryEnabled: true },
    charset: 'UTF8',
    collation: 'en_US.UTF8',
    // https://cloud.google.com/sql/docs/postgres/add-manage-iam-users
    login: (email) => Fn.trimsuffix(email, '.gserviceaccount.com'),
  };
}
