import { flowsOf, type NetworkPolicy, type Peer } from '../../model/edges/peers';
import { nameOf, namespaceOf } from '../../model/objects';
import type { Pod } from '../../model/pods';
import { type LabelSelector, selectsAll } from '../../model/selectors';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { Foreign } from './foreign';

const defaultDeny: Rule = {
  id: 'default-deny',
  protects: 'A pod that nobody thought of talks to nobody.',
  mend: 'Create the namespace with the Namespace construct.',
  link: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic',
  check: (view) => {
    const created = view.ofKind('Namespace').map(({ metadata }) => metadata.name);
    const used = view.pods.map(({ owner }) => namespaceOf(owner));
    return [...new Set([...created, ...used])]
      .filter((namespace) => !view.ofKind('NetworkPolicy', namespace).some(({ spec }) => deniesAll(spec)))
      .map((namespace) => ({
        object: `Namespace/${namespace}`,
        detail: 'has no NetworkPolicy that denies everything by default',
      }));
  },
};

function deniesAll({ podSelector, policyTypes, ingress = [], egress = [] }: NetworkPolicy['spec']): boolean {
  return (
    selectsAll(podSelector) &&
    (['Ingress', 'Egress'] as const).every((type) => policyTypes?.includes(type)) &&
    ingress.length + egress.length === 0
  );
}

const ownFlows: Rule = {
  id: 'own-flows',
  protects: 'Every pod says what it talks to.',
  mend: 'Build it as a Workload, which has NetworkRules.',
  link: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  check: (view) => {
    const covered = new Set<Pod>();
    for (const { metadata, spec } of view.ofKind('NetworkPolicy')) {
      if (selectsAll(spec.podSelector)) continue;
      for (const pod of view.podsSelected(metadata.namespace ?? '', spec.podSelector)) covered.add(pod);
    }
    return (
      view.pods
        // Network policies do not apply to pods in the network of their node.
        .filter((pod) => !pod.spec.hostNetwork && !covered.has(pod))
        .map(({ owner }) => ({ object: nameOf(owner), detail: 'is selected by no NetworkPolicy of its own' }))
    );
  },
};

const narrowFlows: Rule = {
  id: 'narrow-flows',
  protects: 'A flow that is allowed is one that somebody needs: it names its ports, and who may come in.',
  mend: 'Name ports and peers; let everybody in only to pods behind a Service that is published.',
  link: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  check: (view) => {
    const foreign = new Foreign(view);
    return view.ofKind('NetworkPolicy').flatMap((policy) => {
      const { podSelector, ingress = [] } = policy.spec;
      const open = ingress.some(({ from }) => !from?.length || from.some(isEverybody));
      // Whether other software publishes its pods is not in the output.
      const published = () => foreign.selectedBy(podSelector) || isPublished(podSelector, namespaceOf(policy), view);
      return [
        ...(flowsOf(policy).some(({ ports }) => !ports?.length) ? ['allows every port'] : []),
        ...(open && !published() ? ['lets everybody in to pods that no Service publishes'] : []),
      ].map((detail) => ({ object: nameOf(policy), detail }));
    });
  },
};

function isEverybody({ ipBlock }: Peer): boolean {
  return ipBlock !== undefined && /\/0$/.test(ipBlock.cidr);
}

function isPublished(selector: LabelSelector, namespace: string, view: View): boolean {
  const pods = view.podsSelected(namespace, selector);
  return view
    .ofKind('Service', namespace)
    .filter(({ spec }) => ['LoadBalancer', 'NodePort'].includes(spec.type ?? ''))
    .some(({ spec }) => view.podsSelected(namespace, { matchLabels: spec.selector }).some((pod) => pods.includes(pod)));
}

export const networkRules: readonly Rule[] = [defaultDeny, ownFlows, narrowFlows];
