import { Construct } from 'constructs';
import type { Clients } from '../../../config/clients';
import { k3sPorts } from '../../../config/k3s/facts';
import { wellKnownPorts } from '../../../config/ports';
import { ANYWHERE } from '../../../config/ranges';
import { SecurityGroup } from '../../constructs/aws/security-group';
import { names } from './names';

export interface FirewallProps {
  readonly vpcId: string;
  /** Who reaches the bastion. */
  readonly admins: Clients;
  readonly nameOf: (thing: string) => string;
}

/**
 * Who may talk to whom; the load balancer's rules are in its own stack. Names, time and metadata need none: security
 * groups do not apply to what AWS answers itself.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class Firewall extends Construct {
  public readonly bastion: SecurityGroup;
  public readonly nodes: SecurityGroup;
  public readonly server: SecurityGroup;
  public readonly workers: SecurityGroup;

  constructor(scope: Construct, id: string, { vpcId, admins, nameOf }: FirewallProps) {
    super(scope, id);
    const group = (key: 'bastion' | 'nodes' | 'server' | 'workers', description: string) =>
      new SecurityGroup(this, key, { name: nameOf(names[key]), description, vpcId });
    this.bastion = group('bastion', 'The way in for people');
    this.nodes = group('nodes', 'All K3s nodes');
    this.server = group('server', 'The K3s server');
    this.workers = group('workers', 'K3s agents, behind the load balancer');

    for (const [name, range] of Object.entries(admins)) {
      this.bastion.allowFrom(`admin_${name}_ssh`, range, { description: `SSH from ${name}`, port: wellKnownPorts.ssh });
    }
    this.bastion.allowToGroup('nodes_ssh', this.nodes, {
      description: 'SSH through the bastion',
      port: wellKnownPorts.ssh,
    });
    this.bastion.allowToGroup('server_api', this.server, {
      description: 'kubectl through the bastion',
      port: k3sPorts.api,
    });
    this.workers.allowToGroup('server_api', this.server, {
      description: 'Agents join, and follow the API server',
      port: k3sPorts.api,
    });
    this.nodes.allowToGroup('nodes_kubelet', this.nodes, {
      description: 'Logs, exec and metrics of pods',
      port: k3sPorts.kubelet,
    });
    this.nodes.allowToGroup('nodes_vxlan', this.nodes, {
      description: 'Pods to pods of other nodes',
      port: k3sPorts.vxlan,
      protocol: 'udp',
    });
    for (const machines of [this.bastion, this.nodes]) {
      machines.allowTo('internet_https', ANYWHERE, {
        description: 'Images, releases, Systems Manager',
        port: wellKnownPorts.https,
      });
      machines.allowTo('internet_http', ANYWHERE, {
        description: "Ubuntu's signed packages",
        port: wellKnownPorts.http,
      });
    }
  }
}
