import { literally, Variable } from '../../../../model/compose';
import { toYaml } from '../../../../model/yaml';

export { Variable };

/**
 * What we use of a compose file, as `docker stack deploy` takes it.
 * https://docs.docker.com/reference/compose-file/legacy-versions/
 */
export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, ComposeNetwork>>;
  readonly secrets?: Readonly<Record<string, { readonly external: true }>>;
  readonly configs?: Readonly<Record<string, { readonly name: string; readonly file: string }>>;
  readonly volumes?: Readonly<Record<string, object>>;
}

export type ComposeNetwork =
  | { readonly external: true; readonly name: string }
  | { readonly driver: 'overlay'; readonly driver_opts: { readonly encrypted: '' } };

/** No `ports`: the Swarm would publish them on every address of every node. */
export interface ComposeService {
  readonly image: string | Variable;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly secrets?: readonly { readonly source: string; readonly target: string }[] | undefined;
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly volumes?: readonly Volume[];
  readonly read_only?: boolean;
  readonly cap_drop: readonly ['ALL'];
  readonly stop_grace_period?: string;
  readonly healthcheck?: {
    /** @default the image's own */
    readonly test?: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly start_period: string;
  };
  readonly deploy: Deploy;
}

/** The short forms say the same, but a stack leaves out `tmpfs` without a word. */
type Volume =
  | { readonly type: 'volume'; readonly source: string; readonly target: string }
  | { readonly type: 'tmpfs'; readonly target: string };

export interface Deploy {
  readonly mode?: 'replicated-job';
  readonly replicas?: number;
  readonly resources: {
    readonly limits: { readonly cpus: string; readonly memory: string };
    readonly reservations: { readonly memory: string };
  };
  readonly placement?: { readonly constraints: readonly string[] };
  readonly restart_policy: {
    readonly condition: 'any' | 'on-failure' | 'none';
    readonly delay?: string;
    readonly max_attempts?: number;
  };
  readonly update_config?: Update & { readonly failure_action: 'rollback' };
  readonly rollback_config?: Update;
}

interface Update {
  readonly parallelism: number;
  readonly order: 'start-first' | 'stop-first';
  readonly monitor?: string;
}

/** The text of a compose file, in which every text means itself. */
export function composeFile(compose: Compose): string {
  return toYaml(literally({ version: '3.13', ...compose }));
}

/** A network that nobody on the way between the nodes can read. */
export const ENCRYPTED: ComposeNetwork = { driver: 'overlay', driver_opts: { encrypted: '' } };

/** Memory that a container has to itself and cannot exceed, so that none takes another's. @param cpus at most, at a time */
export function resources(memoryMiB: number, cpus: number): Deploy['resources'] {
  const memory = `${memoryMiB}M`;
  return { limits: { cpus: String(cpus), memory }, reservations: { memory } };
}

/** Folders of a container that it may write to and that are gone with it. */
export function inMemory(...folders: readonly string[]): Volume[] {
  return folders.map((target) => ({ type: 'tmpfs', target }));
}
