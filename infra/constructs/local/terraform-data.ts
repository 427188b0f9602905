import { type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps extends TerraformMetaArguments {
  /** Kept in the state, so that a command at destruction can say `${self.input.<key>}`. */
  readonly input?: Readonly<Record<string, string>>;
  /** Replaces the resource, and so runs its commands again, when a value changes. */
  readonly triggers?: Readonly<Record<string, string>>;
  /** Shell command to run when the resource is destroyed; if it fails, the destruction goes on. */
  readonly onDestroy?: string;
}

/** A shell command on the machine that runs terraform. */
export interface LocalCommand {
  readonly command: string;
  /** At destruction it may refer to `self` alone, and is left out if the creation had failed. @default at creation */
  readonly when?: 'destroy';
  readonly environment?: Readonly<Record<string, string>>;
  /** @default the stack's folder */
  readonly workingDirectory?: string;
  /** What becomes of the resource when the command fails. @default 'fail' */
  readonly onFailure?: 'continue';
}

/**
 * Terraform's built-in resource that creates nothing: somewhere to hang a condition or a command.
 * cdktf's own `DataResource` runs `terraform version` at synth, which must work without terraform.
 */
export class TerraformData extends TerraformResource {
  private readonly input?: Readonly<Record<string, string>>;
  private readonly triggers?: Readonly<Record<string, string>>;
  private readonly commands: Record<string, unknown>[] = [];

  constructor(scope: Construct, id: string, { input, triggers, onDestroy, ...metaArguments }: TerraformDataProps) {
    super(scope, id, { ...metaArguments, terraformResourceType: 'terraform_data' });
    this.input = input;
    this.triggers = triggers;
    if (onDestroy !== undefined) this.run({ when: 'destroy', onFailure: 'continue', command: onDestroy });
  }

  /** An expression that changes whenever the resource is replaced. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Adds a command; those of one occasion run in the order in which they were added. */
  run({ when, onFailure, workingDirectory, command, environment }: LocalCommand): void {
    this.commands.push({
      'local-exec': {
        when,
        on_failure: onFailure,
        working_dir: workingDirectory,
        command,
        environment,
      },
    });
    // By override, because cdktf's type of provisioners lacks on_failure.
    this.addOverride('provisioner', this.commands);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input, triggers_replace: this.triggers };
  }
}
