import { type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps extends TerraformMetaArguments {
  /** Kept in the state, so that `onDestroy` can say `${self.input.<key>}`. */
  readonly input?: Readonly<Record<string, string>>;
  /** Shell command to run when the resource is destroyed; if it fails, the destruction goes on. */
  readonly onDestroy?: string;
}

/**
 * Terraform's built-in resource that creates nothing: somewhere to hang a condition or a command.
 * cdktf's own `DataResource` runs `terraform version` at synth, which must work without terraform.
 */
export class TerraformData extends TerraformResource {
  private readonly input?: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { input, onDestroy, ...metaArguments }: TerraformDataProps) {
    super(scope, id, { ...metaArguments, terraformResourceType: 'terraform_data' });
    this.input = input;
    if (onDestroy === undefined) return;
    // cdktf's type of provisioners lacks on_failure.
    this.addOverride('provisioner', [
      { 'local-exec': { when: 'destroy', on_failure: 'continue', command: onDestroy } },
    ]);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input };
  }
}
