import { type K3sConfig, reserved, type UbuntuRelease } from '../../../config/f1-vote';
import { clusterRanges, k3sPorts } from '../../../config/k3s/facts';
import type { Group, Variables } from '../../constructs/ansible/inventory';

export interface Host {
  /** In Kubernetes as in the inventory. */
  readonly name: string;
  /** Inside the network. */
  readonly address: string;
  /** Availability zone. */
  readonly zone: string;
}

export interface MachinesProps {
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

/** For Ansible: the machines, the way to them, and the facts of the config that the playbook goes by. */
export function machines(props: MachinesProps): Group {
  const { environment, bastion, server, agents } = props;
  const folder = `{{ inventory_dir }}/../../../../.terrachart/f1-vote-${environment}`;
  const ssh = `-F "${folder}/ssh_config"`;
  return {
    vars: { ansible_user: 'ubuntu', local_folder: folder, ...facts(props) },
    children: {
      bastions: {
        vars: { ansible_ssh_common_args: ssh },
        hosts: { bastion: { ansible_host: bastion } },
      },
      cluster: {
        vars: { ansible_ssh_common_args: `${ssh} -o ProxyJump=bastion` },
        children: { servers: { hosts: nodes([server]) }, agents: { hosts: nodes(agents) } },
      },
    },
  };
}

function nodes(hosts: readonly Host[]): Record<string, Variables> {
  return Object.fromEntries(hosts.map(({ name, address, zone }) => [name, { ansible_host: address, zone }]));
}

/** Said once, in the config; the roles have no values of their own for these. */
function facts({ region, ubuntu, k3s: { version, sha256 } }: MachinesProps): Variables {
  const { kube, system, evictionMemoryMi } = reserved;
  return {
    region,
    ubuntu_release: ubuntu,
    k3s_version: version,
    k3s_sha256: sha256,
    k3s_api_port: String(k3sPorts.api),
    k3s_pod_range: clusterRanges.pods,
    k3s_service_range: clusterRanges.services,
    k3s_kube_reserved: `cpu=${kube.cpuMillis}m,memory=${kube.memoryMi}Mi`,
    k3s_system_reserved: `cpu=${system.cpuMillis}m,memory=${system.memoryMi}Mi`,
    k3s_eviction_memory: `${evictionMemoryMi}Mi`,
  };
}
