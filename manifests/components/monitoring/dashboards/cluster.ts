import type { Dashboard, Row } from '../dashboard';
import { bars, lines, stat, table } from '../panels';

const chosen = 'namespace=~"$namespace"';
const usage = { unit: 'percentunit', thresholds: { 0: 'green', 0.7: 'yellow', 0.85: 'red' } } as const;
const mustBeZero = { thresholds: { 0: 'green', 1: 'red' } } as const;

/** How full the file systems are; read-only ones, such as the root of Container-Optimized OS, always are. */
const disks = [
  'max by (node, device) (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes)',
  'unless on (node, device) max by (node, device) (node_filesystem_readonly) == 1',
].join(' ');

const notReady = [
  `kube_pod_status_ready{condition="true", ${chosen}} == 0`,
  'unless on (namespace, pod) kube_pod_status_phase{phase=~"Succeeded|Failed"} == 1',
].join(' ');

const restarts = `increase(kube_pod_container_status_restarts_total{${chosen}}[1h])`;

const memoryOfLimit = [
  `max by (namespace, pod, container) (container_memory_working_set_bytes{container!="", ${chosen}})`,
  '/ max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})',
].join(' ');

const memoryRequested = [
  'sum by (node) (kube_pod_container_resource_requests{resource="memory"}',
  'and on (namespace, pod) kube_pod_status_phase{phase="Running"} == 1)',
  '/ sum by (node) (kube_node_status_allocatable{resource="memory"})',
].join(' ');

const volumes = [
  `1 - max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${chosen}})`,
  `/ max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes{${chosen}})`,
].join(' ');

const network = (direction: 'receive' | 'transmit') =>
  `sum by (namespace) (rate(container_network_${direction}_bytes_total{${chosen}}[$__rate_interval]))`;

const machines = [
  stat('CPU', '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m]))', usage),
  stat('Memory', '1 - sum(node_memory_MemAvailable_bytes) / sum(node_memory_MemTotal_bytes)', usage),
  stat('Fullest disk', `max(${disks})`, usage),
];

const nodes: Row = {
  title: 'Nodes',
  panels: [
    lines(
      'CPU',
      { '{{node}}': '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))' },
      { max: 1, ...usage },
    ),
    lines(
      'Memory',
      { '{{node}}': '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes' },
      { max: 1, ...usage },
    ),
    lines(
      'Disks',
      { '{{node}} {{device}}': disks },
      { description: 'At 85% the kubelet removes images, at 90% it evicts pods.', max: 1, ...usage },
    ),
  ],
};

/** Is the cluster well, and if not, which node or workload is it? */
export const clusterDashboard: Dashboard = dashboardOf({ nodeExporter: true });

/** The same where nodes are somebody else's, and node-exporter is not let in. */
export const workloadDashboard: Dashboard = dashboardOf({ nodeExporter: false });

function dashboardOf({ nodeExporter }: { readonly nodeExporter: boolean }): Dashboard {
  return {
    uid: 'cluster',
    title: 'Cluster and workloads',
    variables: { namespace: { title: 'Namespace', metric: 'kube_pod_info', label: 'namespace' } },
    rows: [
      {
        title: 'Now',
        height: 4,
        panels: [
          stat('Alerts', 'count(ALERTS{alertstate="firing", severity!="none"}) or vector(0)', mustBeZero),
          stat('Targets down', 'count(up == 0) or vector(0)', {
            description: 'What Prometheus cannot scrape, it cannot judge.',
            ...mustBeZero,
          }),
          stat(
            'Nodes not ready',
            'count(kube_node_status_condition{condition="Ready", status="true"} == 0) or vector(0)',
            mustBeZero,
          ),
          stat('Pods not ready', `count(${notReady}) or vector(0)`, mustBeZero),
          stat('Restarts, 1 hour', `round(sum(${restarts})) or vector(0)`, {
            thresholds: { 0: 'green', 1: 'yellow', 5: 'red' },
          }),
          ...(nodeExporter ? machines : []),
        ],
      },
      {
        title: 'What is wrong',
        height: 7,
        panels: [
          table(
            'Firing alerts',
            'ALERTS{alertstate="firing", severity!="none"}',
            { severity: 'Severity', alertname: 'Alert', namespace: 'Namespace', pod: 'Pod', node: 'Node', job: 'Job' },
            { description: 'Each has a heading in docs/runbooks/monitoring.md.' },
          ),
          table('Containers that wait', `kube_pod_container_status_waiting_reason{${chosen}} == 1`, {
            namespace: 'Namespace',
            pod: 'Pod',
            container: 'Container',
            reason: 'Reason',
          }),
          bars('Restarts, 1 hour', '{{namespace}}/{{pod}}', `round(sum by (namespace, pod) (${restarts})) > 0`, {
            unit: 'none',
            thresholds: { 0: 'yellow', 5: 'red' },
          }),
        ],
      },
      ...(nodeExporter ? [nodes] : []),
      {
        title: 'Workloads',
        panels: [
          lines(
            'CPU by pod, in cores',
            {
              '{{namespace}}/{{pod}}': `topk(10, sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!="", ${chosen}}[$__rate_interval])))`,
            },
            { unit: 'none' },
          ),
          lines(
            'Memory by container, of its limit',
            { '{{namespace}}/{{pod}} {{container}}': `topk(10, ${memoryOfLimit})` },
            { description: 'At 100% the container is killed.', ...usage },
          ),
        ],
      },
      {
        title: 'Capacity',
        panels: [
          bars('Volumes', '{{namespace}}/{{persistentvolumeclaim}}', volumes, {
            description:
              'As the kubelets report them; volumes that are folders of a node (K3s local-path) have no size.',
            max: 1,
            ...usage,
          }),
          bars('Memory requested, of what each node offers', '{{node}}', memoryRequested, {
            description: 'A pod that asks for more than is left on every node stays pending.',
            max: 1,
            unit: 'percentunit',
            thresholds: { 0: 'green', 0.85: 'yellow', 0.95: 'red' },
          }),
          lines(
            'Network by namespace',
            { '{{namespace}} in': network('receive'), '{{namespace}} out': network('transmit') },
            { unit: 'Bps' },
          ),
        ],
      },
    ],
  };
}
