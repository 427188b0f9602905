import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { NodeAgent } from '../constructs/node-agent';
import { httpProbes } from '../constructs/probes';
import { nodePath } from '../constructs/volumes';

export interface NodeExporterProps {
  /**
   * Whether `/` of a node is a shared mount, as systemd makes it: then disks that are mounted later are measured too. It
   * is none where nodes are containers, as with k3d, and a pod that counts on it does not start. @default true
   */
  readonly sharedRoot?: boolean;
}

/** Mounts of containers and pods: their file systems belong to others, or are the node's once more. */
const containerMounts =
  '^/(dev|proc|sys|run/k3s/containerd/.+|run/containerd/.+|var/lib/(containerd|docker|kubelet)/.+)($|/)';

/** Network interfaces of pods, by the names that CNIs give them. */
const podInterfaces = '^(veth.*|cali.*|gke[0-9a-f]+|lxc.*|[0-9a-f]{15})$';

/**
 * Measures every node: CPU, memory, disks, network. It sees the node's namespaces and, read-only, its file systems,
 * which Pod Security allows in a `privileged` namespace only: give it one of its own.
 */
export class NodeExporter extends Component {
  protected readonly app: NodeAgent;

  constructor(scope: Construct, id: string, { sharedRoot = true }: NodeExporterProps = {}) {
    super(scope, id);
    this.app = new NodeAgent(this, id, {
      component: 'metrics',
      image: images.nodeExporter,
      user: 65534,
      hostNamespaces: true,
      resources: { cpu: '20m', memory: '32Mi', memoryLimit: '64Mi' },
      args: [
        '--path.rootfs=/host',
        '--path.procfs=/host/proc',
        '--path.sysfs=/host/sys',
        '--path.udev.data=/host/run/udev/data',
        '--no-collector.wifi',
        '--no-collector.btrfs',
        `--collector.filesystem.mount-points-exclude=${containerMounts}`,
        `--collector.netclass.ignored-devices=${podInterfaces}`,
        `--collector.netdev.device-exclude=${podInterfaces}`,
      ],
      ports: { metrics: 9100 },
      probes: httpProbes('/', 'metrics'),
      metrics: { port: 'metrics' },
      mounts: { '/host': nodePath('host', '/', sharedRoot ? 'HostToContainer' : undefined) },
    });
  }
}
