import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount as GoogleServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface ServiceAccountProps {
  /** The part of its e-mail address before the `@`. */
  readonly accountId: string;
  /** Who acts through it; shown in the console. */
  readonly displayName: string;
  /** @default IAM answers already */
  readonly dependsOn?: readonly ITerraformDependable[];
}

export interface ProjectGrant {
  readonly project: string;
  readonly role: string;
  /** Narrows the role to some of the project's resources. @default all */
  readonly condition?: { readonly title: string; readonly expression: string };
}

/** An identity without keys: whoever acts through it is bound to it. */
export class ServiceAccount extends Construct {
  public readonly email: string;
  /** Its name in IAM policies. */
  public readonly member: string;
  /** Its name as a resource, for policies that say who may act as it. */
  public readonly resourceName: string;

  constructor(scope: Construct, id: string, { accountId, displayName, dependsOn }: ServiceAccountProps) {
    super(scope, id);
    const account = new GoogleServiceAccount(this, 'Resource', {
      accountId,
      displayName,
      dependsOn: dependsOn && [...dependsOn],
    });
    this.email = account.email;
    this.member = account.member;
    this.resourceName = account.name;
  }

  /** Gives it a role on the project, for services whose resources have no policy of their own. */
  public grant(id: string, { project, role, condition }: ProjectGrant): ProjectIamMember {
    return new ProjectIamMember(this, id, { project, role, member: this.member, condition });
  }
}
