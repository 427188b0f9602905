import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { Namespace } from '../../constructs/namespace';
import { ReactiviteChart } from './chart';

/** Sorts before all other files, so that one `kubectl apply -f dist` finds its namespaces. */
export function namespacesChart(app: App, id: string, config: ReactiviteConfig): void {
  const chart = new ReactiviteChart(app, id, namespaces.apps, config);
  new Namespace(chart, 'apps', { name: namespaces.apps });
  new Namespace(chart, 'traefik', { name: namespaces.traefik });
  new Namespace(chart, 'vault', { name: namespaces.vault });
  new Namespace(chart, 'monitoring', { name: namespaces.monitoring });
  // node-exporter reads the node's own file systems: the only pods that may, in a namespace of their own.
  new Namespace(chart, 'node-agents', { name: namespaces.nodeAgents, podSecurity: 'privileged' });
}
