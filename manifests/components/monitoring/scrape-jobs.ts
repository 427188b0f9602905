import { copy, drop, keep, type Relabeling } from './relabeling';

/** What Prometheus scrapes, as its configuration spells it; https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config */
export interface ScrapeJob {
  readonly job_name: string;
  readonly [setting: string]: unknown;
}

/** Time between two scrapes of a target; panels ask for no finer step. */
export const SCRAPE_INTERVAL = '30s';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The API server and the kubelets know Prometheus by its token and are known by the cluster's CA. */
const asServiceAccount = {
  scheme: 'https',
  authorization: { credentials_file: `${account}/token` },
};

/** Prometheus itself. */
export function itself(port: number): ScrapeJob {
  return { job_name: 'prometheus', static_configs: [{ targets: [`localhost:${port}`] }] };
}

/** Every API server behind the Service `kubernetes`. */
export function apiServers(): ScrapeJob {
  return {
    job_name: 'apiserver',
    ...asServiceAccount,
    // Discovered by address; this name is in the certificate of every API server.
    tls_config: { ca_file: `${account}/ca.crt`, server_name: 'kubernetes.default.svc' },
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['default'] } }],
    relabel_configs: [
      keep('kubernetes;https', '__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'),
    ],
    metric_relabel_configs: [keep('apiserver_.+', '__name__'), drop('.+_bucket', '__name__')],
  };
}

/**
 * The kubelets' own metrics, at their own port: the way through the API server would need `nodes/proxy`, which can also
 * run commands in every pod. GKE and K3s sign the kubelets' certificates with the cluster's CA; kubeadm does with
 * `serverTLSBootstrap`. https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
 */
export function kubelets(): ScrapeJob {
  return {
    ...nodes('kubelet', '/metrics'),
    // K3s answers with the metrics of all its parts.
    metric_relabel_configs: [keep('kubelet_.+', '__name__'), drop('.+_bucket', '__name__')],
  };
}

/** CPU, memory and network of every container, measured by its kubelet; only what a pod accounts for. */
export function containers(): ScrapeJob {
  return {
    ...nodes('cadvisor', '/metrics/cadvisor'),
    metric_relabel_configs: [keep(containerMetrics.join('|'), '__name__'), keep('.+', 'pod')],
  };
}

const containerMetrics = [
  'container_cpu_usage_seconds_total',
  'container_memory_working_set_bytes',
  'container_network_(receive|transmit)_bytes_total',
];

function nodes(job_name: string, metrics_path: string): ScrapeJob {
  return {
    job_name,
    ...asServiceAccount,
    metrics_path,
    tls_config: { ca_file: `${account}/ca.crt` },
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: [copy('__meta_kubernetes_node_name', 'node')],
  };
}

/**
 * Pods annotated with `prometheus.io/scrape`; the job is called as the app. `https` is verified like any other
 * certificate: no certificate holds a pod's address, so these pods are asked by the name that a StatefulSet gives them.
 * @param namespaces where to look; everywhere by default
 * @param caFile who signed their certificates; the public authorities by default
 */
export function annotatedPods(namespaces?: readonly string[], caFile?: string): ScrapeJob {
  return {
    job_name: 'pods',
    tls_config: caFile && { ca_file: caFile },
    kubernetes_sd_configs: [discover('pod', namespaces)],
    relabel_configs: [
      keep('true', '__meta_kubernetes_pod_annotation_prometheus_io_scrape'),
      ...annotated('pod'),
      {
        source_labels: [
          '__scheme__',
          '__meta_kubernetes_pod_name',
          '__meta_kubernetes_pod_label_app_kubernetes_io_name',
          '__meta_kubernetes_namespace',
          '__meta_kubernetes_pod_annotation_prometheus_io_port',
        ],
        regex: 'https;(.+);(.+);(.+);(\\d+)',
        // The headless Service of a StatefulApp.
        replacement: '$1.$2-headless.$3.svc.cluster.local:$4',
        target_label: '__address__',
      },
      ...podLabels,
      copy('__meta_kubernetes_pod_label_app_kubernetes_io_name', 'job'),
    ],
  };
}

/** Pods behind Services annotated with `prometheus.io/scrape`, but for those that carry the annotation themselves. */
export function annotatedServices(namespaces?: readonly string[]): ScrapeJob {
  return {
    job_name: 'services',
    kubernetes_sd_configs: [discover('endpointslice', namespaces)],
    relabel_configs: [
      keep('true', '__meta_kubernetes_service_annotation_prometheus_io_scrape'),
      drop('true', '__meta_kubernetes_pod_annotation_prometheus_io_scrape'),
      ...annotated('service'),
      ...podLabels,
      copy('__meta_kubernetes_service_name', 'service'),
      copy('__meta_kubernetes_service_name', 'job'),
    ],
  };
}

function discover(role: 'pod' | 'endpointslice', names?: readonly string[]) {
  return { role, namespaces: names && { names: [...names] } };
}

/**
 * Where and how to ask, by annotation. A pod with several ports comes as several targets; the annotated port makes them
 * equal, and Prometheus scrapes equal targets once.
 */
function annotated(kind: 'pod' | 'service'): Relabeling[] {
  const annotation = (name: string) => `__meta_kubernetes_${kind}_annotation_prometheus_io_${name}`;
  return [
    drop('Succeeded|Failed', '__meta_kubernetes_pod_phase'),
    { source_labels: [annotation('scheme')], regex: '(https?)', target_label: '__scheme__' },
    copy(annotation('path'), '__metrics_path__'),
    {
      source_labels: ['__address__', annotation('port')],
      regex: '(.+?)(?::\\d+)?;(\\d+)',
      replacement: '$1:$2',
      target_label: '__address__',
    },
  ];
}

const podLabels = [
  copy('__meta_kubernetes_namespace', 'namespace'),
  copy('__meta_kubernetes_pod_name', 'pod'),
  copy('__meta_kubernetes_pod_node_name', 'node'),
];

/** The pods of one app at a named port, as a single instance whose own labels win: for what reports about others. */
export function exporter(app: string, namespace: string, port: string): ScrapeJob {
  return {
    job_name: app,
    honor_labels: true,
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [namespace] },
        selectors: [{ role: 'pod', label: `app.kubernetes.io/name=${app}` }],
      },
    ],
    relabel_configs: [
      keep(port, '__meta_kubernetes_pod_container_port_name'),
      // A new pod continues the series of the old one.
      { target_label: 'instance', replacement: app },
    ],
  };
}
