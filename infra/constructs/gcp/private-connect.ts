import type { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import type { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { NetworkConnectivityServiceConnectionPolicy } from '@cdktf/provider-google/lib/network-connectivity-service-connection-policy';
import { Construct } from 'constructs';

export interface PrivateConnectProps {
  readonly name: string;
  readonly region: string;
  /** What Google calls the service, e.g. `gcp-memorystore`. */
  readonly serviceClass: string;
  readonly network: ComputeNetwork;
  /** Where the service's instances get their addresses. */
  readonly subnet: ComputeSubnetwork;
}

/**
 * Lets instances of one of Google's services take addresses in a subnet, by Private Service Connect. Without it none can
 * be made: whoever makes one comes after it. https://docs.cloud.google.com/memorystore/docs/valkey/networking
 */
export class PrivateConnect extends Construct {
  constructor(scope: Construct, id: string, { name, region, serviceClass, network, subnet }: PrivateConnectProps) {
    super(scope, id);
    new NetworkConnectivityServiceConnectionPolicy(this, 'Resource', {
      name,
      location: region,
      serviceClass,
      description: `Addresses of ${serviceClass}.`,
      network: network.id,
      pscConfig: { subnetworks: [subnet.id] },
    });
  }
}
