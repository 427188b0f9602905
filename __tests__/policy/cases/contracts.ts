import type { Output } from '../../../model/output';
import { type Case, change, container, object, output, pod, stackJson } from './make';

/** The smallest system on Google Cloud that keeps every contract: an app with a database that is also a Vault. */
const connection = 'my-project:europe-west1:db';
const email = 'sys-app@my-project.iam.gserviceaccount.com';
const proxy = {
  ...container,
  name: 'proxy',
  image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.27.0',
  args: ['--auto-iam-authn', connection],
};
const unseal = { project: 'my-project', region: 'europe-west1', key_ring: 'sys', crypto_key: 'unseal' };
const vault = (key: object) => ({ 'vault.json': JSON.stringify({ seal: { gcpckms: key } }) });
const account = object('ServiceAccount', 'app');
/** What a chart is told of its ServiceAccount. */
const released = (actsAs: string) =>
  JSON.stringify({ serviceAccount: { name: 'it', annotations: { 'iam.gke.io/gcp-service-account': actsAs } } });

/** Positions in `google.objects`. */
const at = { app: 0, account: 1, config: 2, service: 3, policy: 4, issuer: 5 };

const google: Output = output({
  objects: [
    change(
      change(pod('volumes', [{ name: 'config', configMap: { name: 'app' } }]), 'spec.template.spec.initContainers', [
        proxy,
      ]),
      'spec.template.spec.containers.0.image',
      'europe-west1-docker.pkg.dev/my-project/sys/app:1.0.0',
    ),
    { ...account, metadata: { ...account.metadata, annotations: { 'iam.gke.io/gcp-service-account': email } } },
    object('ConfigMap', 'app', { data: vault(unseal) }),
    change(object('Service', 'app', { spec: { ports: [] } }), 'metadata.annotations', {
      'networking.gke.io/load-balancer-ip-addresses': 'sys-address',
    }),
    object('NetworkPolicy', 'app', {
      spec: {
        egress: [
          { to: [{ ipBlock: { cidr: '10.40.0.0/20' } }], ports: [{ port: 3307 }] },
          { to: [{ ipBlock: { cidr: '172.16.0.0/28' } }], ports: [{ port: 443 }, { port: 6443 }] },
          { to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ port: 80 }] },
        ],
      },
    }),
    object('ClusterIssuer', 'own', {}, 'cert-manager.io/v1'),
  ],
  stacks: {
    'sys-production-data': {
      ...stackJson,
      resource: {
        google_service_account: { app: { account_id: 'sys-app' } },
        google_project_iam_member: {
          client: { role: 'roles/cloudsql.client', member: '${google_service_account.app.member}' },
          login: { role: 'roles/cloudsql.instanceUser', member: '${google_service_account.app.member}' },
        },
        google_kms_key_ring: { keys: { location: 'europe-west1', name: 'sys' } },
        google_kms_crypto_key: { unseal: { key_ring: '${google_kms_key_ring.keys.id}', name: 'unseal' } },
        google_kms_crypto_key_iam_member: {
          unseal: {
            crypto_key_id: '${google_kms_crypto_key.unseal.id}',
            role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
            member: '${google_service_account.app.member}',
          },
          view: {
            crypto_key_id: '${google_kms_crypto_key.unseal.id}',
            role: 'roles/cloudkms.viewer',
            member: '${google_service_account.app.member}',
          },
        },
        google_sql_database_instance: { db: { name: 'db', region: 'europe-west1' } },
      },
    },
    'sys-production-cluster': {
      ...stackJson,
      resource: {
        google_artifact_registry_repository: { images: { location: 'europe-west1', repository_id: 'sys' } },
        google_compute_address: { address: { name: 'sys-address', region: 'europe-west1' } },
        google_compute_global_address: {
          range: { address: '10.40.0.0', prefix_length: 20, purpose: 'VPC_PEERING' },
        },
        google_compute_subnetwork: {
          nodes: {
            ip_cidr_range: '10.10.0.0/20',
            secondary_ip_range: [{ range_name: 'pods', ip_cidr_range: '10.20.0.0/16' }],
          },
        },
        google_compute_firewall: {
          webhooks: { source_ranges: ['172.16.0.0/28'], allow: [{ protocol: 'tcp', ports: ['10250'] }] },
        },
        google_container_cluster: {
          cluster: {
            location: 'europe-west1-b',
            ip_allocation_policy: { cluster_secondary_range_name: 'pods' },
            private_cluster_config: { master_ipv4_cidr_block: '172.16.0.0/28' },
            workload_identity_config: { workload_pool: 'my-project.svc.id.goog' },
          },
        },
        helm_release: { software: { namespace: 'software', values: [released(email)] } },
        google_service_account_iam_member: {
          released: {
            role: 'roles/iam.workloadIdentityUser',
            member: 'serviceAccount:my-project.svc.id.goog[software/it]',
            service_account_id: `projects/my-project/serviceAccounts/${email}`,
          },
          app: {
            role: 'roles/iam.workloadIdentityUser',
            member: 'serviceAccount:my-project.svc.id.goog[sys/app]',
            service_account_id: `projects/my-project/serviceAccounts/${email}`,
          },
        },
      },
    },
  },
});

const data = 'stacks.sys-production-data.resource';
const cluster = 'stacks.sys-production-cluster.resource';
const spec = `objects.${at.app}.spec.template.spec`;
const flow = (index: number) => `objects.${at.policy}.spec.egress.${index}.to.0.ipBlock.cidr`;

/** The smallest system on K3s that keeps every contract. */
const rule = (port: number, protocol = 'tcp') => ({
  security_group_id: '${aws_security_group.nodes.id}',
  from_port: port,
  to_port: port,
  ip_protocol: protocol,
});
const traefikValues = (port: number, range: string) =>
  `ports:\n  web:\n    hostPort: ${port}\n    forwardedHeaders:\n      trustedIPs: [${range}]\n`;
const k3s: Output = output({
  objects: [
    object(
      'HelmChartConfig',
      'traefik',
      { spec: { valuesContent: traefikValues(80, '10.0.0.0/24') } },
      'helm.cattle.io/v1',
    ),
  ],
  stacks: {
    'sys-production-cluster': {
      ...stackJson,
      resource: {
        aws_instance: { node: { vpc_security_group_ids: ['${aws_security_group.nodes.id}'] } },
        aws_security_group: { nodes: { name: 'sys-nodes' } },
        aws_subnet: { public: { cidr_block: '10.0.0.0/24', tags: { Name: 'sys-public-a' } } },
        aws_vpc_security_group_ingress_rule: {
          ssh: rule(22),
          api: rule(6443),
          kubelet: rule(10250),
          pods: rule(8472, 'udp'),
        },
      },
    },
    'sys-production-edge': {
      ...stackJson,
      data: { aws_security_group: { nodes: { tags: { Name: 'sys-nodes' } } } },
      resource: {
        aws_lb: { alb: {} },
        aws_lb_target_group: { nodes: { port: 80 } },
        aws_lb_target_group_attachment: { node: { port: 80 } },
        aws_vpc_security_group_ingress_rule: {
          traefik: { ...rule(80), security_group_id: '${data.aws_security_group.nodes.id}' },
        },
      },
    },
  },
});
const nodes = 'stacks.sys-production-cluster.resource';
const edge = 'stacks.sys-production-edge.resource';
const values = 'objects.0.spec.valuesContent';

/** The smallest system whose pod on Google Cloud takes a role of AWS. */
const issuer = 'container.googleapis.com/v1/projects/my-project/locations/europe-west1/clusters/sys';
const trusts = (equals: object) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Condition: { StringEquals: equals } }] });
const token = (audience: string) => [{ name: 'aws', projected: { sources: [{ serviceAccountToken: { audience } }] } }];
const subject = { [`${issuer}:sub`]: 'system:serviceaccount:sys:app' };
const abroad: Output = output({
  objects: [
    change(pod('volumes', token('sts.amazonaws.com')), 'spec.template.spec.containers.0.env', [
      { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/sys-copy' },
    ]),
    account,
  ],
  stacks: {
    'sys-production-copy': {
      ...stackJson,
      resource: {
        aws_iam_role: {
          copy: {
            name: 'sys-copy',
            assume_role_policy: trusts({ ...subject, [`${issuer}:aud`]: 'sts.amazonaws.com' }),
          },
          // Other providers' tokens are not of pods.
          other: { name: 'sys-other', assume_role_policy: trusts({ 'token.example.com:sub': 'repo:me/app' }) },
        },
        google_container_cluster: { cluster: { name: 'sys', location: 'europe-west1' } },
      },
    },
  },
});
const copyRole = 'stacks.sys-production-copy.resource.aws_iam_role.copy';

type Break = readonly [path: string, value: unknown, says: RegExp];

function contract(id: string, kept: Output, ...broken: Break[]): Case {
  // Either half alone is silent.
  const good = [kept, { ...kept, objects: [] }, { ...kept, stacks: {} }, { ...kept, environment: 'local' }];
  return { rule: id, good, bad: broken.map(([path, value, says]) => [change(kept, path, value), says]) };
}

/** The app again, which an Ingress publishes. */
const believing = { name: 'FORWARDED_ALLOW_IPS', value: '10.20.0.0/16' };
const published: Output = change(
  {
    ...google,
    objects: [
      ...google.objects.map((made, position) =>
        position === at.app ? change(made, 'spec.template.spec.containers.0.env', [believing]) : made,
      ),
      object('Ingress', 'app', {
        spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'app', port: { number: 80 } } } }] } }] },
      }),
    ],
  },
  `objects.${at.service}.spec`,
  { selector: { 'app.kubernetes.io/name': 'app' }, ports: [{ port: 80, targetPort: 'http' }] },
);

/** The same by Google's load balancer, which connects from ranges of its own. */
const GCE = { 'kubernetes.io/ingress.class': 'gce', 'kubernetes.io/ingress.global-static-ip-name': 'sys-address' };
const ingressAt = published.objects.length - 1;
const byGoogle: Output = change(
  change(
    change(published, `objects.${ingressAt}.metadata.annotations`, GCE),
    `objects.${at.app}.spec.template.spec.containers.0.env.0.value`,
    '35.191.0.0/16,130.211.0.0/22',
  ),
  `objects.${published.objects.length}`,
  object('FrontendConfig', 'app', { spec: { sslPolicy: 'sys-tls' } }, 'networking.gke.io/v1beta1'),
);
const globally: Output = change(
  change(byGoogle, 'stacks.sys-production-cluster.resource.google_compute_global_address.ingress', {
    name: 'sys-address',
  }),
  'stacks.sys-production-cluster.resource.google_compute_ssl_policy',
  { tls: { name: 'sys-tls' } },
);

const ofPods = contract(
  'proxy-range',
  published,
  [
    `${spec}.containers.0.env.0.value`,
    '10.42.0.0/16',
    /believes is 10.42.0.0\/16, but the range of pods is 10.20.0.0\/16/,
  ],
  [`${cluster}.google_compute_subnetwork.nodes.secondary_ip_range.0.ip_cidr_range`, '10.99.0.0/16', /10.99.0.0\/16/],
);
const proxyRange: Case = {
  ...ofPods,
  good: [...ofPods.good, globally],
  bad: [
    ...ofPods.bad,
    [
      change(globally, `${spec}.containers.0.env.0.value`, '10.20.0.0/16'),
      /believes is 10.20.0.0\/16, but the load balancer connects from 35.191.0.0\/16, 130.211.0.0\/22/,
    ],
  ],
};

/** The app on Autopilot, with enough. */
const enough = { requests: { cpu: '100m', memory: '128Mi' } };
const onAutopilot: Output = output({
  objects: [change(pod('volumes', []), 'spec.template.spec.containers.0.resources', enough)],
  stacks: {
    'sys-production-cluster': {
      ...stackJson,
      resource: { google_container_cluster: { cluster: { enable_autopilot: true } } },
    },
  },
});
const podOf = 'objects.0.spec.template.spec';

export const contractCases: readonly Case[] = [
  contract(
    'workload-identity',
    google,
    [
      `${cluster}.google_service_account_iam_member.app.member`,
      'serviceAccount:my-project.svc.id.goog[sys/gone]',
      /there is no ServiceAccount\/sys\/gone/,
    ],
    [
      `${cluster}.google_service_account_iam_member.app.member`,
      'serviceAccount:other.svc.id.goog[sys/app]',
      /workload pool is my-project/,
    ],
    [`${cluster}.google_container_cluster.cluster`, { enable_autopilot: true, project: 'other' }, /pool is other\.svc/],
    [`${cluster}.helm_release`, undefined, /there is no ServiceAccount\/software\/it/],
    [`${cluster}.helm_release.software.namespace`, 'other', /there is no ServiceAccount\/software\/it/],
    [`${cluster}.helm_release.software.values`, [released('x@y')], /of ServiceAccount\/software\/it is x@y/],
    [`${cluster}.google_service_account_iam_member`, undefined, /lets it act so/],
    [`objects.${at.account}.metadata.annotations`, undefined, /of ServiceAccount\/sys\/app is not set/],
    [`${data}.google_service_account.app.account_id`, 'sys-other', /no google_service_account has that address/],
    [`${spec}.serviceAccountName`, 'other', /no pod runs as/],
  ),
  contract(
    'web-identity',
    abroad,
    ['objects.1.metadata.name', 'other', /there is no ServiceAccount\/sys\/app/],
    [`${spec}.serviceAccountName`, 'other', /no pod that runs as app has a token for sts\.amazonaws\.com/],
    [`${spec}.volumes`, token('vault'), /no pod that runs as app has a token/],
    [`${copyRole}.assume_role_policy`, trusts(subject), /a token for an audience that is named/],
    [
      'stacks.sys-production-copy.resource.google_container_cluster.cluster.location',
      'us-east4',
      /are signed by .*us-east4/,
    ],
    [`${copyRole}.name`, 'other', /names the role sys-copy, but the roles are other, sys-other/],
  ),
  contract(
    'cloud-roles',
    google,
    [`${data}.google_project_iam_member.client`, undefined, /not granted roles\/cloudsql.client/],
    [`${data}.google_project_iam_member.login`, undefined, /not granted roles\/cloudsql.instanceUser/],
    [`${spec}.initContainers`, [], /no pod that acts so runs the Cloud SQL Auth Proxy/],
    [`${data}.google_kms_crypto_key_iam_member.unseal`, undefined, /cryptoKeyEncrypterDecrypter/],
    [`${data}.google_kms_crypto_key_iam_member.unseal.crypto_key_id`, 'projects/x', /on the right thing/],
    [`objects.${at.config}.data`, {}, /no pod that acts so unseals Vault/],
  ),
  contract(
    'vault-seal',
    google,
    [`${data}.google_kms_crypto_key.unseal.name`, 'other', /the keys are .*cryptoKeys\/other/],
    [`${data}.google_kms_key_ring.keys.name`, 'other', /keyRings\/other/],
    [`objects.${at.config}.data`, vault({ ...unseal, project: 'other' }), /projects\/other/],
  ),
  contract(
    'sql-connection',
    google,
    [`${data}.google_sql_database_instance.db.name`, 'other', /the instances are my-project:europe-west1:other/],
    [`${data}.google_sql_database_instance.db.region`, 'europe-west4', /europe-west4/],
  ),
  contract(
    'reserved-address',
    google,
    [`${cluster}.google_compute_address.address.name`, 'other', /no google_compute_address/],
    [
      `${cluster}.google_compute_address.address.region`,
      'europe-west4',
      /in europe-west4 and the cluster in europe-west1/,
    ],
  ),
  contract(
    'registry',
    google,
    [`${cluster}.google_artifact_registry_repository.images.repository_id`, 'other', /my-project\/other/],
    [`${cluster}.google_artifact_registry_repository.images.location`, 'us', /us-docker.pkg.dev/],
  ),
  contract(
    'webhook-firewall',
    google,
    [`${cluster}.google_compute_firewall`, undefined, /may not reach port 10250/],
    [`${cluster}.google_compute_firewall.webhooks.allow`, [{ ports: ['10250', '8443'] }], /opens port 8443/],
    [`objects.${at.issuer}.apiVersion`, 'v1', /opens port 10250/],
  ),
  contract(
    'network-ranges',
    google,
    [flow(0), '10.41.0.0/20', /10.41.0.0\/20, which is not in the range of private services/],
    [flow(0), '10.10.0.0/20', /private services/],
    [flow(1), '172.16.1.0/28', /the range of the control plane/],
    [flow(2), '10.99.0.0/16', /a range that Terraform makes/],
  ),
  contract(
    'load-balancer-target',
    k3s,
    [`${edge}.aws_lb_target_group.nodes.port`, 30080, /port is 30080, but ports.web.hostPort .* is 80/],
    [`${edge}.aws_lb_target_group_attachment.node.port`, 81, /port is 81/],
    [values, '', /opens a port on the nodes/],
  ),
  contract(
    'node-ports',
    k3s,
    [`${nodes}.aws_vpc_security_group_ingress_rule.api`, undefined, /the API server at tcp 6443/],
    [`${nodes}.aws_vpc_security_group_ingress_rule.pods.ip_protocol`, 'tcp', /udp 8472/],
    [`${nodes}.aws_vpc_security_group_ingress_rule.more`, rule(2379), /2379-2379/],
    [`${edge}.aws_vpc_security_group_ingress_rule.traefik`, undefined, /lets the load balancer in/],
  ),
  contract(
    'trusted-proxies',
    k3s,
    [`${nodes}.aws_subnet.public.cidr_block`, '10.0.9.0/24', /10.0.9.0\/24/],
    [values, traefikValues(80, ''), /is empty/],
    [values, traefikValues(80, '0.0.0.0/0'), /0.0.0.0\/0/],
  ),
  proxyRange,
  contract(
    'load-balancer-keep-alive',
    k3s,
    [
      `${edge}.aws_lb.alb.idle_timeout`,
      300,
      /entry point web, which must be longer, is 180, but idle_timeout .* is 300/,
    ],
    [`${edge}.aws_lb.alb.idle_timeout`, 180, /is 180/],
    [
      values,
      'ports: { web: { hostPort: 80, transport: { respondingTimeouts: { idleTimeout: 1m } } } }',
      /is 60, but idle_timeout .* is 60/,
    ],
  ),
  contract(
    'ingress-parts',
    globally,
    [
      `${cluster}.google_compute_global_address.ingress.name`,
      'other',
      /no google_compute_global_address has that name/,
    ],
    [
      `${cluster}.google_compute_ssl_policy.tls.name`,
      'other',
      /sslPolicy is sys-tls, but no google_compute_ssl_policy/,
    ],
  ),
  contract(
    'autopilot',
    onAutopilot,
    [`${podOf}.hostNetwork`, true, /shares namespaces of its node/],
    [`${podOf}.volumes`, [{ name: 'host', hostPath: { path: '/' } }], /mounts host from its node/],
    [`${podOf}.containers.0.securityContext.privileged`, true, /runs app privileged/],
    [`${podOf}.containers.0.ports`, [{ containerPort: 8080, hostPort: 80 }], /gives app a port of its node/],
    [
      `${podOf}.containers.0.resources.requests.cpu`,
      '10m',
      /requests 10m and 128Mi, which Autopilot makes 50m and 128Mi/,
    ],
    [`${podOf}.containers.0.resources.requests.memory`, '64Mi', /100m and 64Mi, which Autopilot makes 100m and 103Mi/],
    [
      `${podOf}.containers.0.resources.requests.memory`,
      '1Gi',
      /100m and 1024Mi, which Autopilot makes 154m and 1024Mi/,
    ],
    [`${podOf}.containers.0.resources`, undefined, /requests 0m and 0Mi, which Autopilot makes 50m and 52Mi/],
  ),
];
