import { k8s } from 'cdk8s-plus-28';

/** A volume and how it is mounted; the pod collects its volumes from the mounts of its containers. */
export interface Volume {
  readonly name: string;
  /** @default the volume comes from a claim template of the same name */
  readonly source?: Omit<k8s.Volume, 'name'>;
  /** @default true */
  readonly readOnly?: boolean;
  /** One file or folder of the volume. @default all of it */
  readonly subPath?: string;
  /** Hash of the content; pods roll when it changes. */
  readonly checksum?: string;
  /** HostToContainer shows what the node mounts later. @default None, as Kubernetes */
  readonly propagation?: 'HostToContainer';
}

/** Space that lives as long as the pod, for what a read-only root file system cannot take.
 * @param sizeLimit the pod is evicted above it
 */
export function scratch(name: string, sizeLimit = '64Mi'): Volume {
  return { name, readOnly: false, source: { emptyDir: { sizeLimit: k8s.Quantity.fromString(sizeLimit) } } };
}

/** The same in memory, for secrets that must not touch a disk; counts against the memory limit. */
export function memory(name: string, sizeLimit = '1Mi'): Volume {
  return {
    name,
    readOnly: false,
    source: { emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString(sizeLimit) } },
  };
}

/** A disk that lives as long as the pod, for what is larger than a node's own. */
export function scratchDisk(name: string, size: string, storageClassName?: string): Volume {
  const spec: k8s.PersistentVolumeClaimSpec = {
    accessModes: ['ReadWriteOnce'],
    storageClassName,
    resources: { requests: { storage: k8s.Quantity.fromString(size) } },
  };
  return { name, readOnly: false, source: { ephemeral: { volumeClaimTemplate: { spec } } } };
}

/** A file tree of the node, read-only. Pod Security `restricted` refuses it: it needs a namespace and a waiver of its own. */
export function nodePath(name: string, path: string, propagation?: 'HostToContainer'): Volume {
  return { name, source: { hostPath: { path } }, propagation };
}

/** A token for the pod's ServiceAccount that only `audience` accepts; the kubelet renews it. */
export function projectedToken(name: string, audience: string, expirationSeconds = 3600): Volume {
  return {
    name,
    source: { projected: { sources: [{ serviceAccountToken: { path: 'token', audience, expirationSeconds } }] } },
  };
}

/** The same volume, writable. */
export function writable(volume: Volume): Volume {
  return { ...volume, readOnly: false };
}
