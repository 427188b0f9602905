import type { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { googleRanges } from '../../../config/google/ranges';

export interface PrivateNamesProps {
  /** Of the zone and the route. */
  readonly name: string;
  /** All names that end so, e.g. `run.app`. */
  readonly domain: string;
  readonly network: ComputeNetwork;
  readonly dependsOn: readonly ITerraformDependable[];
}

const TTL_SECONDS = 300;

/**
 * Has a domain of Google's answer inside the network, so that a call from there is seen as one: Cloud Run lets such calls
 * through to internal services. https://docs.cloud.google.com/run/docs/securing/private-networking#from-other-services
 */
export class PrivateNames extends Construct {
  constructor(scope: Construct, id: string, { name, domain, network, dependsOn }: PrivateNamesProps) {
    super(scope, id);
    const { name: managedZone } = new DnsManagedZone(this, 'Resource', {
      name,
      dnsName: `${domain}.`,
      description: `${domain} at Google's addresses for private access.`,
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: network.id }] },
      dependsOn: [...dependsOn],
    });
    new DnsRecordSet(this, 'domain', {
      managedZone,
      name: `${domain}.`,
      type: 'A',
      ttl: TTL_SECONDS,
      rrdatas: addresses(googleRanges.privateApis),
    });
    new DnsRecordSet(this, 'hosts', {
      managedZone,
      name: `*.${domain}.`,
      type: 'CNAME',
      ttl: TTL_SECONDS,
      rrdatas: [`${domain}.`],
    });
    // The default route leads there too; this one stays when somebody takes that away.
    new ComputeRoute(this, 'route', {
      name,
      network: network.name,
      description: "To Google's addresses for private access.",
      destRange: googleRanges.privateApis,
      nextHopGateway: 'default-internet-gateway',
    });
  }
}

/** Every address of a range of less than 256. */
function addresses(range: string): string[] {
  const [first = '', prefix] = range.split('/');
  const octets = first.split('.').map(Number);
  const last = octets.pop() ?? 0;
  return Array.from({ length: 2 ** (32 - Number(prefix)) }, (_, i) => [...octets, last + i].join('.'));
}
