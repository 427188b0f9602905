import { type K3sConfig, reserved, type UbuntuRelease } from '../../../config/f1-vote';
import { clusterRanges, k3sPorts } from '../../../config/k3s/facts';

export interface Host {
  /** In Kubernetes as in the inventory. */
  readonly name: string;
  /** Inside the network. */
  readonly address: string;
  /** Availability zone. */
  readonly zone: string;
}

export interface InventoryProps {
  readonly environment: string;
  readonly region: string;
  /** What new machines start from. */
  readonly ubuntu: UbuntuRelease;
  readonly k3s: K3sConfig;
  /** Public address. */
  readonly bastion: string;
  readonly server: Host;
  readonly agents: readonly Host[];
}

/** Ansible's inventory: the machines, the way to them, and the facts of the config that the playbook goes by. */
export function inventory(props: InventoryProps): string {
  const { environment, bastion, server, agents } = props;
  const folder = `{{ inventory_dir }}/../../../../.terrachart/f1-vote-${environment}`;
  const ssh = `-F "${folder}/ssh_config"`;
  return [
    '# Written by Terraform; changes are lost with the next apply.',
    '[bastions]',
    `bastion ansible_host=${bastion}`,
    '',
    '[servers]',
    node(server),
    '',
    '[agents]',
    ...agents.map(node),
    '',
    '[cluster:children]',
    'servers',
    'agents',
    '',
    '[cluster:vars]',
    `ansible_ssh_common_args=${ssh} -o ProxyJump=bastion`,
    '',
    '[bastions:vars]',
    `ansible_ssh_common_args=${ssh}`,
    '',
    '[all:vars]',
    'ansible_user=ubuntu',
    ...Object.entries(facts(props)).map(([name, value]) => `${name}='${value}'`),
    `local_folder=${folder}`,
    '',
  ].join('\n');
}

function node({ name, address, zone }: Host): string {
  return `${name} ansible_host=${address} zone=${zone}`;
}

/** Said once, in the config; the roles have no values of their own for these. */
function facts({ region, ubuntu, k3s: { version, sha256 } }: InventoryProps): Record<string, string | number> {
  const { kube, system, evictionMemoryMi } = reserved;
  return {
    region,
    ubuntu_release: ubuntu,
    k3s_version: version,
    k3s_sha256: sha256,
    k3s_api_port: k3sPorts.api,
    k3s_pod_range: clusterRanges.pods,
    k3s_service_range: clusterRanges.services,
    k3s_kube_reserved: `cpu=${kube.cpuMillis}m,memory=${kube.memoryMi}Mi`,
    k3s_system_reserved: `cpu=${system.cpuMillis}m,memory=${system.memoryMi}Mi`,
    k3s_eviction_memory: `${evictionMemoryMi}Mi`,
  };
}
