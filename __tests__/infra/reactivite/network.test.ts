import * as facts from '../../../config/reactivite';
import { all, gcp, network, only, synthesized } from './production';

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
