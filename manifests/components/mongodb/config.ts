/** Where MongoDB finds and keeps things inside its containers. */
export const folders = {
  config: '/etc/mongodb/config',
  tls: '/etc/mongodb/tls',
  keyfile: '/etc/mongodb/keyfile',
  run: '/run/mongodb',
  data: '/data/db',
} as const;

export const ports = { mongodb: 27017, metrics: 9216 } as const;

/** Name of the replica set. */
export const SET = 'rs0';

export const caFile = `${folders.tls}/ca.crt`;

/** https://www.mongodb.com/docs/v8.0/reference/configuration-options/ */
export const mongodConfig = {
  storage: {
    dbPath: folders.data,
    // With connections, sorts and the file system's cache it must fit into the container's limit, of 1 GiB.
    wiredTiger: { engineConfig: { cacheSizeGB: 0.4 } },
  },
  net: {
    port: ports.mongodb,
    bindIpAll: true,
    tls: {
      mode: 'requireTLS',
      certificateKeyFile: `${folders.run}/server.pem`,
      CAFile: caFile,
      // Clients log in with a password.
      allowConnectionsWithoutCertificates: true,
      disabledProtocols: 'TLS1_0,TLS1_1',
    },
  },
  security: { authorization: 'enabled', keyFile: `${folders.run}/keyfile` },
  replication: { replSetName: SET },
};

/** Who may log in and do what; the first one makes the others. `key`: of the variable with the password. */
export function loginsOf(user: string, database: string) {
  return [
    { user: 'admin', roles: ['root'], key: 'ADMIN_PASSWORD' },
    { user: 'backup', roles: ['backup'], key: 'BACKUP_PASSWORD' },
    // Replaying what was written during a dump takes as much: https://www.mongodb.com/docs/database-tools/mongorestore/#required-access
    {
      user: 'restore',
      roles: ['restore', 'restore-replay'],
      role: {
        name: 'restore-replay',
        privileges: [{ resource: { anyResource: true }, actions: ['anyAction'] }],
      },
      key: 'RESTORE_PASSWORD',
    },
    { user: 'metrics', roles: ['clusterMonitor', { role: 'read', db: 'local' }], key: 'METRICS_PASSWORD' },
    { user, roles: [{ role: 'readWrite', db: database }], key: 'USER_PASSWORD' },
  ];
}
