import { type Named, named } from './facts';
import type { Services } from './schema';

/** Rights in the databases, as one script for psql, from the map of services. */

/** Who may ask for the rights of the owner of a database: all that makes and changes tables acts as this role. */
export function ownerRole(database: string): string {
  return `${database}_owner`;
}

/**
 * End of the URL of a service's database: a connection of the owner acts as the role that owns the tables, so that what
 * a migration makes is also the service's. https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
 */
export function databaseOptions({ database }: Pick<Named, 'database'>): string {
  return database?.rights === 'owner' ? `?options=-crole%3D${ownerRole(database.name)}` : '';
}

/** The logins of a service, e.g. its own and that of its migrations. Each must exist before the script runs. */
export type LoginsOf = (service: Named) => readonly string[];

/**
 * Gives each login what the map says and takes away what it does not say; a second run changes nothing. It is run by a
 * login that may create roles and belongs to the owner of the databases, which exist. Logins get their rights from roles
 * alone: one that goes leaves nothing behind that would hold it.
 */
export function grants(services: Services, loginsOf: LoginsOf): string {
  const users = named(services).filter(({ database }) => database !== undefined);
  const databases = [...new Set(users.map(({ database }) => database?.name ?? ''))].sort();
  return [
    '\\set ON_ERROR_STOP on',
    'SET client_min_messages = warning;',
    // Before 16, every member has all rights of a role without asking.
    "SELECT CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'WITH INHERIT FALSE' ELSE '' END AS when_asked \\gset",
    ...databases.flatMap((database) => {
      const logins = (rights: 'owner' | 'read') =>
        users.filter((user) => user.database?.name === database && user.database.rights === rights).flatMap(loginsOf);
      return databaseGrants(database, { owners: logins('owner'), readers: logins('read') });
    }),
    '',
  ].join('\n');
}

interface Logins {
  readonly owners: readonly string[];
  readonly readers: readonly string[];
}

const id = (name: string) => `"${name.replaceAll('"', '""')}"`;
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

function databaseGrants(name: string, { owners, readers }: Logins): string[] {
  const [owner, reader, guest] = [ownerRole(name), `${name}_reader`, `${name}_guest`];
  const members: (readonly [role: string, login: string])[] = [
    ...owners.map((login) => [guest, login] as const),
    ...owners.map((login) => [owner, login] as const),
    ...readers.map((login) => [reader, login] as const),
  ];
  const wanted = members.map(([role, login]) => `(${text(role)}, ${text(login)})`).join(', ');
  const roles = [owner, reader, guest].map(text).join(', ');
  return [
    '',
    `\\connect ${id(name)}`,
    'SET client_min_messages = warning;',
    'BEGIN;',
    ...[owner, reader, guest].map(
      (role) =>
        `SELECT ${text(`CREATE ROLE ${id(role)} NOLOGIN`)} WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${text(role)}) \\gexec`,
    ),
    '-- Only a member of the owner says who may see its later tables.',
    `GRANT ${id(owner)} TO CURRENT_USER;`,
    '-- Nobody gets in, and nobody who is in makes anything, but who is named below.',
    `REVOKE ALL ON DATABASE ${id(name)} FROM PUBLIC;`,
    `GRANT CREATE, TEMPORARY ON DATABASE ${id(name)} TO ${id(owner)};`,
    `GRANT CONNECT ON DATABASE ${id(name)} TO ${id(guest)}, ${id(reader)};`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC;',
    `GRANT USAGE, CREATE ON SCHEMA public TO ${id(owner)};`,
    `GRANT USAGE ON SCHEMA public TO ${id(reader)};`,
    '-- What is there may be read, and what will be.',
    `SELECT format('GRANT USAGE ON SCHEMA %I TO ${id(reader)}', nspname) FROM pg_namespace WHERE nspowner = ${text(id(owner))}::regrole \\gexec`,
    `SELECT format('GRANT SELECT ON %s TO ${id(reader)}', oid::regclass) FROM pg_class WHERE relowner = ${text(id(owner))}::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f') \\gexec`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${id(owner)} GRANT USAGE ON SCHEMAS TO ${id(reader)};`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${id(owner)} GRANT SELECT ON TABLES TO ${id(reader)};`,
    '-- Who is not in the map any more; an administrator may stay.',
    `SELECT DISTINCT format('REVOKE %I FROM %I', role.rolname, login.rolname) FROM pg_auth_members JOIN pg_roles role ON role.oid = roleid JOIN pg_roles login ON login.oid = member WHERE role.rolname IN (${roles}) AND NOT (login.rolcreaterole OR login.rolsuper) AND (role.rolname, login.rolname) NOT IN (${wanted}) \\gexec`,
    ...members.map(([role, login]) => `GRANT ${id(role)} TO ${id(login)}${role === owner ? ' :when_asked' : ''};`),
    'COMMIT;',
  ];
}
