import { fromTo, keyOf, lowered, switchedOff, switchedOn } from '../values';
import type { Look } from './look';
import { holders } from './resources';

const RETENTION = /retention|retain|retained|expir|_days$|Days$|keep|max_versions|num_newer_versions|(^|_)age$/i;
const PROTECTION =
  /deletion_protection|disable_api_termination|prevent_destroy|versioning|point_in_time_recovery_enabled|object_lock_enabled/;

/** Data is lost, or what brings it back is shortened or let go of. */
export const dataDanger: Look = ({ thing, verb, before, after, differences }, { effect }) => {
  const { half, kind } = thing;
  const reasons: string[] = [];
  if (half === 'terraform' && holders.has(kind)) {
    if (effect === 'delete') reasons.push('is destroyed with what it holds');
    if (effect === 'replace') reasons.push('is destroyed, and made anew without what it holds');
    if (effect === 'refused by Terraform') reasons.push('would lose what it holds');
    if (effect === 'unknown') reasons.push('may be destroyed and made anew: nobody wrote down what replaces it');
  }
  if (half === 'kubernetes' && verb !== 'changed' && verb !== 'added') reasons.push(...gone(kind, verb, before?.name));
  for (const difference of differences) {
    const path = difference.path.join('.');
    const key = keyOf(difference);
    if (PROTECTION.test(path) && switchedOff(difference)) reasons.push(`${path} is lifted`);
    if (key === 'force_destroy' && switchedOn(difference)) reasons.push('may be destroyed although it holds something');
    if (RETENTION.test(key) && lowered(difference)) reasons.push(`${path} is shortened, ${fromTo(difference)}`);
    if (/backup/i.test(path) && key === 'enabled' && switchedOff(difference)) reasons.push(`${path} is switched off`);
    if (kind === 'StorageClass' && path === 'reclaimPolicy' && difference.after !== 'Retain') {
      reasons.push('volumes are deleted with their claims');
    }
    if (kind === 'CronJob' && isBackup(after?.body)) {
      if (path === 'spec.schedule') reasons.push(`the backup runs at other times, ${fromTo(difference)}`);
      if (path === 'spec.suspend' && difference.after === true) reasons.push('the backup is suspended');
    }
  }
  if (kind === 'CronJob' && verb === 'removed' && isBackup(before?.body)) reasons.push('the backup is no longer made');
  return reasons;
};

function gone(kind: string, verb: 'removed' | 'renamed', name = ''): string[] {
  const stateful: Readonly<Record<string, string>> = {
    PersistentVolumeClaim: 'its volume goes with it, unless it is retained',
    StatefulSet: 'its volumes stay behind, and nothing reads them',
    Namespace: 'everything in it goes with it',
    StorageClass: 'no volume of it can be made any more',
  };
  const why = stateful[kind];
  if (why === undefined) return [];
  return [verb === 'renamed' ? `${name} goes, and the new one begins empty: ${why}` : why];
}

function isBackup(body: unknown): boolean {
  const { metadata } = body as { metadata: { labels?: Readonly<Record<string, string>> } };
  return metadata.labels?.['app.kubernetes.io/component'] === 'backup';
}
