import { DataGoogleContainerCluster } from '@cdktf/provider-google/lib/data-google-container-cluster';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Construct } from 'constructs';

export interface HelmOnGkeProps {
  readonly project: string;
  readonly location: string;
  readonly cluster: string;
}

/**
 * Lets a stack install charts into a cluster of GKE, through its DNS endpoint, whose certificate every machine trusts. Whoever
 * applies gets a token from the exec plugin, as kubectl does: `google_client_config` would leave one in the state.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin
 */
export class HelmOnGke extends Construct {
  constructor(scope: Construct, id: string, { project, location, cluster: name }: HelmOnGkeProps) {
    super(scope, id);
    const cluster = new DataGoogleContainerCluster(this, 'cluster', { project, location, name });
    const { endpoint } = cluster.controlPlaneEndpointsConfig.get(0).dnsEndpointConfig.get(0);
    new HelmProvider(this, 'helm', {
      kubernetes: {
        host: `https://${endpoint}`,
        exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin' },
      },
    });
  }
}
