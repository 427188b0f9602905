import { File } from '@cdktf/provider-local/lib/file';
import { TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';

export interface YamlFileProps {
  /** Relative to the stack's folder. */
  readonly filename: string;
  /** Numbers, texts, lists and maps. Texts may hold what only apply knows, and mean themselves else. */
  readonly content: object;
  /** @default '0600' */
  readonly filePermission?: string;
  /** Of folders that are not there yet. @default '0755' */
  readonly directoryPermission?: string;
}

/**
 * A YAML file on this machine. Terraform writes it from the object, which stands in the output as one: so a value that
 * only apply knows is quoted where it must be, as all others are.
 */
export class YamlFile extends Construct {
  constructor(scope: Construct, id: string, props: YamlFileProps) {
    super(scope, id);
    const { filename, content, filePermission = '0600', directoryPermission = '0755' } = props;
    const { friendlyUniqueId } = new TerraformLocal(this, 'content', literally(content));
    new File(this, 'Resource', {
      filename,
      content: `---\n# Written by Terraform; changes are lost with the next apply.\n\${yamlencode(local.${friendlyUniqueId})}`,
      filePermission,
      directoryPermission,
    });
  }
}

/** With texts of which Terraform takes no part for an expression, but what cdktf left there for one. */
function literally(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\$\{(?!TfToken\[)/g, '$$$${').replace(/%\{/g, '%%{');
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, literally(below)]));
}
