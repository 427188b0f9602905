import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type Identity, namespaced } from './metadata';
import type { Volume } from './volumes';

export interface ConfigFilesProps extends Identity {
  /** Content by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Configuration files in a ConfigMap; a pod that mounts them rolls when they change. */
export class ConfigFiles extends Construct {
  /** Mount this; `subPath` selects one file. */
  readonly volume: Volume;

  constructor(scope: Construct, id: string, { files, ...identity }: ConfigFilesProps) {
    super(scope, id);
    new k8s.KubeConfigMap(this, 'ConfigMap', { metadata: namespaced(this, identity), data: files });
    this.volume = {
      name: identity.name,
      source: { configMap: { name: identity.name } },
      checksum: createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16),
    };
  }
}
