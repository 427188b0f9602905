import type { App } from 'cdk8s';
import { namespaces } from '../../../config/new-system';
import { Namespace } from '../../constructs/namespace';
import { NewSystemChart } from './chart';

/** Sorts before all other files, so that one `kubectl apply -f dist` finds its namespace. */
export function namespacesChart(app: App, id: string): void {
  new Namespace(new NewSystemChart(app, id), 'app', { name: namespaces.app });
}
