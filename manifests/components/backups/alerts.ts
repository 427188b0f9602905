import type { Alert, AlertGroup } from '../monitoring/alert';
import { type Scope, within } from '../monitoring/scope';

/** A CronJob that copies data, or tries a copy. */
export interface Copying {
  readonly cronJob: string;
  /** Minutes since its last success after which somebody is told. */
  readonly oldestMinutes: number;
}

/**
 * How old copies are. A run that ends well has left a copy in every bucket, and kube-state-metrics says when that was;
 * before the first one, it says when the CronJob was made.
 */
export function backupAlerts(scope: Scope, copies: readonly Copying[], tries: readonly Copying[]): AlertGroup {
  const old = ({ cronJob, oldestMinutes }: Copying) => {
    const own = `cronjob="${cronJob}", ${within(scope)}`;
    return [
      `(time() - max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{${own}} or kube_cronjob_created{${own}}`,
      `unless on (namespace, cronjob) kube_cronjob_status_last_successful_time{${own}})) > ${oldestMinutes * 60}`,
    ].join(' ');
  };
  const any = (of: readonly Copying[]) => of.map(old).join(' or ');
  const alerts: Alert[] = [
    {
      name: 'BackupTooOld',
      severity: 'critical',
      expr: any(copies),
      summary:
        'The last copy by {{ $labels.cronjob }} in {{ $labels.namespace }} is {{ $value | humanizeDuration }} old',
      description: 'If the data is lost now, more is lost than was promised.',
    },
    {
      name: 'RestoreUntried',
      severity: 'warning',
      expr: any(tries),
      summary: 'No copy could be restored by {{ $labels.cronjob }} for {{ $value | humanizeDuration }}',
      description: 'Copies are made, and nobody knows whether they are worth anything.',
    },
  ];
  return { name: `${scope.prefix ?? ''}backups`, alerts };
}
