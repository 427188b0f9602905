import { networkId, subnetId } from '../../../config/google/names';
import { type GcpConfig, names } from '../../../config/twittix';
import type { Egress } from '../../constructs/gcp/run/container';

/** How everything on Cloud Run reaches the network. What must leave from the fixed address goes through it too. */
export function egressOf(gcp: GcpConfig): Egress {
  return {
    network: networkId(gcp, names.network),
    subnet: subnetId(gcp, names.egressSubnet),
    all: gcp.network.fixedAddress,
  };
}
