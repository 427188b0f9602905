import { accountEmail } from '../../../config/google/names';
import {
  accountId,
  type CloudIdentity,
  type GoogleCloudConfig,
  kms,
  type ReactiviteConfig,
  TRAEFIK_ADDRESS,
} from '../../../config/reactivite';
import { actingAs } from '../../components/google-cloud';
import type { VaultProps } from '../../components/vault';

type Annotations = Readonly<Record<string, string>>;

/** What the place where an environment runs brings along; on a laptop nothing of it is there. */
export interface Place {
  /** Ranges in which the API server answers. @default nobody knows */
  readonly apiServerRanges?: readonly string[];
  /** Of Traefik's Service. */
  readonly addressAnnotations?: Annotations;
  /** What cert-manager, which then must be there, asks of whom. */
  readonly certificates?: GoogleCloudConfig['certificates'];
  /** Of the ServiceAccount that acts on the cloud. */
  readonly identity: (account: CloudIdentity) => Annotations | undefined;
  /** Whether `/` of a node is a shared mount; where nodes are containers it is not. */
  readonly sharedRoot: boolean;
  /** What unseals Vault. @default somebody's hand */
  readonly seal?: VaultProps['seal'];
}

const laptop: Place = { identity: () => undefined, sharedRoot: false };

function googleCloud({ gcp, certificates }: GoogleCloudConfig): Place {
  const { projectId: project, region, keys, cluster, network } = gcp;
  return {
    // With public nodes the control plane has no range of its own: its address is Google's to choose.
    ...(cluster.privateNodes && { apiServerRanges: [network.controlPlane] }),
    /**
     * Takes the address that Terraform reserved, by its name.
     * https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
     */
    addressAnnotations: {
      'cloud.google.com/l4-rbs': 'enabled',
      'networking.gke.io/load-balancer-ip-addresses': TRAEFIK_ADDRESS,
    },
    certificates,
    sharedRoot: true,
    identity: (account) => actingAs(accountEmail(gcp, accountId(account))),
    // Terraform makes the key, and the account that may use it and that Vault acts as.
    seal: { project, region, keyRing: keys.ring, cryptoKey: kms.vaultKey },
  };
}

export function placeOf(config: ReactiviteConfig): Place {
  return 'gcp' in config ? googleCloud(config) : laptop;
}
