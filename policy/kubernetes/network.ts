import { type KubernetesObject, nameOf, podsOf } from '../output';
import type { Rule } from '../rule';

function policiesIn(objects: readonly KubernetesObject[], namespace: string | undefined): KubernetesObject[] {
  return objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === namespace);
}

const defaultDeny: Rule = {
  id: 'default-deny',
  protects: 'A pod that nobody thought of talks to nobody.',
  mend: 'Create the namespace with the Namespace construct.',
  check: ({ objects }) =>
    objects
      .filter(({ kind }) => kind === 'Namespace')
      .filter(
        ({ metadata }) =>
          !policiesIn(objects, metadata.name).some(
            ({ spec }) =>
              Object.keys(spec.podSelector).length === 0 &&
              ['Ingress', 'Egress'].every((type) => spec.policyTypes?.includes(type)) &&
              !spec.ingress &&
              !spec.egress,
          ),
      )
      .map((object) => ({ object: nameOf(object), detail: 'has no NetworkPolicy that denies everything by default' })),
};

const ownFlows: Rule = {
  id: 'own-flows',
  protects: 'Every pod says what it talks to.',
  mend: 'Build it as a Workload, which has NetworkRules.',
  check: ({ objects }) =>
    podsOf(objects)
      // Network policies do not apply to pods in the network of their node.
      .filter(({ spec }) => !spec.hostNetwork)
      .filter(
        ({ owner, labels }) =>
          !policiesIn(objects, owner.metadata.namespace).some(({ spec: { podSelector } }) => {
            const wanted = Object.entries(podSelector.matchLabels ?? {});
            return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
          }),
      )
      .map(({ owner }) => ({ object: nameOf(owner), detail: 'is selected by no NetworkPolicy of its own' })),
};

export const networkRules: readonly Rule[] = [defaultDeny, ownFlows];
