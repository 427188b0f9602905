import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import * as google from '../../config/google/names';
import * as facts from '../../config/reactivite';
import { type Target, waiversOf } from '../../config/system';
import { SystemStack } from '../../infra/constructs/stack';
import { check } from '../../policy/check';
import { synthesize as makeAll } from '../../synthesis/synthesize';
import { loadTargets } from '../../synthesis/targets';
import { builtInStacks } from '../support/built-in';
import { reviewedStacks } from '../support/reviewed';
import { type Block, type Stack, type Synthesized, synthesize } from '../support/terraform';

type Config = facts.ReactiviteConfig & { gcp: facts.GcpConfig; database: facts.CloudSqlConfig };

const builtIn = loadTargets().find(({ environment }) => environment === 'production') as Target<Config>;
const { gcp, database } = builtIn.config;
const parts = ['network', 'data', 'cluster'] as const;

/** The production target with some of its record changed. */
function production(change: (config: Config) => void): Target {
  const config = structuredClone(builtIn.config);
  change(config);
  return { ...builtIn, config };
}

function part(synthesized: Synthesized, name: (typeof parts)[number]): Stack {
  return synthesized.stacks[`reactivite-production-${name}`] as Stack;
}

/** The resources of a type in a stack. */
function all(stack: Stack, type: string): (Block & { address: string })[] {
  return Object.entries(stack.resource[type] ?? {}).map(([name, block]) => ({ address: `${type}.${name}`, ...block }));
}

/** The only resource of its type in a stack. */
function only(stack: Stack, type: string) {
  const [resource, ...others] = all(stack, type);
  expect(others).toEqual([]);
  return resource as NonNullable<typeof resource>;
}

const synthesized = builtInStacks('reactivite', 'production');
const network = part(synthesized, 'network');
const data = part(synthesized, 'data');
const cluster = part(synthesized, 'cluster');

reviewedStacks('reactivite');

describe('stacks', () => {
  test('are named after system, environment and part, and deployed in order', () => {
    expect(synthesized.dependencies).toEqual({
      'reactivite-production-network': [],
      'reactivite-production-data': ['reactivite-production-network'],
      'reactivite-production-cluster': ['reactivite-production-data'],
    });
  });

  test('keep their state in the bucket that the environment names', async () => {
    const inBucket = await synthesize(production(({ gcp }) => Object.assign(gcp, { stateBucket: 'my-states' })));
    for (const [name, { terraform }] of Object.entries(inBucket.stacks)) {
      expect(terraform.backend).toEqual({ gcs: { bucket: 'my-states', prefix: name } });
    }
  });

  test('refuse two constructs of one Terraform name', () => {
    class Colliding extends SystemStack {
      constructor(app: App) {
        super(app, builtIn, { part: 'colliding' });
        new TerraformOutput(this, 'a_b', { value: 1 });
        new TerraformOutput(new Construct(this, 'a'), 'b', { value: 2 });
      }
    }
    const outdir = mkdtempSync(join(tmpdir(), 'terrachart-'));
    try {
      const app = new App({ outdir });
      new Colliding(app);
      expect(() => app.synth()).toThrow('two TerraformOutput are named a_b; rename the one at a/b');
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});

describe('placeholders', () => {
  test('leave nothing behind once replaced', async () => {
    expect(builtIn.placeholders).toContain('gcp.projectId: my-project');
    const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
    const file = join(folder, 'terrachart.yaml');
    writeFileSync(
      file,
      `reactivite:
        production:
          hosts: { streamlit: app.acme.com, fastapi: api.acme.com }
          certificates: { email: ops@acme.com }
          gcp: { projectId: dogs-4711 }`,
    );
    const replaced = await synthesize(...loadTargets(file).filter(({ system }) => system === builtIn.system));
    rmSync(folder, { recursive: true });
    for (const stack of Object.values(replaced.stacks)) {
      expect(stack.locals ?? {}).not.toHaveProperty('placeholders');
      expect(stack.resource.terraform_data ?? {}).not.toHaveProperty('configured');
    }
    expect(JSON.stringify(replaced.stacks)).not.toContain('my-project');
  });
});

describe('network', () => {
  test('opens no port to the internet', () => {
    const rules = all(network, 'google_compute_firewall');
    expect(rules.map(({ source_ranges, target_tags, allow }) => ({ source_ranges, target_tags, allow }))).toEqual([
      {
        source_ranges: ['35.235.240.0/20'],
        target_tags: [facts.names.nodeTag],
        allow: [{ protocol: 'tcp', ports: ['22'] }],
      },
      {
        source_ranges: [gcp.network.controlPlane],
        target_tags: [facts.names.nodeTag],
        allow: [{ protocol: 'tcp', ports: ['10250'] }],
      },
    ]);
    expect(JSON.stringify(synthesized.stacks)).not.toContain('0.0.0.0/0');
  });

  test('waits for the APIs, which a destroy leaves on', () => {
    const services = all(network, 'google_project_service');
    expect(services.map(({ disable_on_destroy }) => disable_on_destroy)).toEqual(services.map(() => false));
    for (const type of ['google_compute_network', 'google_compute_address']) {
      for (const { depends_on } of all(network, type)) {
        expect(depends_on).toEqual(services.map(({ address }) => address));
      }
    }
  });

  test('logs what flows and what NAT drops', () => {
    expect(only(network, 'google_compute_subnetwork')).toHaveProperty('log_config');
    expect(only(network, 'google_compute_router_nat').log_config).toEqual({ enable: true, filter: 'ERRORS_ONLY' });
    for (const rule of all(network, 'google_compute_firewall')) expect(rule).toHaveProperty('log_config');
  });

  test('takes its ranges from the address plan', () => {
    const { nodes, pods, services, privateServices } = gcp.network;
    expect(only(network, 'google_compute_subnetwork')).toMatchObject({
      ip_cidr_range: nodes,
      secondary_ip_range: [
        { range_name: facts.names.podRange, ip_cidr_range: pods },
        { range_name: facts.names.serviceRange, ip_cidr_range: services },
      ],
    });
    const { address, prefix_length } = only(network, 'google_compute_global_address');
    expect(`${address}/${prefix_length}`).toBe(privateServices);
  });

  test("reserves the address that Traefik's Service names, and tells the DNS records", () => {
    expect(network.resource.google_compute_address?.traefik).toMatchObject({
      name: facts.TRAEFIK_ADDRESS,
      region: gcp.region,
      address_type: 'EXTERNAL',
      network_tier: 'PREMIUM',
    });
    expect(network.output.dns_records?.value).toEqual([
      'streamlit.monapp.com. 300 IN A ${google_compute_address.traefik.address}',
      'fastapi.monapp.com. 300 IN A ${google_compute_address.traefik.address}',
    ]);
  });

  test('can be destroyed soon after the database: the peering is removed before what it would block', () => {
    expect(only(network, 'google_service_networking_connection').deletion_policy).toBe('ABANDON');
    expect(network.resource.terraform_data?.private_services_peering).toMatchObject({
      input: { network: '${google_compute_network.vpc.name}' },
      depends_on: ['google_service_networking_connection.private_services_connection'],
      provisioner: [{ 'local-exec': { when: 'destroy', on_failure: 'continue' } }],
    });
  });
});

describe('database', () => {
  const instance = (stack = data) => only(stack, 'google_sql_database_instance');

  test('has no public address and lets in connectors with certificates only', () => {
    expect(instance().settings).toMatchObject({
      ip_configuration: {
        ipv4_enabled: false,
        private_network: google.networkId(gcp, facts.names.network),
        ssl_mode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      },
      connector_enforcement: 'REQUIRED',
    });
    expect(instance()).not.toHaveProperty('settings.ip_configuration.authorized_networks');
  });

  test('is sized and named by the config', () => {
    expect(instance()).toMatchObject({
      name: database.instance,
      database_version: 'MYSQL_8_4',
      settings: {
        tier: database.tier,
        edition: 'ENTERPRISE',
        availability_type: database.availability,
        disk_size: database.diskSizeGb,
        disk_autoresize_limit: database.diskSizeLimitGb,
      },
    });
    expect(only(data, 'google_sql_database').name).toBe(facts.DATABASE);
  });

  test('can be restored to any moment of the last week', () => {
    expect(instance()).toMatchObject({
      settings: {
        backup_configuration: {
          enabled: true,
          binary_log_enabled: true,
          transaction_log_retention_days: 7,
          backup_retention_settings: { retained_backups: database.retainedBackups },
        },
      },
    });
  });

  test('knows the API by its service account, without a password', () => {
    const { fastapi } = data.resource.google_service_account ?? {};
    expect(fastapi?.account_id).toBe(facts.accountId('fastapi'));
    // What MySQL makes of the account's address is the login that the charts use.
    expect(google.accountEmail(gcp, facts.accountId('fastapi')).split('@')[0]).toBe(facts.DATABASE_USER);
    expect(data.resource.google_sql_user).toEqual({
      mysql_fastapi: {
        instance: '${google_sql_database_instance.mysql.name}',
        name: '${google_service_account.fastapi.email}',
        type: 'CLOUD_IAM_SERVICE_ACCOUNT',
      },
    });
    expect(instance()).toMatchObject({
      settings: { database_flags: expect.arrayContaining([{ name: 'cloudsql_iam_authentication', value: 'on' }]) },
    });
    expect(JSON.stringify(synthesized.stacks)).not.toMatch(/"(root_)?password/);
  });

  test('may be MySQL in the cluster: then Terraform builds none', async () => {
    const target = production((config) => Object.assign(config, { database: { kind: 'in-cluster', storage: '2Gi' } }));
    const stack = part(await synthesize(target), 'data');
    expect(Object.keys(stack.resource).filter((type) => type.startsWith('google_sql'))).toEqual([]);
    expect(JSON.stringify(stack)).not.toContain('cloudsql');
  });
});

describe('keys', () => {
  const keyId = (name: string) => {
    const ring = only(data, 'google_kms_key_ring');
    const key = data.resource.google_kms_crypto_key?.[name];
    expect(key?.key_ring).toBe(`\${${ring.address}.id}`);
    return `projects/${gcp.projectId}/locations/${ring.location}/keyRings/${ring.name}/cryptoKeys/${key?.name}`;
  };

  test("encrypt the cluster's Secrets, with GKE's own account as the only user", () => {
    const { database_encryption } = only(cluster, 'google_container_cluster');
    expect(database_encryption).toEqual({ state: 'ENCRYPTED', key_name: keyId('gke_key') });
    expect(grants(data, 'gke_key')).toEqual([
      [
        'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        'serviceAccount:service-${data.google_project.project.number}@container-engine-robot.iam.gserviceaccount.com',
      ],
    ]);
  });

  test('unseal Vault, which may use and see its own key alone', () => {
    expect(keyId('vault_key')).toBe(google.cryptoKeyId(gcp, gcp.keys.ring, facts.kms.vaultKey));
    expect(grants(data, 'vault_key')).toEqual([
      ['roles/cloudkms.cryptoKeyEncrypterDecrypter', '${google_service_account.vault.member}'],
      ['roles/cloudkms.viewer', '${google_service_account.vault.member}'],
    ]);
  });

  test('rotate every 90 days', () => {
    for (const { rotation_period } of all(data, 'google_kms_crypto_key')) expect(rotation_period).toBe('7776000s');
  });

  function grants(stack: Stack, key: string): unknown[] {
    return all(stack, 'google_kms_crypto_key_iam_member')
      .filter(({ crypto_key_id }) => crypto_key_id === `\${google_kms_crypto_key.${key}.id}`)
      .map(({ role, member }) => [role, member]);
  }
});

describe('cluster', () => {
  const gke = (stack = cluster) => only(stack, 'google_container_cluster');

  test('stands in the network that the other stack creates', () => {
    const vpc = only(network, 'google_compute_network');
    const subnet = only(network, 'google_compute_subnetwork');
    expect(gke()).toMatchObject({
      network: `projects/${gcp.projectId}/global/networks/${vpc.name}`,
      subnetwork: `projects/${gcp.projectId}/regions/${subnet.region}/subnetworks/${subnet.name}`,
      ip_allocation_policy: { cluster_secondary_range_name: 'pods', services_secondary_range_name: 'services' },
    });
  });

  test('has private nodes and a private IP endpoint; kubectl goes through the DNS endpoint', () => {
    expect(gke()).toMatchObject({
      private_cluster_config: { enable_private_nodes: true, enable_private_endpoint: true },
      control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: true } },
      master_authorized_networks_config: { cidr_blocks: [], gcp_public_cidrs_access_enabled: false },
    });
    expect(cluster.output.kubeconfig_command?.value).toBe(
      'gcloud container clusters get-credentials gke-reactivite-cluster --location europe-west1-b --project my-project --dns-endpoint',
    );
  });

  test('lets in authorized networks alone when its endpoint is public', async () => {
    const target = production(({ gcp }) =>
      Object.assign(gcp.cluster, { privateEndpoint: false, authorizedNetworks: { office: '198.51.100.0/24' } }),
    );
    expect(gke(part(await synthesize(target), 'cluster'))).toMatchObject({
      private_cluster_config: { enable_private_endpoint: false },
      master_authorized_networks_config: { cidr_blocks: [{ cidr_block: '198.51.100.0/24', display_name: 'office' }] },
    });
  });

  test('may have public nodes: then no range for the control plane is asked for', async () => {
    const target = production(({ gcp }) =>
      Object.assign(gcp.cluster, {
        privateNodes: false,
        privateEndpoint: false,
        authorizedNetworks: { office: '198.51.100.0/24' },
      }),
    );
    expect(gke(part(await synthesize(target), 'cluster')).private_cluster_config).toEqual({
      enable_private_nodes: false,
      enable_private_endpoint: false,
    });
  });

  test('is hardened', () => {
    expect(gke()).toMatchObject({
      datapath_provider: 'ADVANCED_DATAPATH',
      enable_shielded_nodes: true,
      workload_identity_config: { workload_pool: 'my-project.svc.id.goog' },
      security_posture_config: { mode: 'BASIC' },
      release_channel: { channel: gcp.cluster.releaseChannel },
      remove_default_node_pool: true,
    });
    expect(gke()).not.toHaveProperty('network_policy');
  });

  test('scales its hardened nodes within the config', () => {
    const { machineType, minNodes, maxNodes, initialNodes } = gcp.cluster;
    expect(only(cluster, 'google_container_node_pool')).toMatchObject({
      location: gcp.zone,
      initial_node_count: initialNodes,
      autoscaling: { min_node_count: minNodes, max_node_count: maxNodes },
      management: { auto_repair: true, auto_upgrade: true },
      upgrade_settings: { max_surge: 1, max_unavailable: 0 },
      node_config: {
        machine_type: machineType,
        service_account: '${google_service_account.nodes.email}',
        workload_metadata_config: { mode: 'GKE_METADATA' },
        shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
        metadata: { 'disable-legacy-endpoints': 'true' },
        tags: [facts.names.nodeTag],
      },
    });
  });

  test('lets exactly the ServiceAccounts of the charts act as the cloud accounts', () => {
    const bindings = all(cluster, 'google_service_account_iam_member');
    expect(bindings.map(({ service_account_id, role, member }) => [service_account_id, role, member])).toEqual(
      (['fastapi', 'vault'] as const).map((identity) => {
        const { account_id } = data.resource.google_service_account?.[identity] ?? {};
        return [
          `projects/my-project/serviceAccounts/${account_id}@my-project.iam.gserviceaccount.com`,
          'roles/iam.workloadIdentityUser',
          google.workloadIdentityMember(gcp, facts.serviceAccounts[identity]),
        ];
      }),
    );
    expect(bindings[0]?.member).toBe('serviceAccount:my-project.svc.id.goog[reactivite/fastapi]');
    for (const { depends_on } of bindings) expect(depends_on).toEqual(['google_container_cluster.cluster']);
  });

  test('publishes a registry whose tags never move', () => {
    expect(only(cluster, 'google_artifact_registry_repository')).toMatchObject({
      repository_id: facts.names.repository,
      docker_config: { immutable_tags: true },
      cleanup_policy_dry_run: false,
    });
    expect(cluster.output.registry_url?.value).toBe(facts.registry(builtIn.config));
  });
});

describe('rights', () => {
  test('are given by member, never by replacing a list or a policy', () => {
    const types = Object.values(synthesized.stacks).flatMap(({ resource }) => Object.keys(resource));
    expect(types.filter((type) => /_iam_(binding|policy)$/.test(type))).toEqual([]);
    expect(types).not.toContain('google_service_account_key');
  });

  test('on the whole project are these and no basic role', () => {
    const granted = [data, cluster].flatMap((stack) => all(stack, 'google_project_iam_member'));
    expect(granted.map(({ member, role }) => [member, role])).toEqual([
      ['${google_service_account.fastapi.member}', 'roles/cloudsql.client'],
      ['${google_service_account.fastapi.member}', 'roles/cloudsql.instanceUser'],
      ['${google_service_account.nodes.member}', 'roles/container.defaultNodeServiceAccount'],
    ]);
  });

  test('to Cloud SQL end at the one instance', () => {
    for (const { condition } of all(data, 'google_project_iam_member')) {
      expect(condition).toMatchObject({
        expression: expect.stringContaining(`"projects/my-project/instances/${database.instance}"`),
      });
    }
  });

  test('to images are those of the nodes to pull', () => {
    expect(only(cluster, 'google_artifact_registry_repository_iam_member')).toMatchObject({
      role: 'roles/artifactregistry.reader',
      member: '${google_service_account.nodes.member}',
    });
  });
});

describe('labels', () => {
  const labels = { 'part-of': 'reactivite', environment: 'production', 'managed-by': 'terrachart' };

  test('are on everything, through the provider', () => {
    for (const { provider } of Object.values(synthesized.stacks)) {
      expect(provider.google).toMatchObject([{ default_labels: labels }]);
    }
  });

  test('are on what the provider misses', () => {
    expect(only(data, 'google_sql_database_instance')).toHaveProperty('settings.user_labels', labels);
    expect(only(cluster, 'google_container_cluster').resource_labels).toEqual(labels);
    expect(only(cluster, 'google_container_node_pool')).toHaveProperty('node_config.resource_labels', labels);
  });
});

describe('deletion', () => {
  const protections = (stacks: Synthesized) => ({
    terraform: only(part(stacks, 'data'), 'google_sql_database_instance').deletion_protection,
    api: only(part(stacks, 'data'), 'google_sql_database_instance').settings,
    keys: all(part(stacks, 'data'), 'google_kms_crypto_key').map(({ lifecycle }) => lifecycle),
    cluster: only(part(stacks, 'cluster'), 'google_container_cluster').deletion_protection,
  });

  test('is refused for the database, the keys and the cluster', () => {
    expect(protections(synthesized)).toMatchObject({
      terraform: true,
      api: { deletion_protection_enabled: true },
      keys: [{ prevent_destroy: true }, { prevent_destroy: true }],
      cluster: true,
    });
  });

  test('is allowed where the config allows it', async () => {
    const target = production((config) => {
      config.database.deletionProtection = false;
      config.gcp.keys.deletionProtection = false;
      config.gcp.cluster.deletionProtection = false;
    });
    expect(protections(await synthesize(target))).toMatchObject({
      terraform: false,
      api: { deletion_protection_enabled: false },
      keys: [{ prevent_destroy: false }, { prevent_destroy: false }],
      cluster: false,
    });
  });

  const database = ['google_sql_database_instance.mysql', 'google_sql_database.mysql_database'];
  const keys = ['google_kms_crypto_key.gke_key', 'google_kms_crypto_key.vault_key'];
  const registryAndCluster = ['google_artifact_registry_repository.images', 'google_container_cluster.cluster'];
  const vpc = ['google_compute_network.vpc'];

  test.each<[string, (config: Config) => void, string[]]>([
    ['nothing is lifted', () => {}, [...database, ...keys, ...registryAndCluster, ...vpc]],
    // The instance would have refused, but only after its database had gone.
    [
      'only the keys are lifted',
      ({ gcp }) => Object.assign(gcp.keys, { deletionProtection: false }),
      [...database, ...registryAndCluster, ...vpc],
    ],
    [
      'only the database is lifted',
      ({ database }) => Object.assign(database, { deletionProtection: false }),
      [...keys, ...registryAndCluster, ...vpc],
    ],
    [
      'only the cluster is lifted',
      ({ gcp }) => Object.assign(gcp.cluster, { deletionProtection: false }),
      [...database, ...keys, ...vpc],
    ],
    [
      'cluster and database are lifted',
      ({ gcp, database }) => {
        gcp.cluster.deletionProtection = false;
        database.deletionProtection = false;
      },
      keys,
    ],
  ])('is refused at plan for what holds data, and nothing else: %s', async (_, change, refused) => {
    const { stacks } = await synthesize(production(change));
    const found = Object.values(stacks).flatMap(({ resource }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named)
          .filter(([, { lifecycle }]) => (lifecycle as Block | undefined)?.prevent_destroy === true)
          .map(([name]) => `${type}.${name}`),
      ),
    );
    expect(found.sort()).toEqual([...refused].sort());
  });
});

test('a configuration that lifts protections and asks for public nodes is warned about, and synthesized', async () => {
  const target = production(({ gcp }) => {
    Object.assign(gcp.cluster, { privateNodes: false, privateEndpoint: false, deletionProtection: false });
    Object.assign(gcp.cluster, { authorizedNetworks: { office: '198.51.100.0/24' } });
    Object.assign(gcp.keys, { deletionProtection: false });
  });
  const { findings, warnings } = check(
    (await makeAll({ terraform: [target], kubernetes: [target] })).view(target.environment),
    { waivers: waiversOf([target]) },
  );
  expect(findings.map(({ object, detail }) => `${object} ${detail}`)).toEqual([]);
  expect([...new Set(warnings.map(({ rule }) => rule.id))]).toEqual(['deletion-protection', 'gke']);
});

test('outputs say what people need, each with a description', () => {
  const outputs = Object.values(synthesized.stacks).flatMap(({ output }) => Object.entries(output));
  expect(outputs.map(([name]) => name).sort()).toEqual([
    'app_urls',
    'cluster_endpoint',
    'cluster_name',
    'dns_records',
    'kubeconfig_command',
    'nat_address',
    'node_pool_name',
    'registry_url',
    'sql_connection_name',
    'traefik_address',
    'vpc_name',
  ]);
  for (const [, { description }] of outputs) expect(description).toMatch(/\.$/);
});
