import type { Break } from '../support/breaks';

const stack = (name: string) => `caternet-production-${name}`;

/** Changes of one half, in production, which the other half does not follow. */
export const breaks: readonly Break[] = [
  [
    'ingress-parts',
    stack('network'),
    'resource.google_compute_global_address.ingress.name',
    'other',
    /no google_compute_global_address has that name/,
  ],
  [
    'ingress-parts',
    stack('network'),
    'resource.google_compute_ssl_policy.tls',
    undefined,
    /no google_compute_ssl_policy/,
  ],
  [
    'ingress-parts',
    'Ingress/caternet-production/caternet',
    'metadata.annotations',
    { 'kubernetes.io/ingress.global-static-ip-name': 'other' },
    /is other, but no google_compute_global_address/,
  ],
  [
    'web-identity',
    stack('second-copy'),
    'resource.aws_iam_role.writer.name',
    'other',
    /names the role caternet-production/,
  ],
  [
    'web-identity',
    stack('cluster'),
    'resource.google_container_cluster.cluster.name',
    'other',
    /are signed by .*other/,
  ],
  [
    'web-identity',
    'ServiceAccount/caternet-production-data/mongodb-backup',
    'metadata.name',
    'other',
    /there is no ServiceAccount\/caternet-production-data\/mongodb-backup/,
  ],
  [
    'workload-identity',
    stack('platform'),
    'resource.helm_release.certificates.namespace',
    'other',
    /there is no ServiceAccount\/cert-manager\/cert-manager/,
  ],
  [
    'workload-identity',
    stack('data'),
    'resource.google_service_account.catnodejs.account_id',
    'other',
    /no google_service_account has that address/,
  ],
  [
    'autopilot',
    'Deployment/caternet-production/catnodejs',
    'spec.template.spec.hostNetwork',
    true,
    /shares namespaces/,
  ],
  ['registry', stack('data'), 'resource.google_artifact_registry_repository.images.repository_id', 'other', /caternet/],
  ['webhook-firewall', stack('network'), 'resource.google_compute_firewall.vpc_webhooks', undefined, /port 10250/],
];
