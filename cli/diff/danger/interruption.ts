import type { Change } from '../compare';
import { begins, fromTo, keyOf, shown } from '../values';
import type { Look } from './look';
import { restarting, serving } from './resources';

type Spec = Readonly<Record<string, unknown>>;
const specOf = (thing: Change['thing'] | undefined) =>
  ((thing?.body as { spec?: Spec } | undefined)?.spec ?? {}) as Spec;

/** Somebody who is served now is not, for a while or from then on. */
export const interruptionDanger: Look = (change, { effect, how = '' }) => {
  const { thing, verb, before, after, differences } = change;
  const { half, kind } = thing;
  if (half === 'terraform') {
    if (!serving.has(kind)) return [];
    if (effect === 'delete') return ['what it serves is gone'];
    if (effect === 'replace' || effect === 'refused by Terraform') return ['is away until it is made anew'];
    const restarts = differences.find(({ path }) => restarting[kind]?.some((each) => begins(path, each)));
    return restarts ? [`restarts: ${restarts.path.join('.')} is taken in place, but not while it runs`] : [];
  }
  if (half !== 'kubernetes') return [];
  if (effect === 'refused by the API server') return [`the apply stops there: ${how}`];
  if (verb === 'removed' || verb === 'renamed') return goneReasons(kind, verb, before?.name);
  const reasons: string[] = [];
  const was = Number(specOf(before).replicas ?? 1);
  const is = Number(specOf(after).replicas ?? 1);
  if (effect === 'rolls pods' && /all at once|^1 pod, one by one/.test(how))
    reasons.push(`is away while it restarts (${how})`);
  for (const difference of differences) {
    const path = difference.path.join('.');
    const key = keyOf(difference);
    if (path === 'spec.replicas' && is < was)
      reasons.push(is === 0 ? 'nothing of it runs any more' : is === 1 ? 'a single replica is left' : '');
    if (/Probe$/.test(key) && difference.after === undefined) reasons.push(`its ${key} is gone`);
    if (path.includes('lifecycle') && difference.after === undefined)
      reasons.push(`${key} is gone: requests under way are cut off`);
    if (path === 'spec.strategy.type' && difference.after === 'Recreate')
      reasons.push('from now on all pods go before a new one comes');
    if (kind === 'Service' && /^spec\.(ports|selector)/.test(path))
      reasons.push(`clients that know the old ${path.split('.')[1]} reach nobody, ${fromTo(difference)}`);
    if (kind === 'HorizontalPodAutoscaler' && path === 'spec.minReplicas')
      reasons.push(is < was ? '' : `${path} ${fromTo(difference)}`);
    if (/^spec\.(minAvailable|maxUnavailable)$/.test(path)) reasons.push(`${path} ${fromTo(difference)}`);
    if (/containerPort$/.test(path)) reasons.push(`listens elsewhere, ${fromTo(difference)}`);
    if (kind === 'Ingress' && /host/.test(path) && difference.before !== undefined)
      reasons.push(`${shown(difference.before)} is no longer answered`);
  }
  return reasons.filter((reason) => reason !== '');
};

function goneReasons(kind: string, verb: 'removed' | 'renamed', name = ''): string[] {
  const gone: Readonly<Record<string, string>> = {
    Deployment: 'nothing of it runs any more',
    StatefulSet: 'nothing of it runs any more',
    DaemonSet: 'nothing of it runs any more',
    Service: 'who asks for it by its name finds nobody',
    Ingress: 'its hosts are no longer answered',
    IngressRoute: 'its hosts are no longer answered',
    PodDisruptionBudget: 'an upgrade of nodes may take all pods at once',
    HorizontalPodAutoscaler: 'it no longer follows the load',
    NetworkPolicy: 'traffic that it allowed is denied',
  };
  const why = gone[kind];
  if (why === undefined) return [];
  return [verb === 'renamed' ? `${name} goes: ${why}` : why];
}
