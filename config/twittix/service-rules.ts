import type { Misfit, Rule } from '../system';
import { callsOf, type Named, named } from './facts';
import type { TwittixConfig } from './schema';

type At = (...keys: string[]) => (expected: string) => Misfit;
type Check = (service: Named, config: TwittixConfig, at: At) => (Misfit | undefined | false)[];

/** A rule that each service keeps, for itself or with others. */
function each(check: Check): Rule<TwittixConfig> {
  return {
    reads: ['services', 'secrets'],
    check: (config) =>
      named(config.services).flatMap((service) =>
        check(service, config, (...keys) => (expected) => ({
          keys: ['services', service.name, ...keys],
          expected,
        })).filter((misfit) => misfit !== undefined && misfit !== false),
      ),
  };
}

const entries = Object.entries;
const oneOf = (names: readonly string[]) =>
  names.length > 0 ? `one of ${names.join(', ')}` : 'nothing: there is none';

/** Least memory of an instance with so many CPUs, in MiB; https://docs.cloud.google.com/run/docs/configuring/services/cpu */
const leastMemory = { 1: 128, 2: 128, 4: 2048, 8: 4096 } as const;
/** The most, in MiB; https://docs.cloud.google.com/run/docs/configuring/services/memory-limits */
const mostMemory = { 1: 4096, 2: 8192, 4: 16384, 8: 32768 } as const;

/** Ports of what runs beside a service in the same instance: the Auth Proxy, for PostgreSQL and for its health. */
const takenPorts = [5432, 9801];

/** What the map of services must keep, wherever it runs. */
export const serviceRules: readonly Rule<TwittixConfig>[] = [
  each(({ name, calls = {} }, { services }, at) =>
    entries(calls).map(
      ([variable, to]) =>
        (!services[to] || to === name) &&
        at('calls', variable)(oneOf(Object.keys(services).filter((other) => other !== name))),
    ),
  ),
  each(({ links = {}, origins = {} }, { services }, at) => {
    const pages = named(services).flatMap(({ name, path }) => (path === undefined ? [] : [name]));
    return [
      ...entries(links).map(
        ([variable, { service }]) => !pages.includes(service) && at('links', variable, 'service')(oneOf(pages)),
      ),
      ...entries(origins).map(
        ([variable, names]) =>
          !names.every((name) => pages.includes(name)) && at('origins', variable)(`some of ${pages.join(', ')}`),
      ),
    ];
  }),
  each(({ access, path, health }, _, at) => [
    access !== 'internal' && path === undefined && at('path')(`a path, e.g. /api: its access is ${access}`),
    access === 'internal' && path !== undefined && at('path')('none: nobody but the services that call it gets there'),
    access !== 'internal' &&
      health === undefined &&
      at('health')('a path, e.g. /health: nobody would see that a published service is down'),
  ]),
  each(({ name, path }, { services }, at) => {
    const other = named(services).find((service) => service.path === path);
    return [
      path !== undefined &&
        other !== undefined &&
        other.name !== name &&
        at('path')(`a path other than that of ${other.name} (${path})`),
    ];
  }),
  each(({ instances: { min, max } }, _, at) => [min > max && at('instances', 'min')(`at most instances.max (${max})`)]),
  each(({ cpu, memoryMiB }, _, at) => [
    (memoryMiB < leastMemory[cpu] || memoryMiB > mostMemory[cpu]) &&
      at('memoryMiB')(`${leastMemory[cpu]} to ${mostMemory[cpu]} with a cpu of ${cpu}, as Cloud Run has it`),
  ]),
  each(({ port, database }, _, at) => [
    database !== undefined &&
      takenPorts.includes(port) &&
      at('port')(`a port other than ${takenPorts.join(' and ')}, which the way to the database takes`),
  ]),
  each(({ secrets = {}, buildSecrets = {} }, { secrets: provided }, at) =>
    entries({ secrets, buildSecrets }).flatMap(([kind, map]) =>
      entries(map).map(
        ([variable, secret]) =>
          provided[secret] === undefined &&
          at(
            kind,
            variable,
          )(`a secret that somebody provides, ${oneOf(Object.keys(provided))}; or one more in \`secrets\``),
      ),
    ),
  ),
  each((service, _, at) => {
    const { calls = {}, links = {}, origins = {}, environment = {}, secrets = {} } = service;
    const said = new Map<string, string>([
      ...['PORT', 'BASE_PATH', 'DATABASE_URL', 'STORE_URL'].map(
        (variable) => [variable, 'the service itself'] as const,
      ),
      ...['SMTP_HOST', 'SMTP_PORT', 'SMTP_SENDER', 'SMTP_USERNAME'].map((variable) => [variable, 'mail'] as const),
    ]);
    const files = Object.fromEntries(entries(secrets).map(([variable]) => [variable, `${variable}_FILE`]));
    return entries({ calls, links, origins, environment, secrets }).flatMap(([kind, map]) =>
      Object.keys(map).map((key) => {
        const variable = kind === 'secrets' ? String(files[key]) : key;
        const other = said.get(variable);
        said.set(variable, other ?? kind);
        return other !== undefined && at(kind, key)(`another variable: ${variable} comes from ${other}`);
      }),
    );
  }),
  each(({ name, database }, { services }, at) => {
    if (!database) return [];
    const owner = named(services).find(
      (other) => other.database?.name === database.name && other.database.rights === 'owner',
    );
    return [
      !owner && at('database', 'name')('a database that a service owns'),
      database.rights === 'owner' &&
        owner?.name !== name &&
        at('database', 'rights')(`read: ${owner?.name} owns ${database.name}`),
    ];
  }),
  each(({ database, migrate }, _, at) => [
    migrate !== undefined &&
      database?.rights !== 'owner' &&
      at('migrate')('none: only the owner of a database changes its tables'),
  ]),
  {
    // Cloud Run asks a caller who it is only where the service is internal; a public one has to ask by itself.
    reads: ['services'],
    check: ({ services }) =>
      callsOf(services).flatMap(({ from, to, variable }) => {
        const [caller, called] = [services[from], services[to]];
        if (!called || called.access === 'internal') return [];
        const theirs = Object.values(called.secrets ?? {});
        const shared = Object.values(caller?.secrets ?? {}).some((secret) => theirs.includes(secret));
        return shared
          ? []
          : [
              {
                keys: ['services', from, 'calls', variable],
                expected: `an internal service, or a secret that ${from} and ${to} share: everybody reaches ${to}`,
              },
            ];
      }),
  },
];
