import type { AlertGroup } from '../monitoring/alert';

/** Pods, their controllers and their volumes, as kube-state-metrics and the kubelets report them. */
export const workloadAlerts: AlertGroup = {
  name: 'workloads',
  alerts: [
    {
      name: 'PodCrashLooping',
      severity: 'warning',
      expr: 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
      for: '10m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} keeps crashing',
      description:
        'Container {{ $labels.container }} exits soon after each start; Kubernetes waits ever longer between tries.',
    },
    {
      name: 'PodNotReady',
      severity: 'warning',
      expr: [
        'max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown"} == 1)',
        'or max by (namespace, pod) (kube_pod_status_ready{condition="false"} == 1)',
        'and on (namespace, pod) kube_pod_status_phase{phase="Running"} == 1',
      ].join(' '),
      for: '15m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} is not ready',
      description: 'It could not be scheduled or started, or its readiness probe fails; it gets no traffic.',
    },
    {
      name: 'ContainerOutOfMemory',
      severity: 'warning',
      expr: [
        'increase(kube_pod_container_status_restarts_total[15m]) > 0',
        'and on (namespace, pod, container) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1',
      ].join(' '),
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} ran out of memory',
      description: 'Container {{ $labels.container }} was killed at its memory limit and started again.',
    },
    {
      name: 'DeploymentReplicasMismatch',
      severity: 'warning',
      expr: 'kube_deployment_spec_replicas != kube_deployment_status_replicas_available',
      for: '15m',
      summary: 'Deployment {{ $labels.namespace }}/{{ $labels.deployment }} lacks replicas',
      description: 'Fewer pods are available than asked for: less capacity, or a rollout that does not end.',
    },
    {
      name: 'StatefulSetReplicasMismatch',
      severity: 'warning',
      expr: 'kube_statefulset_replicas != kube_statefulset_status_replicas_ready',
      for: '15m',
      summary: 'StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} lacks replicas',
      description: 'Fewer pods are ready than asked for.',
    },
    {
      name: 'DaemonSetIncomplete',
      severity: 'warning',
      expr: 'kube_daemonset_status_desired_number_scheduled != kube_daemonset_status_number_ready',
      for: '15m',
      summary: 'DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} misses nodes',
      description: 'Some nodes do not run the agent that they should.',
    },
    {
      name: 'JobFailed',
      severity: 'warning',
      expr: 'kube_job_failed{condition="true"} == 1',
      summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} failed',
      description: 'It used up its retries. What it should have done is not done.',
    },
    {
      name: 'HpaAtMaximum',
      severity: 'warning',
      expr: [
        'kube_horizontalpodautoscaler_status_current_replicas == kube_horizontalpodautoscaler_spec_max_replicas',
        'and kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas',
      ].join(' '),
      for: '15m',
      summary: 'Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} is at its maximum',
      description: 'More load will be slower answers, not more pods.',
    },
    {
      name: 'VolumeFillingUp',
      severity: 'warning',
      // Prometheus keeps its own volume at 80% by design: see `retention` in components/prometheus.ts.
      expr: 'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.15',
      for: '15m',
      summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is filling up',
      description: '{{ $value | humanizePercentage }} is left.',
    },
    {
      name: 'VolumeAlmostFull',
      severity: 'critical',
      expr: 'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.05',
      for: '5m',
      summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is almost full',
      description: '{{ $value | humanizePercentage }} is left; writes are about to fail.',
    },
  ],
};
