import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PortRule } from '../port-rule';

export interface VpcProps {
  readonly name: string;
  /**
   * While true, Terraform refuses any plan that destroys the network. Google refuses it as long as something stands in
   * it, but by then the ways in and out are gone.
   */
  readonly deletionProtection: boolean;
  readonly dependsOn: readonly ITerraformDependable[];
}

export interface SubnetProps {
  readonly name: string;
  readonly region: string;
  readonly range: string;
  /** Secondary ranges by name; GKE takes addresses of pods and Services from them. @default none */
  readonly secondaryRanges?: Readonly<Record<string, string>>;
}

export interface IngressRule extends PortRule {
  readonly name: string;
  /** Network tag of the machines that it opens. */
  readonly to: string;
}

/** A network without the ready-made subnets: nothing gets in but through the rules given here. */
export class Vpc extends Construct {
  public readonly network: ComputeNetwork;

  constructor(scope: Construct, id: string, { name, deletionProtection, dependsOn }: VpcProps) {
    super(scope, id);
    this.network = new ComputeNetwork(this, 'Resource', {
      name,
      autoCreateSubnetworks: false,
      routingMode: 'REGIONAL',
      dependsOn: [...dependsOn],
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** A subnet whose machines reach Google's APIs without a public address, with flow logs. */
  public addSubnet(id: string, { name, region, range, secondaryRanges }: SubnetProps): ComputeSubnetwork {
    return new ComputeSubnetwork(this, id, {
      name,
      region,
      network: this.network.id,
      ipCidrRange: range,
      secondaryIpRange:
        secondaryRanges &&
        Object.entries(secondaryRanges).map(([rangeName, ipCidrRange]) => ({ rangeName, ipCidrRange })),
      privateIpGoogleAccess: true,
      // Half of the packets, summed up over ten minutes: enough to see who talks to whom, at a fraction of the cost.
      // https://cloud.google.com/vpc/docs/flow-logs
      logConfig: { aggregationInterval: 'INTERVAL_10_MIN', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
    });
  }

  /** Lets a range of addresses, as CIDR, reach a port of tagged machines; every connection is logged. */
  public allowFrom(id: string, range: string, { name, to, description, port, protocol = 'tcp' }: IngressRule): void {
    new ComputeFirewall(this, id, {
      name,
      description,
      network: this.network.id,
      direction: 'INGRESS',
      sourceRanges: [range],
      targetTags: [to],
      allow: [{ protocol, ports: [String(port)] }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}
