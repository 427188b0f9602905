import { type KubernetesObject, namespaceOf } from '../../model/objects';
import type { Container, Pod } from '../../model/pods';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { podRule } from './pod-rule';

/** Whether other pods take over when one goes: only then is there anything to wait for. */
function hasSuccessors({ kind, spec }: KubernetesObject): boolean {
  return kind === 'Deployment' || (kind === 'StatefulSet' && spec.replicas > 1);
}

/** Whether clients come by a Service, which must forget the pod before it goes. */
function isServed({ owner, labels }: Pod, view: View): boolean {
  const namespace = namespaceOf(owner);
  return view
    .ofKind('Service', namespace)
    .some(({ spec }) => spec.selector && Object.entries(spec.selector).every(([key, value]) => labels[key] === value));
}

/** Seconds that a preStop waits, by the kubelet or by a command of the image. */
function waits({ exec, sleep }: { exec?: { command?: string[] }; sleep?: { seconds: number } } = {}): number {
  const [command, seconds] = exec?.command ?? [];
  return sleep?.seconds ?? (command === 'sleep' ? Number(seconds) : 0);
}

/** What is left after the wait for requests that are still open. */
const LEAST_SECONDS = 5;

const gracefulStop: Rule = podRule(
  {
    id: 'graceful-stop',
    protects: 'No request goes to a pod that has closed already: it serves on until every node has heard that it goes.',
    mend: 'Build it with WebApp, or give it `notice`; the grace period counts it in.',
    link: 'https://kubernetes.io/docs/tutorials/services/pods-and-endpoint-termination-flow/',
  },
  (pod, view) => {
    const { owner, spec } = pod;
    if (!hasSuccessors(owner) || !isServed(pod, view)) return [];
    const [{ name, lifecycle = {} } = pod.containers[0] as Container] = spec.containers;
    const wait = waits(lifecycle.preStop);
    const grace = spec.terminationGracePeriodSeconds ?? 30;
    if (!(wait > 0)) return [`container ${name} closes at once when it is told to stop`];
    return grace < wait + LEAST_SECONDS
      ? [`container ${name} waits ${wait} of the ${grace} seconds after which it is killed`]
      : [];
  },
);

const TEMPLATE_HASH = 'pod-template-hash';

const rolloutSpread: Rule = podRule(
  {
    id: 'rollout-spread',
    protects: 'After a rollout the new pods are spread: those that go are not counted with them.',
    mend: `Build it with WebApp, whose constraints have matchLabelKeys: [${TEMPLATE_HASH}]; StatefulSets know no such label.`,
    link: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition',
  },
  ({ owner, spec }) =>
    (spec.topologySpreadConstraints ?? [])
      .filter(({ matchLabelKeys = [] }) => matchLabelKeys.includes(TEMPLATE_HASH) !== (owner.kind === 'Deployment'))
      .map(({ topologyKey, matchLabelKeys = [] }) =>
        owner.kind === 'Deployment'
          ? `is spread over ${topologyKey} by labels that the pods of its last template have too: ${matchLabelKeys.join(', ') || 'no matchLabelKeys'}`
          : `is spread over ${topologyKey} by ${TEMPLATE_HASH}, which pods of a ${owner.kind} do not have`,
      ),
);

export const rolloutRules: readonly Rule[] = [gracefulStop, rolloutSpread];
