import { contains, overlap } from '../ranges';
import { disjoint } from '../rules';
import type { Misfit, Rule } from '../system';
import { MAIL_SECRET, named, namedHosts, published } from './facts';
import { ADMIN_SECRET, MEDIA_PATH } from './google';
import { dockerRanges } from './hosts';
import type { OnGoogleCloudConfig, OnSwarmConfig, TwittixConfig } from './schema';
import { serviceRules } from './service-rules';
import { MAILBOX, takenNames } from './swarm';

/** What must be true anywhere. */
const rules: readonly Rule<TwittixConfig>[] = serviceRules;

const ranges = ['egress', 'privateServices', 'privateConnect'] as const;

/** What Google Cloud demands beside that. */
export const googleCloudRules: readonly Rule<OnGoogleCloudConfig>[] = [
  ...rules,
  ...disjoint(ranges.map((name) => `gcp.network.${name}`)),
  ...ranges.map(
    (name): Rule<OnGoogleCloudConfig> => ({
      reads: [`gcp.network.${name}`, 'gcp.network.range'],
      check: ({ gcp: { network } }) =>
        contains(network.range, network[name]) ? undefined : `a range within gcp.network.range (${network.range})`,
    }),
  ),
  {
    reads: ['gcp.database.diskSizeLimitGb', 'gcp.database.diskSizeGb'],
    check: ({ gcp: { database } }) =>
      database.diskSizeLimitGb < database.diskSizeGb
        ? `at least gcp.database.diskSizeGb (${database.diskSizeGb})`
        : undefined,
  },
  {
    reads: ['gcp.media', 'services'],
    check: ({ gcp, services }) => {
      const there = published(services).find(({ path }) => path === MEDIA_PATH || path.startsWith(`${MEDIA_PATH}/`));
      return gcp.media === 'cdn' && there ? `none, or another path for ${there.name} than ${there.path}` : undefined;
    },
  },
  {
    reads: ['secrets', 'gcp.build.tokenSecret'],
    check: ({ secrets, gcp }): Misfit[] =>
      [ADMIN_SECRET, gcp.build.tokenSecret]
        .filter((name) => name in secrets)
        .map((name) => ({ keys: ['secrets', name], expected: 'another name: this secret has another purpose' })),
  },
  {
    reads: ['gcp.generations', 'secrets'],
    check: ({ secrets, gcp: { generations = {} } }): Misfit[] => {
      const generated = [ADMIN_SECRET, ...Object.keys(secrets).filter((name) => secrets[name] === 'generated')];
      return Object.keys(generations)
        .filter((name) => !generated.includes(name))
        .map((name) => ({ keys: ['gcp', 'generations', name], expected: `one of ${generated.join(', ')}` }));
    },
  },
  {
    reads: ['mail.username', 'secrets', 'services'],
    check: ({ mail, secrets, services }) =>
      mail.username !== undefined &&
      Object.values(services).some((service) => service.mail) &&
      secrets[MAIL_SECRET] === undefined
        ? `none, or secrets.${MAIL_SECRET} for its password`
        : undefined,
  },
];

/** What machines of one's own demand beside that. */
export const swarmRules: readonly Rule<OnSwarmConfig>[] = [
  ...rules,
  {
    reads: ['services'],
    check: ({ services }) =>
      named(services).flatMap(({ name, path }): Misfit[] => [
        ...(takenNames.includes(name)
          ? [{ keys: ['services', name], expected: `another name: the stack has a service ${name} of its own` }]
          : []),
        ...(path !== undefined && `${path}/`.startsWith(`${MAILBOX.path}/`)
          ? [{ keys: ['services', name, 'path'], expected: `a path outside ${MAILBOX.path}, where the mail is read` }]
          : []),
      ]),
  },
  {
    reads: ['proxmox.hosts'],
    check: ({ proxmox }) => {
      const managers = namedHosts(proxmox.hosts).filter(({ role }) => role === 'manager');
      return managers.length === 1 ? undefined : 'exactly one host whose role is manager: it is where SSH leads';
    },
  },
  {
    reads: ['proxmox.hosts'],
    check: ({ proxmox }) => repeated(proxmox.hosts, (host) => [['id', String(host.id)]], 'a number'),
  },
  {
    reads: ['proxmox.hosts'],
    check: ({ proxmox }) =>
      repeated(
        proxmox.hosts,
        ({ networks }) => Object.entries(networks).map(([card, { address }]) => [`networks.${card}.address`, address]),
        'an address',
      ),
  },
  {
    reads: ['proxmox.hosts'],
    check: ({ proxmox }) =>
      namedHosts(proxmox.hosts).flatMap(({ name, networks }): Misfit[] => {
        const routes = Object.values(networks).filter(({ gateway }) => gateway !== undefined).length;
        return [
          ...(networks.cluster ? [] : [{ keys: ['proxmox', 'hosts', name, 'networks'], expected: 'a card `cluster`' }]),
          ...(routes === 1
            ? []
            : [{ keys: ['proxmox', 'hosts', name, 'networks'], expected: `one card with a gateway, not ${routes}` }]),
        ];
      }),
  },
  {
    reads: ['proxmox.hosts'],
    check: ({ proxmox }) =>
      namedHosts(proxmox.hosts).flatMap(({ name, networks }) =>
        Object.entries(networks).flatMap(([card, { address, prefix }]): Misfit[] => {
          const taken = Object.values(dockerRanges).find((range) => overlap(range, `${address}/${prefix}`));
          return taken === undefined
            ? []
            : [
                {
                  keys: ['proxmox', 'hosts', name, 'networks', card, 'address'],
                  expected: `an address whose network lies outside ${taken}, which Docker takes`,
                },
              ];
        }),
      ),
  },
];

/** Hosts that say what another one says already. */
function repeated(
  hosts: OnSwarmConfig['proxmox']['hosts'],
  values: (host: OnSwarmConfig['proxmox']['hosts'][string]) => [string, string][],
  what: string,
): Misfit[] {
  const first = new Map<string, string>();
  return namedHosts(hosts).flatMap(({ name, ...host }) =>
    values(host).flatMap(([at, value]): Misfit[] => {
      const other = first.get(value);
      first.set(value, other ?? `${name}.${at}`);
      return other === undefined
        ? []
        : [
            {
              keys: ['proxmox', 'hosts', name, ...at.split('.')],
              expected: `${what} other than that of ${other} (${value})`,
            },
          ];
    }),
  );
}
