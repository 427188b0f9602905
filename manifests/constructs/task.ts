import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Workload, type WorkloadProps } from './workload';

export interface TaskProps extends WorkloadProps {
  /** When to run, in cron's five fields and UTC. @default once, at every apply */
  readonly schedule?: string;
  /** Tries after the first failure. @default 10 */
  readonly retries?: number;
}

/** Seconds that a finished one-off Job stays to be read; afterwards `kubectl apply` can create it anew. */
const KEPT_SECONDS = 120;

/**
 * Work that ends: a Job, or with a schedule a CronJob. It runs again at every apply, so what it does must be idempotent.
 * A Job's template cannot be changed: an apply that changes it within two minutes of the last run is refused.
 */
export class Task extends Workload {
  constructor(scope: Construct, id: string, { schedule, retries = 10, ...props }: TaskProps) {
    super(scope, id, props);
    const template = this.podTemplate();
    const job: k8s.JobSpec = {
      backoffLimit: retries,
      template: { ...template, spec: { ...(template.spec as k8s.PodSpec), restartPolicy: 'OnFailure' } },
    };
    if (schedule === undefined) {
      new k8s.KubeJob(this, 'Job', {
        metadata: this.metadata(),
        spec: { ...job, ttlSecondsAfterFinished: KEPT_SECONDS },
      });
      return;
    }
    new k8s.KubeCronJob(this, 'CronJob', {
      metadata: this.metadata(),
      spec: {
        schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { spec: job },
      },
    });
  }
}
