import type { MachineConfig, OnOwnMachinesConfig, ServerConfig } from './internal-schema';

/** What follows from the machines, and everybody who sets them up must know. */

export type Role = MachineConfig['role'];

/** Last parts of the addresses on the private network, from and to. */
export const addressPlan = {
  utilities: [1, 9],
  kubernetes: [10, 19],
  /** The last one moves between the machines of the storage, where it is exported over NFS. */
  storage: [20, 28],
  servers: [200, 254],
} as const;

/** Which part of the plan a machine's address is of. */
export const partOf = {
  'load-balancer': 'utilities',
  'storage-controller': 'utilities',
  vpn: 'utilities',
  'control-plane': 'kubernetes',
  worker: 'kubernetes',
  storage: 'storage',
} as const satisfies Record<Role, keyof typeof addressPlan>;

/** Where the servers are, as one range: what the plan keeps for them, and no machine. */
export const SERVERS_OFFSET = 192;

/** Of the last part of an address, that of NFS. */
const NFS = 29;

/** The class of volumes that have two replicas; `test` and `qa` name it. */
export const STORAGE_CLASS = 'replicated';

/** Addresses of pods; `test` and `qa` must know them to know the proxies in front of them. */
export const POD_RANGE = '10.244.0.0/16';

/** Of the last part of an address, the server's on the bridge that leads out. */
const GATEWAY = 254;

export const apiPort = 6443;

/** Where the workers take HTTP and HTTPS from the load balancer, and from nobody else. */
export const ingressPorts = { http: 30080, https: 30443 } as const;

export type NamedMachine = MachineConfig & { readonly name: string };

export function namedMachines({ machines }: Pick<OnOwnMachinesConfig, 'machines'>): NamedMachine[] {
  return Object.entries(machines).map(([name, machine]) => ({ name, ...machine }));
}

export function machinesOf(config: Pick<OnOwnMachinesConfig, 'machines'>, ...roles: readonly Role[]): NamedMachine[] {
  return namedMachines(config).filter(({ role }) => roles.includes(role));
}

/** The machine of a role that there is one of. */
export function theMachine(config: Pick<OnOwnMachinesConfig, 'machines'>, role: Role): NamedMachine {
  const [machine] = machinesOf(config, role);
  if (!machine) throw new Error(`no machine is the ${role}: the rules of the config hold that there is one`);
  return machine;
}

/** Which server runs a machine. */
export function serverOf(
  { servers }: Pick<OnOwnMachinesConfig, 'servers'>,
  { name, server }: NamedMachine,
): ServerConfig {
  const found = servers[server];
  if (!found) throw new Error(`${name} is on ${server}, which is not there: the rules of the config hold that it is`);
  return found;
}

/** The machines that are nodes of Kubernetes: with DRBD those that hold or witness a replica as well, tainted. */
export function nodesOf(config: Pick<OnOwnMachinesConfig, 'machines' | 'storage'>): NamedMachine[] {
  const storage = ['storage', 'storage-controller'] as const;
  return machinesOf(config, 'control-plane', 'worker', ...(config.storage === 'linstor' ? storage : []));
}

export function lastPart(address: string): number {
  return Number(address.split('.')[3]);
}

/** The address in a /24 with that last part. */
export function within(range: string, last: number): string {
  return [...range.split('.').slice(0, 3), last].join('.');
}

/** By which a machine without a public address goes out: the server's own address on the bridge. */
export function egressGateway({ network }: Pick<OnOwnMachinesConfig, 'network'>): string {
  return within(network.egress, GATEWAY);
}

/** The range that has the servers and no machine. */
export function serversRange({ network }: Pick<OnOwnMachinesConfig, 'network'>): string {
  return `${within(network.private, SERVERS_OFFSET)}/26`;
}

/** Where the volumes of Gluster are mounted from; whichever machine lives has it. */
export function nfsAddress({ network }: Pick<OnOwnMachinesConfig, 'network'>): string {
  return within(network.private, NFS);
}

/** Who signs tokens of ServiceAccounts; Google is told its keys, and never asks there. */
export function serviceAccountIssuer({ kubernetes }: Pick<OnOwnMachinesConfig, 'kubernetes'>): string {
  return `https://${kubernetes.endpoint}`;
}
