import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import { LoggingProjectExclusion } from '@cdktf/provider-google/lib/logging-project-exclusion';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import { Construct } from 'constructs';
import { logMetric, type Metric } from '../../../../config/google/metrics';
import type { UsableKey } from '../key-ring';

export interface LogsProps {
  readonly name: string;
  /** What is in it; shown in the console. @default logs of what serves */
  readonly description?: string;
  readonly projectId: string;
  readonly region: string;
  /** How long entries are kept. */
  readonly days: number;
  /** Encrypts it; in the same region, and for ever. @default a key of Google's */
  readonly key?: UsableKey;
  /** While true, Terraform refuses any plan that destroys it, with all its logs. @default false */
  readonly deletionProtection?: boolean;
}

/**
 * A bucket of logs that are kept where and as long as the system wants it. What a sink leads there is no longer kept by
 * the project's default bucket, where it would be paid for a second time; metrics of logs count it all the same.
 */
export class Logs extends Construct {
  private readonly bucket: LoggingProjectBucketConfig;

  constructor(scope: Construct, id: string, props: LogsProps) {
    super(scope, id);
    const { name, projectId, region, days, key, deletionProtection = false } = props;
    const { description = 'Logs of the services, the database and the store.' } = props;
    this.bucket = new LoggingProjectBucketConfig(this, 'Resource', {
      project: projectId,
      location: region,
      bucketId: name,
      description,
      retentionDays: days,
      cmekSettings: key && { kmsKeyName: key.id },
      dependsOn: key && [...key.usable],
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** `projects/<project>/locations/<region>/buckets/<name>` */
  public get id(): string {
    return this.bucket.id;
  }

  /** Keeps what a filter finds. A bucket of the same project needs no rights for the sink. */
  public keep(id: string, name: string, filter: string): void {
    const sink = new LoggingProjectSink(this, id, {
      name,
      destination: `logging.googleapis.com/${this.bucket.id}`,
      filter,
      uniqueWriterIdentity: true,
    });
    new LoggingProjectExclusion(this, `${id}_elsewhere`, {
      name,
      description: `Kept by the sink ${name}.`,
      filter,
      // Entries are in neither bucket otherwise, until the sink is there.
      dependsOn: [sink],
    });
  }

  /** Counts the entries that a filter finds, on a type of resource. @returns what alerts may go by */
  public count(id: string, name: string, resource: string, filter: string): Metric {
    const metric = new LoggingMetric(this, id, {
      name,
      filter: `resource.type = "${resource}" AND ${filter}`,
      metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1' },
    });
    // By reference, so that whoever asks for it comes after it.
    return logMetric(metric.name, resource);
  }
}
