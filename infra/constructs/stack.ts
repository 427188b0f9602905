import {
  type App,
  GcsBackend,
  LocalBackend,
  S3Backend,
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
} from 'cdktf';
import type { Node } from 'constructs';
import type { Target } from '../../config/system';
import { TerraformData } from './local/terraform-data';

const TERRAFORM_VERSION = '>= 1.11';

export interface SystemStackProps {
  /** What this stack is of its system, e.g. `network`; ends its name. @default it is the system's only stack */
  readonly part?: string;
  /** Cloud Storage bucket for the state. @default a local file under `.terrachart/state` */
  readonly stateBucket?: string | undefined;
  /** S3 bucket for the state, and the bucket's region. @default as above */
  readonly s3State?: { readonly bucket: string; readonly region: string } | undefined;
}

/**
 * One part of a system in one environment, with a state of its own, named `<system>-<environment>[-<part>]`.
 * Inside it, a resource's Terraform name is its construct path: `mysql/database` is `mysql_database`, and an
 * id of `Resource` says nothing, as the AWS CDK has it, so that a construct's main resource bears its name.
 */
export abstract class SystemStack extends TerraformStack {
  private readonly elements = new Map<string, TerraformElement | Node>();

  constructor(app: App, target: Target, { part, stateBucket, s3State }: SystemStackProps) {
    const name = [target.system.name, target.environment, part].filter(Boolean).join('-');
    super(app, name);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    if (stateBucket) new GcsBackend(this, { bucket: stateBucket, prefix: name });
    else if (s3State) this.keepStateInS3(name, s3State);
    // Relative, because terraform runs in `cdktf.out/stacks/<stack>` of any checkout.
    else new LocalBackend(this, { path: `../../../.terrachart/state/${name}.tfstate` });
    this.refusePlaceholders(target);
  }

  /** Something that people or scripts want to know after apply. */
  protected publish(name: string, description: string, value: string | string[]): void {
    new TerraformOutput(this, name, { description, value });
  }

  private keepStateInS3(name: string, { bucket, region }: { readonly bucket: string; readonly region: string }): void {
    new S3Backend(this, { bucket, region, key: `${name}.tfstate`, encrypt: true });
    // A lock object beside the state instead of a DynamoDB table; cdktf's type does not know it.
    // https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }

  /** Two constructs of the same Terraform name would be merged into one resource without a word. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { scopes } = element instanceof TerraformElement ? element.node : element;
    const path = scopes.slice(scopes.indexOf(this) + 1).map(({ node }) => node.id);
    const name = path.filter((id) => id !== 'Resource').join('_');
    const kind = element.constructor.name;
    const other = this.elements.get(`${kind} ${name}`);
    if (other && other !== element) {
      throw new Error(`${this.node.id}: two ${kind} are named ${name}; rename the one at ${path.join('/')}`);
    }
    this.elements.set(`${kind} ${name}`, element);
    return name;
  }

  /** Lets plan and apply fail while values that only the user knows are still the built-in ones. */
  private refusePlaceholders({ system, environment, placeholders }: Target): void {
    if (placeholders.length === 0) return;
    // A condition must not be constant; one over a local passes for variable.
    new TerraformLocal(this, 'placeholders', [...placeholders]);
    new TerraformData(this, 'configured', {
      lifecycle: {
        precondition: [
          {
            condition: '${length(local.placeholders) == 0}',
            errorMessage: `These values of ${system.name}.${environment} are placeholders: ${placeholders.join(', ')}. Set yours in terrachart.yaml and synthesize again.`,
          },
        ],
      },
    });
  }
}
