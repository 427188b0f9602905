import { type CaternetConfig, type CloudIdentity, google } from '../../../config/caternet';
import { autopilotPod } from '../../components/autopilot';
import { backendOf, DRAINING_SECONDS } from '../../components/gke-ingress';
import { actingAs } from '../../components/google-cloud';
import type { Shape } from '../../constructs/system-chart';

type Annotations = Readonly<Record<string, string>>;

/** What the place where an environment runs brings along; on a laptop nothing of it is there. */
export interface Place {
  /** Ranges in which the API server answers. @default nobody knows */
  readonly apiServerRanges?: readonly string[];
  /** What every pod must be like. @default as it is */
  readonly shape?: Shape;
  /** Of the ServiceAccount that acts on the cloud. */
  readonly identity: (account: CloudIdentity) => Annotations | undefined;
  /** Of a Service that is published. */
  readonly published: (service: string) => Annotations | undefined;
  /** Seconds until what serves the hosts has heard that a pod is about to go. @default as within a cluster */
  readonly notice?: number;
}

const ownCluster: Place = { identity: () => undefined, published: () => undefined };

export function placeOf(config: CaternetConfig): Place {
  if (!('gcp' in config)) return ownCluster;
  const { gcp } = config;
  return {
    apiServerRanges: [gcp.network.controlPlane],
    shape: autopilotPod,
    identity: (account) => actingAs(google.accountEmail(gcp, account)),
    published: backendOf,
    notice: DRAINING_SECONDS,
  };
}
