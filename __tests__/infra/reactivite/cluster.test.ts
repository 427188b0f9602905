import * as google from '../../../config/google/names';
import * as facts from '../../../config/reactivite';
import { synthesize } from '../../support/terraform';
import { all, builtIn, cluster, data, database, gcp, network, only, part, production, synthesized } from './production';

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
