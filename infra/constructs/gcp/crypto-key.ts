import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import type { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/** What CIS asks for at most; older versions stay for decryption. https://cloud.google.com/kms/docs/key-rotation */
const ROTATION_DAYS = 90;

export interface CryptoKeyProps {
  readonly name: string;
  readonly ring: KmsKeyRing;
  /**
   * While true, Terraform refuses any plan that destroys the key. Destroying one schedules all its versions for
   * destruction (30 days, in which they can be restored); the empty key and its ring remain, as nobody can delete those.
   */
  readonly deletionProtection: boolean;
}

/** A symmetric key that rotates by itself. */
export class CryptoKey extends Construct {
  private readonly key: KmsCryptoKey;

  constructor(scope: Construct, id: string, { name, ring, deletionProtection }: CryptoKeyProps) {
    super(scope, id);
    this.key = new KmsCryptoKey(this, 'Resource', {
      name,
      keyRing: ring.id,
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod: `${ROTATION_DAYS * 24 * 60 * 60}s`,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  public get id(): string {
    return this.key.id;
  }

  /** Gives `member` a role on this key alone. */
  public grant(id: string, role: string, member: string): ITerraformDependable {
    return new KmsCryptoKeyIamMember(this, id, { cryptoKeyId: this.key.id, role, member });
  }
}
