import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { PortRule } from '../port-rule';

export interface SecurityGroupProps {
  readonly name: string;
  /** What is in it. AWS cannot change it: another text makes another group. */
  readonly description: string;
  readonly vpcId: string;
}

/** A group that another stack creates; rules can be added to it all the same. */
export interface ExistingSecurityGroup {
  readonly existing: string;
}

/** Whom a rule is about: what is in a group, or a range of addresses as CIDR. */
export type Peer = { readonly groupId: string } | string;

/**
 * Machines that the same rules hold for. Nothing comes in or goes out but by a rule, and each rule is a resource of
 * its own, so that one more never rewrites the others.
 */
export class SecurityGroup extends Construct {
  public readonly groupId: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps | ExistingSecurityGroup) {
    super(scope, id);
    this.groupId = 'existing' in props ? props.existing : this.create(props);
  }

  private create({ name, description, vpcId }: SecurityGroupProps): string {
    return new AwsSecurityGroup(this, 'Resource', { name, description, vpcId, tags: { Name: name } }).id;
  }

  /** Lets `peer` reach a port of the machines in this group. */
  public allowFrom(id: string, peer: Peer, rule: PortRule): void {
    new VpcSecurityGroupIngressRule(this, `from_${id}`, { securityGroupId: this.groupId, ...attributes(peer, rule) });
  }

  /** Lets the machines in this group reach a port of `peer`. */
  public allowTo(id: string, peer: Peer, rule: PortRule): void {
    new VpcSecurityGroupEgressRule(this, `to_${id}`, { securityGroupId: this.groupId, ...attributes(peer, rule) });
  }

  /** Lets the machines in this group reach a port of those in another: a rule on either side. */
  public allowToGroup(id: string, other: SecurityGroup, rule: PortRule): void {
    this.allowTo(id, other, rule);
    other.allowFrom(`${this.node.id}_${id}`, this, rule);
  }
}

/** What a rule in either direction consists of. */
function attributes(peer: Peer, { description, port, protocol = 'tcp' }: PortRule) {
  const about = typeof peer === 'string' ? { cidrIpv4: peer } : { referencedSecurityGroupId: peer.groupId };
  return { description, ipProtocol: protocol, fromPort: port, toPort: port, ...about };
}
