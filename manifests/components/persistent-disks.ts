import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { clusterScoped } from '../constructs/metadata';

export interface PersistentDisksProps {
  /** The two zones where the pods may be. */
  readonly zones: readonly [string, string];
  /** Each disk is in both zones and outlives one of them; otherwise in that of its pod. */
  readonly regional: boolean;
  /** A disk outlives its claim, and somebody has to delete it. */
  readonly kept: boolean;
  /** Key of Cloud KMS that encrypts them, in the region of the zones. */
  readonly key: string;
  /** Of the disks. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A StorageClass of balanced persistent disks of Google Cloud; the construct's id is its name.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd
 */
export class PersistentDisks extends Construct {
  constructor(scope: Construct, id: string, { zones, regional, kept, key, labels }: PersistentDisksProps) {
    super(scope, id);
    new k8s.KubeStorageClass(this, 'StorageClass', {
      metadata: clusterScoped({ name: id }),
      provisioner: 'pd.csi.storage.gke.io',
      parameters: {
        type: 'pd-balanced',
        'replication-type': regional ? 'regional-pd' : 'none',
        'disk-encryption-kms-key': key,
        labels: Object.entries(labels)
          .map(([label, value]) => `${label}=${value}`)
          .join(','),
      },
      reclaimPolicy: kept ? 'Retain' : 'Delete',
      allowVolumeExpansion: true,
      // The disk is made where its pod can run.
      volumeBindingMode: 'WaitForFirstConsumer',
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.gke.io/zone', values: [...zones] }] }],
    });
  }
}
