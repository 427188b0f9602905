import type { App } from 'cdk8s';
import { namespaces } from '../../../config/f1-vote';
import { Namespace } from '../../constructs/namespace';
import { F1VoteChart } from './chart';

/** Sorts before all other files, so that one `kubectl apply -f dist` finds its namespace. */
export class NamespacesChart extends F1VoteChart {
  constructor(app: App, id: string) {
    super(app, id);
    new Namespace(this, 'app', { name: namespaces.app });
  }
}
