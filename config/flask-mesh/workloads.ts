import { ownApp, pods, stored, workloads as workloadsOf } from '../workloads';

/** Everything that runs in the cluster, by the name of its Deployment, StatefulSet, Job or CronJob; Istio is istioctl's. */
export const workloads = workloadsOf(
  { 'flask-app': ownApp },
  {
    postgres: stored,
    'postgres-backup': stored,
    prometheus: stored,
    grafana: stored,
    jaeger: pods,
    'generate-postgres-secret': pods,
    'generate-grafana-secret': pods,
  },
);
