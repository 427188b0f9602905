import { hasRegistry } from '../checks';
import { distinct, valueAt } from '../rules';
import type { Rule } from '../system';
import { images } from '../versions';
import type { ClusterConfig } from './values';

/** What the systems that share a laptop agree on, and what follows from it. */

/**
 * One cluster for all of them. What k3d cannot change in a cluster's life is the same whichever system comes first: K3s'
 * version and the published ports. So each system answers at the same URL, alone or beside the others, and comes and goes
 * without them noticing:
 *
 * - 80 and 443 are Traefik's: K3s' own, or the one of a system that brings its own to the class `traefik`, which sets
 *   K3s' aside for as long as it is up.
 * - Everything else that must be reached from outside takes one of `nodePorts`, a gateway of a mesh too.
 */
export const sharedCluster: ClusterConfig = {
  name: 'terrachart',
  workerCount: 3,
  ports: { http: 80, https: 443 },
  nodePorts: [30080, 30443, 30762],
};

/** What the tools must be at least; https://k3d.io/stable/#requirements */
export const minimumVersions = {
  docker: '20.10.5',
  /** The first that k3d has instructions for; https://k3d.io/stable/usage/advanced/podman/ */
  podman: '4.0.0',
  k3d: '5.7.0',
  /** One minor version below K3s, as Kubernetes' skew policy allows. */
  kubectl: '1.35.0',
} as const;

/** Images that nobody can pull have it for a registry; k3d puts them on the nodes. */
const NO_REGISTRY = 'terrachart.local';

interface WithCluster {
  readonly cluster: ClusterConfig;
}

/** Rules for a section `cluster`. @param images paths of the images that are built for it, e.g. `app.image` */
export function clusterRules(...images: readonly string[]): readonly Rule<WithCluster>[] {
  return [
    ...distinct('a port', ['cluster.ports.http', 'cluster.ports.https']),
    ...images.map(
      (path): Rule<WithCluster> => ({
        reads: [path, 'cluster.existing.registry'],
        check: (config) => {
          const image = String(valueAt(config, path));
          const { existing } = config.cluster;
          return existing && hasRegistry(image) && !image.startsWith(`${existing.registry}/`)
            ? `a name without a registry, or in cluster.existing.registry (${existing.registry})`
            : undefined;
        },
      }),
    ),
    ...images.map(
      (path): Rule<WithCluster> => ({
        reads: [path],
        check: (config) =>
          String(valueAt(config, path)).includes('@')
            ? 'an image without a digest: it is built here, and nobody knows its digest before'
            : undefined,
      }),
    ),
  ];
}

/** Where a system's images come from, without the system's name. */
export function imageRegistry({ existing }: ClusterConfig): string {
  return existing?.registry ?? NO_REGISTRY;
}

/** The cluster's own kubeconfig, below the root of the repository; `~/.kube/config` is never written. */
export function kubeconfig({ name, existing }: ClusterConfig): string {
  return `.terrachart/kubeconfig-${existing ? 'existing' : name}.yaml`;
}

/** What the cluster cannot change in its life; k3d writes it on the server's container, in an alphabet of labels. */
export function settings({ ports, nodePorts, existing }: ClusterConfig): string {
  return existing ? 'existing' : [images.k3s.tag, ports.http, ports.https, ...nodePorts].join('_');
}

/** What a host that Traefik serves is opened by. */
export function ingressUrl({ ports, existing }: ClusterConfig, host: string): string {
  return existing || ports.https === 443 ? `https://${host}` : `https://${host}:${ports.https}`;
}
