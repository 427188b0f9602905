import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import type { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import type { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface NatProps {
  /** Of the router, the gateway and the address. */
  readonly name: string;
  readonly region: string;
  readonly network: ComputeNetwork;
  /** The subnet whose machines and pods may call out. */
  readonly subnet: ComputeSubnetwork;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The way out for machines without public addresses, from one address that others can allow-list. */
export class Nat extends Construct {
  public readonly address: ComputeAddress;

  constructor(scope: Construct, id: string, { name, region, network, subnet, dependsOn }: NatProps) {
    super(scope, id);
    this.address = new ComputeAddress(this, 'address', {
      name,
      region,
      description: 'Source of everything that leaves the network.',
      addressType: 'EXTERNAL',
      networkTier: 'PREMIUM',
      dependsOn: [...dependsOn],
    });
    const router = new ComputeRouter(this, 'router', { name, region, network: network.id });
    new ComputeRouterNat(this, 'Resource', {
      name,
      region,
      router: router.name,
      natIpAllocateOption: 'MANUAL_ONLY',
      natIps: [this.address.selfLink],
      sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: subnet.id, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
      // The pods of a node share its ports, and 64 to one destination are soon used up.
      // https://cloud.google.com/nat/docs/ports-and-addresses
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: 64,
      maxPortsPerVm: 4096,
      logConfig: { enable: true, filter: 'ERRORS_ONLY' },
    });
  }
}
