import type { Alert, AlertGroup } from '../monitoring/alert';

const nodeNotReady: Alert = {
  name: 'NodeNotReady',
  severity: 'critical',
  expr: 'kube_node_status_condition{condition="Ready", status="true"} == 0',
  for: '5m',
  summary: 'Node {{ $labels.node }} is not ready',
  description: 'Its kubelet is silent or unwell; its pods move away after five minutes.',
};

const nodeDiskFillingUp: Alert = {
  name: 'NodeDiskFillingUp',
  severity: 'warning',
  // Read-only file systems, such as the root of Container-Optimized OS, are full by nature.
  expr: [
    'max by (node, device) (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes) > 0.85',
    'unless on (node, device) max by (node, device) (node_filesystem_readonly) == 1',
  ].join(' '),
  for: '15m',
  summary: 'Disk {{ $labels.device }} of node {{ $labels.node }} is filling up',
  description: '{{ $value | humanizePercentage }} is used. At 85% the kubelet removes images, at 90% it evicts pods.',
};

const nodeMemoryHigh: Alert = {
  name: 'NodeMemoryHigh',
  severity: 'warning',
  expr: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.9',
  for: '15m',
  summary: 'Node {{ $labels.node }} is short of memory',
  description: '{{ $value | humanizePercentage }} is in use; the kernel may soon kill containers.',
};

const kubernetesApiErrors: Alert = {
  name: 'KubernetesApiErrors',
  severity: 'warning',
  expr: ['sum(rate(apiserver_request_total{code=~"5.."}[5m]))', '/ sum(rate(apiserver_request_total[5m])) > 0.05'].join(
    ' ',
  ),
  for: '15m',
  summary: 'The Kubernetes API answers with errors',
  description: '{{ $value | humanizePercentage }} of its answers are 5xx; rollouts, scaling and repair may stall.',
};

/** The machines and the API server. */
export const nodeAlerts: AlertGroup = {
  name: 'nodes',
  alerts: [nodeNotReady, nodeDiskFillingUp, nodeMemoryHigh, kubernetesApiErrors],
};

/** The same where nodes are somebody else's, and node-exporter is not let in. */
export const nodeAlertsWithoutExporter: AlertGroup = { name: 'nodes', alerts: [nodeNotReady, kubernetesApiErrors] };
