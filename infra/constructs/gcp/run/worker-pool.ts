import { CloudRunV2WorkerPool } from '@cdktf/provider-google/lib/cloud-run-v2-worker-pool';
import { Construct } from 'constructs';
import { env } from './container';

export interface WorkerPoolProps {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  /** E-mail address of the account that it acts as. */
  readonly account: string;
  readonly image: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly instances: number;
  /** Virtual CPUs. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** While true, Terraform refuses any plan that destroys it. */
  readonly deletionProtection: boolean;
}

/**
 * Processes on Cloud Run that nobody calls: without a port, a probe, a volume and a network of ours, so many as they are
 * told. They reach Google's APIs, and whatever else is public. https://docs.cloud.google.com/run/docs/deploy-worker-pools
 */
export class WorkerPool extends Construct {
  constructor(scope: Construct, id: string, props: WorkerPoolProps) {
    super(scope, id);
    const { name, region, description, account, image, variables, instances, deletionProtection } = props;
    new CloudRunV2WorkerPool(this, 'Resource', {
      name,
      location: region,
      description,
      // Manual scaling is offered under no other.
      launchStage: 'BETA',
      deletionProtection,
      scaling: { manualInstanceCount: instances },
      template: {
        serviceAccount: account,
        containers: [
          {
            name,
            image,
            env: env(variables),
            resources: { limits: { cpu: String(props.cpu), memory: `${props.memoryMiB}Mi` } },
          },
        ],
      },
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: ['client', 'client_version'] },
    });
  }
}
