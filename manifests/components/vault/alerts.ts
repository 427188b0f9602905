import type { AlertGroup } from '../monitoring/alert';

/** Vault's pods are ready only while unsealed, so that no metric of Vault itself is needed. */
export const vaultAlerts: AlertGroup = {
  name: 'vault',
  alerts: [
    {
      name: 'VaultNotReady',
      severity: 'critical',
      expr: 'kube_statefulset_status_replicas_ready{statefulset="vault"} < kube_statefulset_replicas{statefulset="vault"}',
      for: '5m',
      summary: 'Vault in {{ $labels.namespace }} is sealed or unreachable',
      description: 'Only {{ $value }} of its pods are ready. Without any, pods that take secrets from it cannot start.',
    },
  ],
};
