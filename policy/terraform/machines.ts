import { at, list, type TerraformBlock } from '../../model/blocks';
import type { Rule } from '../rule';
import { demand, each, type Problem, resourceRule } from './resource-rule';

const metadata = resourceRule(
  {
    id: 'instance-metadata',
    protects: 'A request that an app is talked into does not return the credentials of its machine.',
    mend: 'Demand tokens one hop away (IMDSv2); on GKE give pods the metadata server of Workload Identity.',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  },
  {
    ...each(['aws_instance', 'aws_launch_template'], (body) =>
      demand(body, { 'metadata_options.http_tokens': 'required', 'metadata_options.http_put_response_hop_limit': 1 }),
    ),
    google_container_node_pool: (body) => demand(body, { 'node_config.workload_metadata_config.mode': 'GKE_METADATA' }),
  },
);

const cluster = resourceRule(
  {
    id: 'gke',
    protects: 'The control plane is not for everybody to try, and nodes are what they claim to be.',
    mend: 'Build the cluster with GkeCluster and NodePool, or with AutopilotCluster.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster',
  },
  {
    google_container_cluster: (body) => [
      ...demand(body, { enable_legacy_abac: body.enable_legacy_abac === undefined ? undefined : false }),
      ...(body.master_authorized_networks_config
        ? []
        : ['names nobody who may reach its address (authorized networks)']),
      ...list(at(body, 'master_authorized_networks_config.cidr_blocks'))
        .filter(({ cidr_block }) => /\/0$/.test(String(cidr_block)))
        .map(({ cidr_block }) => `lets ${cidr_block} reach its API server`),
      ...(body.enable_autopilot === true ? autopilot(body) : standard(body)),
      ...privateNodes(at(body, 'private_cluster_config.enable_private_nodes')),
    ],
    google_container_node_pool: (body) => [
      ...(at(body, 'node_config.service_account')
        ? []
        : ['runs as the default service account, an editor of the project']),
      ...demand(body, { 'management.auto_repair': true, 'management.auto_upgrade': true }),
    ],
  },
);

function standard(body: TerraformBlock): Problem[] {
  return [
    ...(at(body, 'workload_identity_config.workload_pool') ? [] : ['has no workload pool']),
    ...demand(body, { enable_shielded_nodes: true }),
  ];
}

/** Its nodes are shielded and have a workload pool, whatever is said; whose account they have is ours to say. */
function autopilot(body: TerraformBlock): Problem[] {
  return at(body, 'cluster_autoscaling.auto_provisioning_defaults.service_account')
    ? []
    : ['runs its nodes as the default service account, an editor of the project'];
}

/** The configuration may ask for public nodes, and hears about it. */
function privateNodes(enabled: unknown): Problem[] {
  if (enabled === true) return [];
  return [{ detail: 'its nodes have public addresses', severity: enabled === false ? 'warning' : 'error' }];
}

const MODERN = /^ELBSecurityPolicy-TLS13-1-[23]-/;

const tls = resourceRule(
  {
    id: 'tls',
    protects: 'What is sent stays between the two who talk.',
    mend: 'Give the load balancer a certificate and a TLS 1.3 policy; let databases refuse plain connections.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
  },
  {
    aws_lb_listener: (body): Problem[] => {
      if (body.protocol === 'HTTPS' || body.protocol === 'TLS')
        return MODERN.test(String(body.ssl_policy)) ? [] : [`negotiates by ${body.ssl_policy ?? 'an old policy'}`];
      const redirects = list(body.default_action).every(({ type }) => type === 'redirect');
      return redirects || body.protocol !== 'HTTP'
        ? []
        : [
            {
              detail: `answers in plain HTTP at ${body.port}: it has no certificate to redirect to`,
              severity: 'warning',
            },
          ];
    },
    aws_lb: (body) => (body.load_balancer_type === 'network' ? [] : demand(body, { drop_invalid_header_fields: true })),
    google_compute_ssl_policy: (body) => demand(body, { min_tls_version: 'TLS_1_2' }),
    google_memorystore_instance: (body) =>
      demand(body, { transit_encryption_mode: 'SERVER_AUTHENTICATION', authorization_mode: 'IAM_AUTH' }),
    google_sql_database_instance: (body) => {
      const mode = at(body, 'settings.ip_configuration.ssl_mode');
      return mode === 'ENCRYPTED_ONLY' || mode === 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'
        ? []
        : [`accepts plain connections: ssl_mode is ${mode ?? 'not set'}`];
    },
  },
);

export const machineRules: readonly Rule[] = [metadata, cluster, tls];
