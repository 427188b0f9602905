import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import type { App } from 'cdktf';
import { cloudLabels } from '../../../config/labels';
import type { Target } from '../../../config/system';
import { SystemStack } from '../stack';

export interface GoogleStackProps {
  /** What this stack is of its system, e.g. `network`; ends its name. @default it is the system's only stack */
  readonly part?: string;
  readonly projectId: string;
  readonly region: string;
  /** Where zonal resources go. @default nothing of the stack is zonal */
  readonly zone?: string;
  /**
   * Whether the API calls of this stack count against its own project. Budgets refuse those of a person otherwise, which
   * count against a project of Google's. @default they count where the caller is at home
   */
  readonly ownQuota?: boolean;
  /** Cloud Storage bucket for the state. @default a local file under `.terrachart/state` */
  readonly stateBucket?: string | undefined;
}

/** A stack on Google Cloud. Whatever can carry labels says which system and environment it belongs to. */
export abstract class GoogleStack extends SystemStack {
  /** For the few resources whose labels are not called `labels` and that the provider's defaults miss. */
  protected readonly labels: Readonly<Record<string, string>>;

  constructor(app: App, target: Target, props: GoogleStackProps) {
    const { part, projectId: project, region, zone, ownQuota = false, stateBucket: bucket } = props;
    super(app, target, { part, state: bucket === undefined ? undefined : { kind: 'gcs', bucket } });
    this.labels = cloudLabels(target.system.name, target.environment);
    const provider = new GoogleProvider(this, 'google', {
      project,
      region,
      zone,
      ...(ownQuota && { billingProject: project, userProjectOverride: true }),
    });
    // By override, because cdktf rewrites the keys of a provider's maps: `part-of` would become `part_of`.
    provider.addOverride('default_labels', this.labels);
  }
}
