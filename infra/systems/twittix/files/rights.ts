import { databasesOf, named, type Services, secretPath, swarmSecretNames } from '../../../../config/twittix';
import { grants } from '../../../../config/twittix/grants';

/**
 * Logins with their passwords, databases, and the rights of the one in the other, as one script for psql. What is there
 * stays; a second run changes nothing but that the passwords are set again.
 */
export function rightsScript(services: Services): string {
  const users = named(services).filter(({ database }) => database !== undefined);
  return [
    '-- A statement that fails would stand in the log, with the password in it.',
    'SET log_min_error_statement = panic;',
    ...users.flatMap(({ name }) => [
      '',
      missing('ROLE', name, 'pg_roles WHERE rolname'),
      `\\set password \`cat ${secretPath(swarmSecretNames.database(name))}\``,
      `ALTER ROLE ${identifier(name)} LOGIN PASSWORD :'password';`,
    ]),
    '\\unset password',
    '',
    ...databasesOf(services).map((database) => missing('DATABASE', database, 'pg_database WHERE datname')),
    '',
    grants(services, ({ name }) => [name]),
  ].join('\n');
}

/** Names are of letters, digits, hyphens and underscores: the config holds that. */
const identifier = (name: string) => `"${name}"`;

function missing(kind: string, name: string, among: string): string {
  return `SELECT 'CREATE ${kind} ${identifier(name)}' WHERE NOT EXISTS (SELECT FROM ${among} = '${name}') \\gexec`;
}
