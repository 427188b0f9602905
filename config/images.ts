/**
 * Every container image and Helm chart that the output uses, pinned by exact tag, in one place.
 * Images that a system's users build themselves are named in that system's config.
 */
export interface Image {
  /** Registry and repository, without tag. */
  readonly repository: string;
  /** Exact tag; becomes the `app.kubernetes.io/version` label of what runs it. */
  readonly tag: string;
}

export const images = {
  cloudSqlProxy: { repository: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy', tag: '2.27.0' },
  curl: { repository: 'docker.io/curlimages/curl', tag: '8.15.0' },
  grafana: { repository: 'docker.io/grafana/grafana', tag: '12.2.0' },
  jaeger: { repository: 'docker.io/jaegertracing/jaeger', tag: '2.13.0' },
  // What k3d runs its nodes as; Istio 1.30 supports Kubernetes 1.32 to 1.36: https://istio.io/latest/docs/releases/supported-releases/
  k3s: { repository: 'docker.io/rancher/k3s', tag: 'v1.36.5-k3s1' },
  kubeStateMetrics: { repository: 'registry.k8s.io/kube-state-metrics/kube-state-metrics', tag: 'v2.17.0' },
  mysql: { repository: 'docker.io/library/mysql', tag: '8.4.6' },
  nodeExporter: { repository: 'quay.io/prometheus/node-exporter', tag: 'v1.12.1' },
  postgres: { repository: 'docker.io/library/postgres', tag: '17.7-bookworm' },
  prometheus: { repository: 'quay.io/prometheus/prometheus', tag: 'v3.13.5' },
  // Since 8.0 also under the AGPLv3; unmodified and spoken to over the network, it asks nothing of the app.
  redis: { repository: 'docker.io/library/redis', tag: '8.2.7-bookworm' },
  traefik: { repository: 'docker.io/library/traefik', tag: 'v3.7.13' },
  vault: { repository: 'docker.io/hashicorp/vault', tag: '1.21.4' },
} as const satisfies Record<string, Image>;

/** Helm charts that users install before `kubectl apply`, with the command that the documentation prints. */
export const charts = {
  certManager: { repository: 'oci://quay.io/jetstack/charts/cert-manager', version: 'v1.21.1' },
} as const;

/** `repository:tag`, as a pod spec wants it. */
export function reference({ repository, tag }: Image): string {
  return `${repository}:${tag}`;
}
