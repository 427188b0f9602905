import type { Construct } from 'constructs';
import { fileChecksum, ROOT } from './files';
import { TerraformData } from './terraform-data';

export interface ScriptStepProps {
  /** A bash script, by its path below the repository's root, where it also starts. */
  readonly script: string;
  /** What the script is told. A change alone runs nothing: say in `triggers` what matters. */
  readonly environment: Readonly<Record<string, string>>;
  /** What makes Terraform run the script again when it changes, besides the script itself. */
  readonly triggers: Readonly<Record<string, string>>;
  /** Steps that come before. */
  readonly after: readonly TerraformData[];
}

/**
 * One step of a procedure: an idempotent script that Terraform runs once, and again when a trigger changes. A step that
 * failed is run again by the next apply, which leaves alone those that succeeded.
 */
export class ScriptStep extends TerraformData {
  constructor(scope: Construct, id: string, { script, environment, triggers, after }: ScriptStepProps) {
    super(scope, id, { triggers: { ...triggers, script: fileChecksum(script) }, dependsOn: [...after] });
    this.run({ workingDirectory: ROOT, command: `bash ${script}`, environment });
  }
}
