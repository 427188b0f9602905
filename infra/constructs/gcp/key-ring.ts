import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { CryptoKey } from './crypto-key';

export interface KeyRingProps<Name extends string> {
  readonly name: string;
  readonly region: string;
  /** Members of IAM that encrypt and decrypt with each key, by its name: services of Google's, on behalf of what they keep. */
  readonly keys: Readonly<Record<Name, readonly string[]>>;
  /** While true, Terraform refuses any plan that destroys a key. */
  readonly deletionProtection: boolean;
}

/** A key for something that is made in the same stack. */
export interface UsableKey {
  readonly id: string;
  /** The rights of who uses it: nothing can be made with the key before. */
  readonly usable: readonly ITerraformDependable[];
}

/** Keys in one region, one for each kind of thing that they encrypt, each for those alone who keep such things. */
export class KeyRing<Name extends string> extends Construct {
  private readonly keys = new Map<Name, UsableKey>();

  constructor(scope: Construct, id: string, { name, region, keys, deletionProtection }: KeyRingProps<Name>) {
    super(scope, id);
    const ring = new KmsKeyRing(this, 'Resource', { name, location: region });
    for (const key of Object.keys(keys) as Name[]) {
      const made = new CryptoKey(this, key, { name: key, ring, deletionProtection });
      const usable = keys[key].map((member, i) =>
        made.grant(i === 0 ? 'user' : `user_${i + 1}`, 'roles/cloudkms.cryptoKeyEncrypterDecrypter', member),
      );
      this.keys.set(key, { id: made.id, usable });
    }
  }

  public key(name: Name): UsableKey {
    return this.keys.get(name) as UsableKey;
  }
}
