import type { OfKind } from '../../model/kinds';
import { nameOf, namespaceOf } from '../../model/objects';
import type { Pod } from '../../model/pods';
import { selects } from '../../model/selectors';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { podRule } from './pod-rule';

/** Pods that always run: an autoscaler's minimum wins over the number in the workload. */
function replicasOf({ owner }: Pod, view: View): number {
  const autoscaler = view
    .ofKind('HorizontalPodAutoscaler', namespaceOf(owner))
    .find(({ spec }) => spec.scaleTargetRef.kind === owner.kind && spec.scaleTargetRef.name === owner.metadata.name);
  return autoscaler ? (autoscaler.spec.minReplicas ?? 1) : (owner.spec?.replicas ?? 1);
}

/** Whether a budget lets at least one of so many pods go. */
function letsOneGo({ maxUnavailable, minAvailable }: OfKind<'PodDisruptionBudget'>['spec'], replicas: number): boolean {
  if (maxUnavailable !== undefined) return maxUnavailable !== 0 && maxUnavailable !== '0%';
  return minAvailable !== '100%' && !(Number(minAvailable) >= replicas);
}

const disruption: Rule = podRule(
  {
    id: 'disruption',
    protects: 'Draining a node never takes the last pod, and one node never holds all of them.',
    mend: 'Build it with WebApp or StatefulApp, which add a disruption budget and spread when replicas > 1.',
    link: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  },
  (pod, view) => {
    const replicas = replicasOf(pod, view);
    if (replicas < 2) return [];
    const { owner, spec, labels } = pod;
    const budgets = view
      .ofKind('PodDisruptionBudget', namespaceOf(owner))
      .filter((budget) => selects(budget.spec.selector ?? {}, labels));
    return [
      ...(budgets.length > 0 ? [] : ['has no PodDisruptionBudget']),
      ...budgets
        .filter((budget) => !letsOneGo(budget.spec, replicas))
        .map((budget) => `is never drained: ${nameOf(budget)} lets no pod go`),
      ...(spec.topologySpreadConstraints || spec.affinity?.podAntiAffinity ? [] : ['is not spread over nodes']),
    ];
  },
);

export const replicaRules: readonly Rule[] = [disruption];
