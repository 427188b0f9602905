import { type KubernetesObject, nameOf } from '../../model/objects';
import type { Output } from '../../model/output';
import { View } from '../../model/view';
import { contracts } from '../../policy/contracts/contracts';
import { change } from '../policy/cases/make';
import { builtInSynthesis } from '../support/built-in';

/** The contracts on what is really synthesized: they hold, and a change of either half breaks them. */
const environment = 'production';
const real: Output = builtInSynthesis().view(environment).output;

const found = (id: string, output: Output) => contracts.find((rule) => rule.id === id)?.check(new View(output)) ?? [];

test.each(contracts.map(({ id }) => id))('%s holds', (id) => {
  expect(found(id, real)).toEqual([]);
});

type Break = readonly [rule: string, where: string, path: string, value: unknown, says: RegExp];

const stack = (name: string) => `reactivite-production-${name}`;
const breaks: readonly Break[] = [
  // What Terraform says.
  [
    'workload-identity',
    stack('cluster'),
    'resource.google_service_account_iam_member.workload_identity_vault.member',
    'serviceAccount:my-project.svc.id.goog[vault/other]',
    /no ServiceAccount\/vault\/other/,
  ],
  [
    'workload-identity',
    stack('data'),
    'resource.google_service_account.fastapi.account_id',
    'other',
    /no google_service_account has that address/,
  ],
  [
    'cloud-roles',
    stack('data'),
    'resource.google_project_iam_member.fastapi_sql_client',
    undefined,
    /not granted roles\/cloudsql.client/,
  ],
  [
    'cloud-roles',
    stack('data'),
    'resource.google_project_iam_member.fastapi_sql_client.member',
    '${google_service_account.vault.member}',
    /but no pod that acts so runs the Cloud SQL Auth Proxy/,
  ],
  [
    'cloud-roles',
    stack('data'),
    'resource.google_kms_crypto_key_iam_member.vault_key_unseal.crypto_key_id',
    '${google_kms_crypto_key.gke_key.id}',
    /on the right thing/,
  ],
  [
    'vault-seal',
    stack('data'),
    'resource.google_kms_crypto_key.vault_key.name',
    'other',
    /cryptoKeys\/vault-unseal, but the keys are/,
  ],
  ['vault-seal', stack('data'), 'resource.google_kms_key_ring.keys.location', 'europe-west4', /europe-west4/],
  [
    'sql-connection',
    stack('data'),
    'resource.google_sql_database_instance.mysql.name',
    'other',
    /my-project:europe-west1:other/,
  ],
  [
    'reserved-address',
    stack('network'),
    'resource.google_compute_address.traefik.name',
    'other',
    /no google_compute_address/,
  ],
  [
    'registry',
    stack('cluster'),
    'resource.google_artifact_registry_repository.images.repository_id',
    'other',
    /my-project\/other/,
  ],
  [
    'webhook-firewall',
    stack('network'),
    'resource.google_compute_firewall.vpc_webhooks.allow',
    [{ ports: ['9443'] }],
    /may not reach port 10250/,
  ],
  [
    'network-ranges',
    stack('network'),
    'resource.google_compute_global_address.private_services_range.address',
    '10.99.0.0',
    /10.40.0.0\/20, which is not in/,
  ],
  [
    'network-ranges',
    stack('cluster'),
    'resource.google_container_cluster.cluster.private_cluster_config.master_ipv4_cidr_block',
    '172.16.9.0/28',
    /172.16.0.0\/28, which is not in/,
  ],
  [
    'load-balancer-target',
    'f1-vote-production-edge',
    'resource.aws_lb_target_group.alb_workers.port',
    30080,
    /port is 30080/,
  ],
  [
    'node-ports',
    'f1-vote-production-cluster',
    'resource.aws_vpc_security_group_ingress_rule.firewall_nodes_from_nodes_nodes_vxlan',
    undefined,
    /udp 8472/,
  ],
  [
    'node-ports',
    'f1-vote-production-edge',
    'resource.aws_vpc_security_group_ingress_rule.workers_from_alb_group_traefik',
    undefined,
    /lets the load balancer in/,
  ],
  [
    'trusted-proxies',
    'f1-vote-production-network',
    'resource.aws_subnet.vpc_public_a.cidr_block',
    '10.0.9.0/24',
    /10.0.9.0\/24/,
  ],
  // What Kubernetes says.
  ['workload-identity', 'ServiceAccount/reactivite/fastapi', 'metadata.annotations', {}, /is not set/],
  ['cloud-roles', 'ConfigMap/vault/vault', 'data', {}, /but no pod that acts so unseals Vault/],
  [
    'vault-seal',
    'ConfigMap/vault/vault',
    'data',
    { 'vault.hcl': 'seal "gcpckms" {\n  project = "p"\n}\n' },
    /projects\/p/,
  ],
  [
    'sql-connection',
    'Deployment/reactivite/fastapi',
    'spec.template.spec.initContainers.1.args',
    ['p:r:other'],
    /p:r:other/,
  ],
  [
    'reserved-address',
    'Service/traefik/traefik',
    'metadata.annotations',
    { 'networking.gke.io/load-balancer-ip-addresses': 'x' },
    /is x/,
  ],
  [
    'registry',
    'Deployment/reactivite/streamlit',
    'spec.template.spec.containers.0.image',
    'us-docker.pkg.dev/p/r/streamlit:1',
    /us-docker/,
  ],
  [
    'load-balancer-target',
    'HelmChartConfig/kube-system/traefik',
    'spec.valuesContent',
    'ports: { web: { hostPort: 81 } }',
    /is 81/,
  ],
  [
    'trusted-proxies',
    'HelmChartConfig/kube-system/traefik',
    'spec.valuesContent',
    'ports: { web: { hostPort: 80 } }',
    /is empty/,
  ],
  [
    'proxy-range',
    stack('network'),
    'resource.google_compute_subnetwork.vpc_nodes.secondary_ip_range',
    [{ range_name: 'pods', ip_cidr_range: '10.99.0.0/16' }],
    /range that streamlit believes is 10.20.0.0\/16, but the range of pods is 10.99.0.0\/16/,
  ],
  [
    'load-balancer-keep-alive',
    'f1-vote-production-edge',
    'resource.aws_lb.alb.idle_timeout',
    3600,
    /HelmChartConfig\/kube-system\/traefik idleTimeout .* is 315, but idle_timeout of f1-vote-production-edge\/aws_lb.alb is 3600/,
  ],
  [
    'load-balancer-keep-alive',
    'HelmChartConfig/kube-system/traefik',
    'spec.valuesContent',
    'ports: { web: { hostPort: 80 } }',
    /is 180, but idle_timeout .* is 300/,
  ],
];

test.each(breaks)('%s is broken by %s %s', (rule, where, path, value, says) => {
  const objects = real.objects.map(
    (object): KubernetesObject => (nameOf(object) === where ? change(object, path, value) : object),
  );
  const stacks = Object.fromEntries(
    Object.entries(real.stacks).map(([name, json]) => [name, name === where ? change(json, path, value) : json]),
  );
  // A path that leads nowhere would break nothing, or for the wrong reason.
  expect([where in stacks, real.objects.some((object) => nameOf(object) === where)]).toContain(true);
  const details = found(rule, { ...real, objects, stacks }).map(({ object, detail }) => `${object} ${detail}`);
  expect(details.join('\n')).toMatch(says);
});

test('every contract is broken by some change here', () => {
  const tested = new Set(breaks.map(([rule]) => rule));
  expect(contracts.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
});
