/**
 * What runs on the workers of the internal cluster, and the memory that its pods ask for together, in GiB: from the
 * requests that our values set, or where a chart is left to itself, from what its makers say.
 */
export const tools = {
  traefik: 0.5,
  certManager: 0.5,
  metricsServer: 0.5,
  /** The dashboard. */
  headlamp: 0.5,
  /** Prometheus and Grafana. */
  monitoring: 4,
  /** With PostgreSQL, Redis and an object store. https://docs.gitlab.com/charts/installation/ */
  gitlab: 16,
  /** Two builds at a time. */
  gitlabRunner: 4,
  /** With its database. https://docs.sonarsource.com/sonarqube-community-build/server-installation/server-host-requirements/ */
  sonarqube: 4,
  /** Elasticsearch, Logstash, Kibana, Filebeat. */
  logs: 9,
  /** https://spinnaker.io/docs/setup/install/ */
  spinnaker: 16,
} as const;

export type Tool = keyof typeof tools;

export const toolNames = Object.keys(tools) as Tool[];

/** What the environments `test` and `qa` ask for, each; a test holds their charts to it. */
export const ENVIRONMENT_GIB = 5;

/** Environments that run on these workers. */
export const guests = ['test', 'qa'] as const;

/** Of a worker's memory, what its own system, the kubelet, the network and the storage agents need. */
export const WORKER_OVERHEAD_GIB = 4;

/** Of a server's memory, what Proxmox needs. */
export const SERVER_OVERHEAD_GIB = 4;
