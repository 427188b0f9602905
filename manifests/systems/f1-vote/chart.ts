import type { App } from 'cdk8s';
import { namespaces, SYSTEM } from '../../../config/f1-vote';
import { SystemChart } from '../../constructs/system-chart';

/** What the charts of f1-vote have in common. */
export class F1VoteChart extends SystemChart {
  constructor(app: App, id: string, namespace: string = namespaces.app) {
    super(app, id, { system: SYSTEM, namespace });
  }
}
