import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import type { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ServiceNetworkingConnection } from '@cdktf/provider-google/lib/service-networking-connection';
import { Construct } from 'constructs';
import { TerraformData } from '../local/terraform-data';

export interface PrivateServicesProps {
  readonly name: string;
  readonly network: ComputeNetwork;
  /** Where Google's services take their addresses from, as CIDR. */
  readonly range: string;
}

/** Peering through which Cloud SQL gets an address inside the network. */
export class PrivateServices extends Construct {
  constructor(scope: Construct, id: string, { name, network, range }: PrivateServicesProps) {
    super(scope, id);
    const [address = '', prefixLength] = range.split('/');
    const reserved = new ComputeGlobalAddress(this, 'range', {
      name,
      network: network.id,
      description: 'Addresses of Google services, e.g. Cloud SQL.',
      purpose: 'VPC_PEERING',
      addressType: 'INTERNAL',
      address,
      prefixLength: Number(prefixLength),
    });
    const connection = new ServiceNetworkingConnection(this, 'connection', {
      network: network.id,
      service: 'servicenetworking.googleapis.com',
      reservedPeeringRanges: [reserved.name],
      // A deleted database holds the connection for days, and deleting it fails that long: Terraform only forgets it.
      // https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/service_networking_connection
      deletionPolicy: 'ABANDON',
      // Should the connection of an earlier deployment still be there, it is taken over.
      updateOnCreationFail: true,
    });
    // What it leaves behind is the peering, which would keep the network from being deleted, and which the network's
    // side may remove at any time. Where gcloud is missing, the command has to be run by hand.
    // https://github.com/hashicorp/terraform-provider-google/issues/18834
    new TerraformData(this, 'peering', {
      input: { network: network.name, project: network.project },
      dependsOn: [connection],
      onDestroy:
        'gcloud compute networks peerings delete servicenetworking-googleapis-com --network=${self.input.network} --project=${self.input.project} --quiet',
    });
  }
}
