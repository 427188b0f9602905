import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { App } from 'cdktf';
import { cloudLabels } from '../../../config/labels';
import type { Target } from '../../../config/system';
import { SystemStack } from '../stack';

export interface AwsStackProps {
  /** What this stack is of its system, e.g. `network`; ends its name. */
  readonly part: string;
  readonly region: string;
  /** S3 bucket for the state, in the same region. @default a local file under `.terrachart/state` */
  readonly stateBucket?: string | undefined;
}

/**
 * A stack on AWS. Whatever takes tags says which system and environment it belongs to.
 *
 * AWS chooses ids at creation, so that a stack must be told those of another. They are looked up by name and tags, not
 * read from the other's state: who may read a state reads all of it, a generated SSH key too, and a lookup fails with
 * the name of what is missing, whatever made it and wherever its state is.
 */
export abstract class AwsStack extends SystemStack {
  private readonly prefix: string;
  private readonly owner: Readonly<Record<string, string>>;

  constructor(app: App, target: Target, { part, region, stateBucket: bucket }: AwsStackProps) {
    super(app, target, { part, state: bucket === undefined ? undefined : { kind: 's3', bucket, region } });
    this.prefix = `${target.system.name}-${target.environment}`;
    this.owner = cloudLabels(target.system.name, target.environment);
    const provider = new AwsProvider(this, 'aws', { region });
    // By override, because cdktf rewrites the keys of a provider's maps: `part-of` would become `part_of`.
    provider.addOverride('default_tags', [{ tags: this.owner }]);
  }

  /** What a thing is called on AWS, e.g. `shop-production-nodes`; an account may hold several environments. */
  protected nameOf(thing: string): string {
    return `${this.prefix}-${thing}`;
  }

  /** By which a thing of this environment, made by whichever stack, is found. */
  protected tagsOf(thing: string): Record<string, string> {
    return { Name: this.nameOf(thing), ...this.owner };
  }
}
