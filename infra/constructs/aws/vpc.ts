import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc as AwsVpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { ANYWHERE } from '../../../config/ranges';
import type { Nat } from './nat';

export interface VpcProps {
  readonly name: string;
  /** All its addresses, as CIDR. */
  readonly range: string;
  /**
   * While true, Terraform refuses any plan that destroys the network. AWS refuses it as long as something stands in it,
   * but by then the ways in and out are gone.
   */
  readonly deletionProtection: boolean;
}

export interface SubnetProps {
  readonly name: string;
  /** Availability zone, e.g. `eu-west-3a`. */
  readonly zone: string;
  readonly range: string;
}

/** A network with a gateway to the internet, which only its public subnets have a route to. */
export class Vpc extends Construct {
  public readonly vpc: AwsVpc;
  /** What needs the way to the internet to be there waits for it. */
  public readonly gateway: InternetGateway;
  private readonly publicRoutes: RouteTable;

  constructor(scope: Construct, id: string, { name, range, deletionProtection }: VpcProps) {
    super(scope, id);
    this.vpc = new AwsVpc(this, 'Resource', {
      cidrBlock: range,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
      lifecycle: { preventDestroy: deletionProtection },
    });
    // It exists in every VPC and takes in whatever names no group. Without rules it lets nothing through.
    new DefaultSecurityGroup(this, 'default_group', {
      vpcId: this.vpc.id,
      tags: { Name: `${name}-default-unused` },
    });
    this.gateway = new InternetGateway(this, 'gateway', { vpcId: this.vpc.id, tags: { Name: name } });
    this.publicRoutes = new RouteTable(this, 'public', { vpcId: this.vpc.id, tags: { Name: `${name}-public` } });
    new Route(this, 'public_internet', {
      routeTableId: this.publicRoutes.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: this.gateway.id,
    });
  }

  /** A subnet in which public addresses work. Nothing gets one unasked. */
  public addPublicSubnet(id: string, props: SubnetProps): Subnet {
    const subnet = this.addSubnet(id, props);
    new RouteTableAssociation(this, `${id}_routes`, { subnetId: subnet.id, routeTableId: this.publicRoutes.id });
    return subnet;
  }

  /** A subnet that calls out through `nat` and that nothing outside the network can call. */
  public addPrivateSubnet(id: string, { nat, ...props }: SubnetProps & { readonly nat: Nat }): Subnet {
    const subnet = this.addSubnet(id, props);
    const routes = new RouteTable(this, `${id}_table`, { vpcId: this.vpc.id, tags: { Name: props.name } });
    new Route(this, `${id}_internet`, {
      routeTableId: routes.id,
      destinationCidrBlock: ANYWHERE,
      natGatewayId: nat.gateway.id,
    });
    new RouteTableAssociation(this, `${id}_routes`, { subnetId: subnet.id, routeTableId: routes.id });
    return subnet;
  }

  private addSubnet(id: string, { name, zone, range }: SubnetProps): Subnet {
    return new Subnet(this, id, {
      vpcId: this.vpc.id,
      availabilityZone: zone,
      cidrBlock: range,
      mapPublicIpOnLaunch: false,
      tags: { Name: name },
    });
  }
}
