import type { App } from 'cdk8s';
import { namespaces } from '../../../config/flask-mesh';
import { Namespace } from '../../constructs/namespace';
import { FlaskMeshChart } from './chart';
import { MeshNetwork } from './mesh-network';

/**
 * Sorts before all other files and is applied before istioctl runs: Istio's pods come into a namespace that is guarded
 * already, with the flows that they need.
 */
export class NamespacesChart extends FlaskMeshChart {
  readonly mesh: MeshNetwork;

  constructor(app: App, id: string) {
    super(app, id, namespaces.istio);
    new Namespace(this, 'app', { name: namespaces.app, labels: { 'istio-injection': 'enabled' } });
    new Namespace(this, 'istio', { name: namespaces.istio });
    this.mesh = new MeshNetwork(this, 'mesh');
  }
}
