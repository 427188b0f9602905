import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Workload, type WorkloadProps } from './workload';

export interface TaskProps extends WorkloadProps {
  readonly command: readonly string[];
  /** A line for the shell that succeeds once the server that the work needs answers, e.g. `pg_isready`. */
  readonly ready: string;
  /** When to run, in cron's five fields and UTC. @default once, at every apply */
  readonly schedule?: string;
  /** Never by itself: whoever needs it makes a Job of the CronJob, with `kubectl create job --from`. @default false */
  readonly onDemand?: boolean;
  /** Seconds after which a run is given up, with all its tries. @default never */
  readonly longestRun?: number;
  /** Tries after the first failure, with growing pauses. @default 10, which takes an hour; 5 with a schedule, ten minutes */
  readonly retries?: number;
}

/** Seconds that a finished one-off Job stays to be read; afterwards `kubectl apply` can create it anew. */
const KEPT_SECONDS = 120;

/** Seconds that the work waits for its server in each try. */
const PATIENCE_SECONDS = 120;

/**
 * Work that ends: a Job, or with a schedule a CronJob. It runs again at every apply, so what it does must be idempotent.
 * It begins when its server answers: whatever enforces network policies learns a new pod's address some seconds late,
 * and its first connections are refused. https://github.com/kubernetes/kubernetes/issues/85966
 * A Job's template cannot be changed: an apply that changes it within two minutes of the last run is refused.
 */
export class Task extends Workload {
  constructor(scope: Construct, id: string, { ready, command, ...props }: TaskProps) {
    const { onDemand = false, longestRun, ...scheduled } = props;
    // A CronJob wants a schedule also where it is suspended.
    const { schedule = onDemand ? '0 0 1 1 *' : undefined, ...tried } = scheduled;
    const { retries = schedule === undefined ? 10 : 5, ...workload } = tried;
    super(scope, id, { ...workload, command: ['/bin/sh', '-c', onceReady(ready), '--', ...command] }, ['storageClass']);
    const template = this.podTemplate();
    const job: k8s.JobSpec = {
      backoffLimit: retries,
      activeDeadlineSeconds: longestRun,
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
        suspend: onDemand || undefined,
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

/** The shell becomes its arguments, the command, when the server answers; what kept it from answering is said once. */
function onceReady(ready: string): string {
  return `\
end=$(($(date +%s) + ${PATIENCE_SECONDS}))
until (${ready}) >/dev/null 2>&1; do
  if [ "$(date +%s)" -ge "$end" ]; then
    ${ready}
    echo 'gave up waiting for the server' >&2
    exit 1
  fi
  sleep 2
done
exec "$@"
`;
}
