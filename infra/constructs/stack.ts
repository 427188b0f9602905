import { type App, TerraformElement, TerraformLocal, TerraformOutput, TerraformStack } from 'cdktf';
import type { Node } from 'constructs';
import type { State } from '../../config/state';
import type { Target } from '../../config/system';
import type { Expectation } from '../../model/expectations';
import { TerraformData } from './local/terraform-data';
import { keepState } from './state';

const TERRAFORM_VERSION = '>= 1.11';

export interface SystemStackProps {
  /** What this stack is of its system, e.g. `network`; ends its name. @default it is the system's only stack */
  readonly part?: string;
  /** Where Terraform keeps what it knows of this stack. @default a local file under `.terrachart/state` */
  readonly state?: State | undefined;
}

/**
 * One part of a system in one environment, with a state of its own, named `<system>-<environment>[-<part>]`.
 * Inside it, a resource's Terraform name is its construct path: `mysql/database` is `mysql_database`, and an
 * id of `Resource` says nothing, as the AWS CDK has it, so that a construct's main resource bears its name.
 */
export abstract class SystemStack extends TerraformStack {
  /** What the stack needs and cannot make; a synth lists it. */
  readonly expectations: Expectation[] = [];
  private readonly elements = new Map<string, TerraformElement | Node>();

  constructor(app: App, target: Target, { part, state }: SystemStackProps) {
    const name = [target.system.name, target.environment, part].filter(Boolean).join('-');
    super(app, name);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    keepState(this, name, state);
    this.refusePlaceholders(target);
  }

  /**
   * Declares something that must be there before `cdktf deploy`, or that is left out because it is not.
   * @param from who provides it, or the command that does
   */
  protected expect(name: string, from: string): void {
    this.expectations.push({ kind: 'cloud', name: `${this.node.id}: ${name}`, from });
  }

  /** Something that people or scripts want to know after apply. */
  protected publish(name: string, description: string, value: string | string[]): void {
    new TerraformOutput(this, name, { description, value });
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
