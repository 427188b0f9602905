import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { Namespace } from '../../constructs/namespace';
import { ReactiviteChart } from './chart';

/** Sorts before all other files, so that one `kubectl apply -f dist` finds its namespaces. */
export class NamespacesChart extends ReactiviteChart {
  constructor(app: App, id: string, config: ReactiviteConfig) {
    super(app, id, namespaces.apps, config);
    new Namespace(this, 'apps', { name: namespaces.apps });
    new Namespace(this, 'traefik', { name: namespaces.traefik });
    new Namespace(this, 'vault', { name: namespaces.vault });
    new Namespace(this, 'monitoring', { name: namespaces.monitoring });
    // node-exporter reads the node's own file systems: the only pods that may, in a namespace of their own.
    new Namespace(this, 'node-agents', { name: namespaces.nodeAgents, podSecurity: 'privileged' });
  }
}
