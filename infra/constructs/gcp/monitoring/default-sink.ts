import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface DefaultSinkProps {
  /** Whose logs. @default those of the stack's project */
  readonly project?: string;
  /** `projects/<project>/locations/<region>/buckets/<bucket>` */
  readonly bucket: string;
  /** @default the project logs already */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Leads everything that is logged in a project to a bucket of ours, instead of the project's default one, which is somewhere
 * in the world. The sink is there before Terraform, which takes it over, and leaves it as it is when it is destroyed. Audit
 * logs of changes come as well; what Google keeps of them besides, in the bucket `_Required`, no sink can lead elsewhere.
 * https://cloud.google.com/logging/docs/default-settings
 */
export class DefaultSink extends Construct {
  /** Member of IAM that writes; to a bucket of another project it needs a right. */
  public readonly writer: string;

  constructor(scope: Construct, id: string, { project, bucket, dependsOn }: DefaultSinkProps) {
    super(scope, id);
    const sink = new LoggingProjectSink(this, 'Resource', {
      name: '_Default',
      project,
      description: 'Everything, where the data may be.',
      destination: `logging.googleapis.com/${bucket}`,
      // As long as there is none, the provider leaves the filter as it was, which keeps audit logs out.
      filter: 'severity >= DEFAULT',
      uniqueWriterIdentity: true,
      dependsOn: dependsOn && [...dependsOn],
    });
    this.writer = sink.writerIdentity;
  }
}
