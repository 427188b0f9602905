import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { SecretManagerSecretVersion } from '@cdktf/provider-google/lib/secret-manager-secret-version';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ephemeralPassword } from '../local/ephemeral-password';

export interface SecretProps {
  readonly name: string;
  /** The only region that keeps it. */
  readonly region: string;
  /** While true, Terraform and the API refuse to destroy it, with all its values. */
  readonly deletionProtection: boolean;
}

/** A secret in Secret Manager, whose value somebody adds by hand; each one who may read it is named. */
export class Secret extends Construct {
  public readonly resource: SecretManagerSecret;

  constructor(scope: Construct, id: string, { name, region, deletionProtection }: SecretProps) {
    super(scope, id);
    this.resource = new SecretManagerSecret(this, 'Resource', {
      secretId: name,
      replication: { userManaged: { replicas: [{ location: region }] } },
      // A version that is deleted by mistake can be had back for so long.
      versionDestroyTtl: `${7 * 24 * 60 * 60}s`,
      deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  public grantRead(id: string, member: string): SecretManagerSecretIamMember {
    return grantSecret(this, id, this.resource.secretId, member);
  }
}

export interface GeneratedSecretProps extends SecretProps {
  /** A higher number has a new value generated at the next apply. */
  readonly generation: number;
}

/** A value that only write-only arguments take, and the number that has it written. */
export interface WriteOnly {
  readonly value: string;
  readonly version: number;
}

/** Characters of a generated value, each one of 62: 285 bits. */
const LENGTH = 48;

/** A secret that Terraform fills with a random value, which nobody sees and no state holds. */
export class GeneratedSecret extends Secret {
  /** For whoever must be told the value too. Should an apply fail between the two, a higher generation makes them one again. */
  public readonly generated: WriteOnly;
  /** What a reader waits for. */
  public readonly version: SecretManagerSecretVersion;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id, props);
    const value = ephemeralPassword(TerraformStack.of(this), this.resource.friendlyUniqueId, LENGTH);
    this.generated = { value, version: props.generation };
    this.version = new SecretManagerSecretVersion(this, 'version', {
      secret: this.resource.id,
      secretDataWo: value,
      secretDataWoVersion: props.generation,
      // The old value goes when the new one is there, and can be enabled again.
      deletionPolicy: 'DISABLE',
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/** Lets a member read a secret of the project, by its name. */
export function grantSecret(scope: Construct, id: string, secretId: string, member: string) {
  return new SecretManagerSecretIamMember(scope, id, { secretId, role: 'roles/secretmanager.secretAccessor', member });
}
