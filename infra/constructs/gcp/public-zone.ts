import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsManagedZoneIamMember } from '@cdktf/provider-google/lib/dns-managed-zone-iam-member';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface PublicZoneProps {
  readonly name: string;
  readonly domain: string;
  /** While true, Terraform refuses any plan that destroys it: another one would have other name servers. */
  readonly deletionProtection: boolean;
  readonly dependsOn: readonly ITerraformDependable[];
}

const TTL_SECONDS = 300;

/** The names of a domain, signed (DNSSEC), for the world to see. */
export class PublicZone extends Construct {
  private readonly zone: DnsManagedZone;

  constructor(scope: Construct, id: string, { name, domain, deletionProtection, dependsOn }: PublicZoneProps) {
    super(scope, id);
    this.zone = new DnsManagedZone(this, 'Resource', {
      name,
      dnsName: `${domain}.`,
      description: `Names below ${domain}.`,
      visibility: 'public',
      dnssecConfig: { state: 'on' },
      dependsOn: [...dependsOn],
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** Where the registrar must send who asks for the domain. */
  public get nameServers(): string[] {
    return this.zone.nameServers;
  }

  public addHost(id: string, host: string, address: string): void {
    const { name: managedZone } = this.zone;
    new DnsRecordSet(this, id, { managedZone, name: `${host}.`, type: 'A', ttl: TTL_SECONDS, rrdatas: [address] });
  }
}

/** Lets a member change the records of a zone of the project, by its name. */
export function grantZoneChanges(scope: Construct, id: string, managedZone: string, member: string): void {
  new DnsManagedZoneIamMember(scope, id, { managedZone, role: 'roles/dns.admin', member });
}
