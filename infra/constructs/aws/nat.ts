import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface NatProps {
  readonly name: string;
  /** The public subnet that it stands in. */
  readonly subnet: Subnet;
  /** The internet gateway: without it, a NAT gateway fails to start. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The way out for private subnets, from one address that others can allow-list. Paid for by the hour, used or not. */
export class Nat extends Construct {
  public readonly gateway: NatGateway;
  public readonly address: Eip;

  constructor(scope: Construct, id: string, { name, subnet, dependsOn }: NatProps) {
    super(scope, id);
    this.address = new Eip(this, 'address', { domain: 'vpc', tags: { Name: name }, dependsOn: [...dependsOn] });
    this.gateway = new NatGateway(this, 'Resource', {
      allocationId: this.address.id,
      subnetId: subnet.id,
      tags: { Name: name },
      dependsOn: [...dependsOn],
    });
  }
}
