import { ownRanges } from '../clients';
import { contains } from '../ranges';
import { disjoint } from '../rules';
import type { Misfit, Rule } from '../system';
import {
  addressPlan,
  lastPart,
  machinesOf,
  type NamedMachine,
  namedMachines,
  partOf,
  type Role,
  within,
} from './internal-facts';
import type { OnOwnMachinesConfig } from './internal-schema';
import { ENVIRONMENT_GIB, guests, SERVER_OVERHEAD_GIB, type Tool, tools, WORKER_OVERHEAD_GIB } from './internal-tools';

type Config = OnOwnMachinesConfig;

/** How many machines of a role there are: three decide with one away, two keep a copy each. */
const counts: Readonly<Record<Role, { least: number; most: number }>> = {
  'load-balancer': { least: 1, most: 1 },
  'storage-controller': { least: 1, most: 1 },
  vpn: { least: 1, most: 1 },
  'control-plane': { least: 3, most: 3 },
  worker: { least: 2, most: 6 },
  storage: { least: 2, most: 2 },
};

/** Roles whose machines stand in for each other, with the servers that their copies must be spread over. */
const spread: readonly { readonly roles: readonly Role[]; readonly why: string }[] = [
  { roles: ['control-plane'], why: 'etcd survives the loss of one server' },
  { roles: ['worker'], why: 'the loss of a server leaves a worker' },
  { roles: ['storage', 'storage-controller'], why: 'two replicas and a witness survive the loss of one server' },
];

const at = (name: string, ...keys: string[]) => ['machines', name, ...keys];

/** What must be true of machines of one's own. */
export const ownMachineRules: readonly Rule<Config>[] = [
  ...disjoint(['private', 'egress', 'vpn', 'pods', 'services'].map((name) => `network.${name}`)),
  {
    reads: ['machines'],
    check: (config) =>
      (Object.keys(counts) as Role[]).flatMap((role): Misfit[] => {
        const { least, most } = counts[role];
        const there = machinesOf(config, role).length;
        if (there >= least && there <= most) return [];
        const wanted = least === most ? String(least) : `${least} to ${most}`;
        return [{ keys: ['machines'], expected: `${wanted} of the role ${role}, not ${there}` }];
      }),
  },
  {
    reads: ['machines', 'servers'],
    check: (config) =>
      namedMachines(config).flatMap(({ name, server }): Misfit[] =>
        config.servers[server]
          ? []
          : [{ keys: at(name, 'server'), expected: `one of ${Object.keys(config.servers).join(', ')}` }],
      ),
  },
  {
    reads: ['machines'],
    check: (config) => spread.flatMap(({ roles, why }) => sharing(machinesOf(config, ...roles), why)),
  },
  {
    reads: ['proxmox.templateNode', 'servers'],
    check: ({ proxmox, servers }) =>
      servers[proxmox.templateNode] ? undefined : `one of ${Object.keys(servers).join(', ')}`,
  },
  {
    reads: ['machines', 'network.private'],
    check: (config) =>
      namedMachines(config).flatMap(({ name, role, address }) =>
        inPlan(at(name, 'address'), address, partOf[role], config),
      ),
  },
  {
    reads: ['servers', 'network.private'],
    check: (config) =>
      Object.entries(config.servers).flatMap(([name, { address }]) =>
        inPlan(['servers', name, 'address'], address, 'servers', config),
      ),
  },
  {
    reads: ['machines', 'servers', 'network.egress'],
    check: (config) =>
      repeated([
        ...namedMachines(config).flatMap(({ name, address, public: card }) => [
          { keys: at(name, 'address'), value: address },
          ...(card ? [{ keys: at(name, 'public', 'address'), value: card.address }] : []),
        ]),
        ...Object.entries(config.servers).flatMap(([name, server]) => [
          { keys: ['servers', name, 'address'], value: server.address },
          { keys: ['servers', name, 'public'], value: server.public },
        ]),
      ]),
  },
  {
    reads: ['machines'],
    check: (config) => repeated(namedMachines(config).map(({ name, id }) => ({ keys: at(name, 'id'), value: id }))),
  },
  {
    reads: ['machines'],
    check: (config) =>
      machinesOf(config, 'load-balancer', 'vpn').flatMap(({ name, role, public: card }): Misfit[] =>
        card ? [] : [{ keys: at(name), expected: `public, as the ${role} is reached from outside` }],
      ),
  },
  {
    reads: ['machines', 'storage'],
    check: (config) =>
      namedMachines(config).flatMap(({ name, role, dataGb }): Misfit[] => {
        const has = dataGb !== undefined;
        // A witness of Gluster keeps the names of files, one of DRBD nothing.
        const needs = role === 'storage' || (role === 'storage-controller' && config.storage === 'gluster');
        if (has === needs) return [];
        return [{ keys: at(name), expected: needs ? 'dataGb: volumes are there' : 'no dataGb: nothing is kept there' }];
      }),
  },
  {
    reads: ['quorumDevice', 'servers', 'network'],
    check: ({ quorumDevice, servers, network }) =>
      contains(network.private, `${quorumDevice.address}/32`) ||
      Object.values(servers).some((server) => server.public === quorumDevice.address)
        ? [
            {
              keys: ['quorumDevice', 'address'],
              expected: 'a machine outside the servers: it votes when they do not agree',
            },
          ]
        : undefined,
  },
  {
    reads: ['vpn.revoked', 'vpn.administrators'],
    check: ({ vpn }) => {
      const both = vpn.revoked.filter((name) => vpn.administrators.includes(name));
      return both.length > 0
        ? `nobody of vpn.administrators: ${both.join(', ')} is there; a new certificate needs a new name`
        : undefined;
    },
  },
  ownRanges('vpn.bootstrap', 'SSH of the way in is scanned within minutes'),
  ...(['memory', 'disk'] as const).map(fitsServers),
  { reads: ['tools', 'machines'], check: fitsWorkers },
];

/** Machines that stand on a server where another one of them stands. */
function sharing(machines: readonly NamedMachine[], why: string): Misfit[] {
  return machines.flatMap(({ name, server }, i): Misfit[] => {
    const other = machines.slice(0, i).find((before) => before.server === server);
    return other ? [{ keys: at(name, 'server'), expected: `another server than ${other.name}'s: ${why}` }] : [];
  });
}

function inPlan(keys: string[], address: string, part: keyof typeof addressPlan, config: Config): Misfit[] {
  const [first, last] = addressPlan[part];
  const fits = address === within(config.network.private, lastPart(address));
  if (fits && lastPart(address) >= first && lastPart(address) <= last) return [];
  const [from, to] = [first, last].map((end) => within(config.network.private, end));
  return [{ keys, expected: `an address from ${from} to ${to}, where the plan has ${part}` }];
}

function repeated(all: readonly { readonly keys: string[]; readonly value: string | number }[]): Misfit[] {
  return all.flatMap(({ keys, value }, i): Misfit[] => {
    const first = all.slice(0, i).find((other) => other.value === value);
    return first ? [{ keys, expected: `a value other than ${first.keys.join('.')} has` }] : [];
  });
}

/** What is promised to the machines of a server is there. */
function fitsServers(what: 'memory' | 'disk'): Rule<Config> {
  const key = what === 'memory' ? 'memoryGiB' : 'diskGb';
  return {
    reads: ['servers', 'machines'],
    check: (config) =>
      Object.entries(config.servers).flatMap(([name, server]): Misfit[] => {
        const here = namedMachines(config).filter((machine) => machine.server === name);
        const asked = sum(
          here.map(({ memoryMiB, diskGb, dataGb = 0 }) => (what === 'memory' ? memoryMiB / 1024 : diskGb + dataGb)),
        );
        const needs = Math.ceil(asked + (what === 'memory' ? SERVER_OVERHEAD_GIB : 0));
        if (needs <= server[key]) return [];
        const who = here.map((machine) => machine.name).join(', ');
        return [{ keys: ['servers', name, key], expected: `at least ${needs}, or less for ${who}` }];
      }),
  };
}

/** What the workers give to pods, in GiB. */
export function workersGiB(config: Pick<Config, 'machines'>): number {
  return sum(machinesOf(config, 'worker').map(({ memoryMiB }) => memoryMiB / 1024 - WORKER_OVERHEAD_GIB));
}

/** What is switched on asks for, in GiB. */
export function askedGiB({ tools: on }: Pick<Config, 'tools'>): number {
  const switchedOn = (Object.keys(tools) as Tool[]).filter((tool) => on[tool]);
  return sum(switchedOn.map((tool) => tools[tool])) + guests.length * ENVIRONMENT_GIB;
}

function fitsWorkers(config: Config): Misfit[] {
  const missing = askedGiB(config) - workersGiB(config);
  if (missing <= 0) return [];
  const on = (Object.keys(tools) as Tool[]).filter((tool) => config.tools[tool]);
  const off = switchOff(on, missing);
  const way = off.length > 0 ? `switch off ${off.join(' and ')}, or give the workers` : 'give the workers';
  return [
    {
      keys: ['tools'],
      expected: `at most ${workersGiB(config)} GiB: ${on.join(', ')}, ${guests.join(' and ')} ask for ${askedGiB(config)}; ${way} ${missing} GiB more`,
    },
  ];
}

/** The least tool whose absence is enough; where none is, the largest and what is enough beside it. */
function switchOff(on: readonly Tool[], missing: number): Tool[] {
  const bySize = [...on].sort((a, b) => tools[a] - tools[b]);
  const enough = bySize.find((tool) => tools[tool] >= missing);
  if (enough) return [enough];
  const largest = bySize.at(-1);
  if (!largest) return [];
  return [largest, ...switchOff(bySize.slice(0, -1), missing - tools[largest])];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
