import { ownApp, pods, replicated, stored, workloads } from '../workloads';

/** Everything that runs in the cluster, by the name of its Deployment, StatefulSet, DaemonSet, Job or CronJob. */
const everywhere = {
  traefik: replicated,
  vault: stored,
  prometheus: stored,
  grafana: stored,
  'kube-state-metrics': pods,
  'node-exporter': pods,
  'create-schema': pods,
  mysql: stored,
  'generate-mysql-secret': pods,
  'generate-fastapi-secret': pods,
  'generate-grafana-secret': pods,
};

const apps = { fastapi: ownApp, streamlit: ownApp };

export const laptopWorkloads = workloads(apps, everywhere);

export const googleCloudWorkloads = workloads(apps, { ...everywhere, 'vault-snapshot': stored });
