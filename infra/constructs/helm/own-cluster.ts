import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Construct } from 'constructs';

export interface HelmOnOwnClusterProps {
  /** Of the kubeconfig of whoever applies: no other cluster is meant, whichever is the current one. */
  readonly context: string;
}

/** Lets a stack install charts into a cluster that is no cloud's, with the rights and the kubeconfig of whoever applies. */
export class HelmOnOwnCluster extends Construct {
  constructor(scope: Construct, id: string, { context }: HelmOnOwnClusterProps) {
    super(scope, id);
    new HelmProvider(this, 'helm', { kubernetes: { configPath: '~/.kube/config', configContext: context } });
  }
}
