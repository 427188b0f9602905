import type { App } from 'cdk8s';
import { namespaces, SYSTEM } from '../../../config/flask-mesh';
import { SystemChart } from '../../constructs/system-chart';

/** What the charts of flask-mesh have in common. */
export class FlaskMeshChart extends SystemChart {
  constructor(app: App, id: string, namespace: string = namespaces.app) {
    super(app, id, { system: SYSTEM, namespace });
  }
}
