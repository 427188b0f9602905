import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { NodeExporter } from '../../components/node-exporter';
import { ReactiviteChart } from './chart';

/** What must see the nodes themselves, kept apart from all other pods by a namespace of its own. */
export class NodeAgentsChart extends ReactiviteChart {
  readonly nodeExporter: NodeExporter;

  constructor(app: App, id: string, config: ReactiviteConfig) {
    super(app, id, namespaces.nodeAgents, config);
    this.nodeExporter = new NodeExporter(this, 'node-exporter', { sharedRoot: this.place.sharedRoot });
  }
}
