import { OrgPolicyPolicy } from '@cdktf/provider-google/lib/org-policy-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface AllowedLocationsProps {
  readonly project: string;
  /** Groups of places, e.g. `in:canada-locations`, `in:us-east4-locations`. */
  readonly locations: readonly string[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Where anything may be created in a project, whoever does it and by whatever means; what is there already stays.
 * https://cloud.google.com/resource-manager/docs/organization-policy/defining-locations
 */
export class AllowedLocations extends Construct {
  /** What is created later waits for it. */
  public readonly policy: OrgPolicyPolicy;

  constructor(scope: Construct, id: string, { project, locations, dependsOn }: AllowedLocationsProps) {
    super(scope, id);
    this.policy = new OrgPolicyPolicy(this, 'Resource', {
      name: `projects/${project}/policies/gcp.resourceLocations`,
      parent: `projects/${project}`,
      spec: { inheritFromParent: false, rules: [{ values: { allowedValues: [...locations] } }] },
      dependsOn: [...dependsOn],
    });
  }
}
