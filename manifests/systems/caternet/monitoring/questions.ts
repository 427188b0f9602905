import { namespaceOf, SYSTEM } from '../../../../config/caternet';
import { elasticsearchAlerts } from '../../../components/elasticsearch/alerts';
import { elasticsearchDashboard } from '../../../components/elasticsearch/dashboard';
import { mongodbAlerts } from '../../../components/mongodb/alerts';
import { mongodbDashboard } from '../../../components/mongodb/dashboard';
import type { AlertGroup } from '../../../components/monitoring/alert';
import type { Dashboard } from '../../../components/monitoring/dashboard';
import type { Scope } from '../../../components/monitoring/scope';
import { appAlerts } from './alerts';
import { appDashboard } from './dashboard';

/** What is asked about the apps and their stores wherever they run. */
export interface Questions {
  readonly alerts: readonly AlertGroup[];
  readonly dashboards: readonly [Dashboard, ...Dashboard[]];
}

/** @param shared by one monitoring with other environments: then names carry this one's */
export function questionsOf(environment: string, shared: boolean): Questions {
  const scope: Scope = {
    namespaces: (['apps', 'data'] as const).map((part) => namespaceOf(environment, part)).join('|'),
    prefix: shared ? `${SYSTEM}-${environment}-` : '',
  };
  return {
    alerts: [appAlerts(scope), mongodbAlerts(scope), elasticsearchAlerts(scope)],
    dashboards: [appDashboard(scope), mongodbDashboard(scope), elasticsearchDashboard(scope)],
  };
}
