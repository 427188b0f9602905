import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaced } from './metadata';
import { storageClassOf } from './settings';

/** A volume that stays when the pods that use it go, named like their workload. @returns its claim */
export function keptVolume(scope: Construct, workload: string, size: string): k8s.KubePersistentVolumeClaim {
  return new k8s.KubePersistentVolumeClaim(scope, 'Volume', {
    metadata: namespaced(scope, { name: workload }),
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClassOf(scope, workload),
      resources: { requests: { storage: k8s.Quantity.fromString(size) } },
    },
  });
}
