import type { App } from 'cdk8s';
import { type CaternetConfig, namespaceOf, type Part } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { Namespace } from '../../constructs/namespace';
import { CaternetChart } from './chart';

/** Sorts before all other files, so that one `kubectl apply -f dist` finds its namespaces. */
export function namespacesChart(app: App, id: string, target: Target<CaternetConfig>): void {
  const chart = new CaternetChart(app, id, target, 'apps');
  for (const part of partsOf(target.config)) {
    new Namespace(chart, part, { name: namespaceOf(target.environment, part) });
  }
}

/** A cluster of several has one monitoring for all; what has backups tries them. */
function partsOf(config: CaternetConfig): Part[] {
  return [
    'apps',
    'data',
    ...('monitoring' in config ? (['monitoring'] as const) : []),
    ...('recovery' in config ? (['restore-test'] as const) : []),
  ];
}
