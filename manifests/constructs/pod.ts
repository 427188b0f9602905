import type { k8s } from 'cdk8s-plus-28';
import { type ContainerProps, container } from './container';
import type { Volume } from './volumes';

/** What a pod needs besides its main container. */
export interface PodProps extends ContainerProps {
  /** UID that every container runs as. */
  readonly user: number;
  /** GID that every container runs as. @default the UID */
  readonly group?: number;
  /** GID that owns the volumes. @default none */
  readonly volumeGroup?: number;
  /** Containers that run to their end, one after the other, before the main one starts. */
  readonly setup?: Readonly<Record<string, ContainerProps>>;
  /** Containers that start before the main one and stop after it (native sidecars). */
  readonly sidecars?: Readonly<Record<string, ContainerProps>>;
  /**
   * Seconds that the main container serves on once the pod is to go, until nobody sends to it any more; SIGTERM comes
   * afterwards. @default 0; see WebApp
   */
  readonly notice?: number;
  /** Seconds between SIGTERM and the kill. @default 30, as Kubernetes */
  readonly gracePeriod?: number;
  /** Mounts a token for the Kubernetes API. @default false */
  readonly apiToken?: boolean;
  /** Labels beside the standard ones. */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: k8s.Affinity;
  readonly tolerations?: readonly k8s.Toleration[];
  /** Name of a PriorityClass. @default the cluster's */
  readonly priorityClass?: string;
  /** Names of the Secrets by which images are pulled. @default none */
  readonly imagePullSecrets?: readonly string[];
}

/** A pod with the baseline that every one gets: not root, seccomp, no API token unless asked for. */
export function podSpec(name: string, serviceAccountName: string, props: PodProps): k8s.PodSpec {
  const { user, group = user, volumeGroup, setup = {}, sidecars = {}, notice = 0, gracePeriod = 30 } = props;
  const { apiToken = false, nodeSelector, affinity, tolerations, priorityClass, imagePullSecrets } = props;
  const initContainers = [
    ...Object.entries(setup).map(([id, spec]) => container(id, spec)),
    ...Object.entries(sidecars).map(([id, spec]) => ({ ...container(id, spec), restartPolicy: 'Always' })),
  ];
  const volumes = volumesOf(props);
  return {
    serviceAccountName,
    automountServiceAccountToken: apiToken,
    // Service links would put a variable for every Service of the namespace into every container.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: notice + gracePeriod,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: group,
      ...(volumeGroup !== undefined && { fsGroup: volumeGroup, fsGroupChangePolicy: 'OnRootMismatch' }),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(initContainers.length > 0 && { initContainers }),
    containers: [container(name, props)],
    ...(volumes.length > 0 && {
      volumes: volumes.flatMap(({ name: volume, source }) => (source ? [{ name: volume, ...source }] : [])),
    }),
    nodeSelector: nodeSelector && { ...nodeSelector },
    affinity,
    tolerations: tolerations && [...tolerations],
    priorityClassName: priorityClass,
    imagePullSecrets: imagePullSecrets?.map((secret) => ({ name: secret })),
  };
}

/** Hash over the content of everything mounted, for the annotation that rolls pods; undefined when nothing has one. */
export function configChecksum(props: PodProps): string | undefined {
  const checksums = volumesOf(props).flatMap(({ checksum }) => checksum ?? []);
  return checksums.length > 0 ? checksums.join('-') : undefined;
}

/** Every volume that a container mounts, once. */
function volumesOf({ mounts = {}, setup = {}, sidecars = {} }: PodProps): Volume[] {
  const all = [{ mounts }, ...Object.values(setup), ...Object.values(sidecars)].flatMap(({ mounts: paths = {} }) =>
    Object.values(paths).flatMap((volume) => volume ?? []),
  );
  return [...new Map(all.map((volume) => [volume.name, volume])).values()];
}
