import type { App } from 'cdk8s';
import { namespaces } from '../../../config/f1-vote';
import { Namespace } from '../../constructs/namespace';
import { F1VoteChart } from './chart';

/** Sorts before all other files, so that one `kubectl apply -f dist` finds its namespace. */
export function namespacesChart(app: App, id: string): void {
  const chart = new F1VoteChart(app, id);
  new Namespace(chart, 'app', { name: namespaces.app });
}
