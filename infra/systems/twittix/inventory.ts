import {
  DATA_LABEL,
  databasesOf,
  dockerRanges,
  gatewayNetworks,
  type HostConfig,
  managerOf,
  metricsPorts,
  monitoringPorts,
  type NamedHost,
  namedHosts,
  type OnSwarmConfig,
  POSTGRES,
  SYSTEM,
  swarmPorts,
  swarmSecrets,
} from '../../../config/twittix';
import { images, reference, releases } from '../../../config/versions';
import { toYaml } from '../../../model/yaml';

/** What stands in front of the services: a container that leads from the manager's loopback into the stack. */
export interface Gateway {
  readonly image: string;
  /** Its configuration, a folder beside the stack file. */
  readonly folder: string;
  /** Where the image looks for it. */
  readonly mount: string;
  /** Where it listens inside. */
  readonly port: number;
}

/** Ansible's inventory: the machines, the way to them, and the facts of the config that the playbook goes by. */
export function inventory(config: OnSwarmConfig, gateway: Gateway): string {
  const { proxmox } = config;
  const groups = { managers: hosts(config, 'manager'), workers: hosts(config, 'worker') };
  return toYaml({
    all: {
      vars: {
        ansible_user: proxmox.user,
        ansible_ssh_common_args: '-F "{{ inventory_dir }}/ssh_config"',
        stack_source: '{{ inventory_dir }}',
        stack_name: SYSTEM,
        ...facts(config, gateway),
      },
      children: { swarm: { children: groups }, monitors: hosts(config, 'monitoring') },
    },
  });
}

/** How ssh reaches every machine: those inside by a jump through the manager. Host keys go where your ssh keeps them. */
export function sshConfig({ proxmox }: OnSwarmConfig): string {
  const manager = managerOf(proxmox.hosts);
  return [
    ...namedHosts(proxmox.hosts).flatMap((host) => [
      `Host ${host.name}`,
      `  HostName ${wayTo(host)}`,
      ...(host.name === manager.name ? [] : [`  ProxyJump ${manager.name}`]),
    ]),
    'Host *',
    `  User ${proxmox.user}`,
    '  ForwardAgent no',
    '',
  ].join('\n');
}

function wayTo({ networks, role }: HostConfig): string {
  return (role === 'manager' ? networks.public?.address : undefined) ?? cluster(networks);
}

function cluster(networks: HostConfig['networks']): string {
  if (!networks.cluster) throw new Error('a host has no card `cluster`: the rules of the config hold that it has');
  return networks.cluster.address;
}

function hosts({ proxmox }: OnSwarmConfig, role: HostConfig['role']) {
  const ofRole = namedHosts(proxmox.hosts).filter((host) => host.role === role);
  return { hosts: Object.fromEntries(ofRole.map((host) => [host.name, addresses(host)])) };
}

function addresses(host: NamedHost) {
  const own = cluster(host.networks);
  return {
    ansible_host: wayTo(host),
    cluster_address: own,
    // Backups and metrics.
    storage_address: host.networks.storage?.address ?? own,
  };
}

/** Said once, in the config; the roles have no values of their own for these. */
function facts(config: OnSwarmConfig, gateway: Gateway) {
  const { proxmox, registry, services, tunnelPort } = config;
  const { generated, provided } = swarmSecrets(config);
  return {
    registry,
    services: Object.keys(services),
    secrets_generated: generated,
    secrets_provided: provided,
    databases: databasesOf(services),
    database_service: POSTGRES,
    data_label: DATA_LABEL,
    deploy_keys: proxmox.deployKeys ?? [],
    time_servers: proxmox.timeServers ?? ['pool.ntp.org'],
    docker_version: releases.docker.version,
    docker_address_pool: dockerRanges.bridges,
    swarm_address_pool: dockerRanges.overlays,
    swarm_ports: swarmPorts,
    metrics_ports: metricsPorts,
    monitoring_ports: monitoringPorts,
    tunnel_port: tunnelPort,
    gateway_networks: gatewayNetworks(services),
    gateway,
    images: {
      node_exporter: reference(images.nodeExporter),
      cadvisor: reference(images.cadvisor),
      prometheus: reference(images.prometheus),
      grafana: reference(images.grafana),
    },
  };
}
