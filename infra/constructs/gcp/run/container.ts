/** A secret as a file: the folder that it is mounted at, with the one file `value` in it. */
export interface SecretFile {
  /** Name in Secret Manager. */
  readonly secret: string;
  /** e.g. `/secrets/jwt-secret/value`; every secret has a folder of its own. */
  readonly path: string;
}

/** What both services and jobs are told of the network. */
export interface Egress {
  /** Network id. */
  readonly network: string;
  /** Id of the subnet in which instances get their addresses. */
  readonly subnet: string;
  /** Whether the internet is reached through the subnet as well, e.g. from its fixed address. @default false */
  readonly all?: boolean;
}

/** Private addresses are reached through the subnet, everything else as without it unless all of it is. */
export function vpcAccess({ network, subnet, all = false }: Egress) {
  return { egress: all ? 'ALL_TRAFFIC' : 'PRIVATE_RANGES_ONLY', networkInterfaces: [{ network, subnetwork: subnet }] };
}

/** Variables in the order of their names, so that a new one is one line of a plan. */
export function env(variables: Readonly<Record<string, string>>) {
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/** The newest version, read when an instance starts: an instance that runs keeps what it has read. */
export function secretVolumes(secrets: readonly SecretFile[]) {
  return secrets.map(({ secret, path }) => ({
    name: secret,
    secret: { secret, items: [{ path: path.slice(path.lastIndexOf('/') + 1), version: 'latest' }] },
  }));
}

export function secretMounts(secrets: readonly SecretFile[]) {
  return secrets.map(({ secret, path }) => ({ name: secret, mountPath: path.slice(0, path.lastIndexOf('/')) }));
}
