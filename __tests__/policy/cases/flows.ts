import type { KubernetesObject } from '../../../model/objects';
import { type Case, change, deployment, object, objects, own } from './make';

const clientLabels = { 'app.kubernetes.io/name': 'client' };
const client = ['metadata', 'spec.template.metadata'].reduce<KubernetesObject>(
  (made, at) => change(made, `${at}.labels`, clientLabels),
  change(change(deployment, 'metadata.name', 'client'), 'spec.selector.matchLabels', clientLabels),
);
const clients = { podSelector: { matchLabels: clientLabels } };
const ports = [{ port: 8080 }];
const deny = object('NetworkPolicy', 'deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
const asks = object('NetworkPolicy', 'client', {
  spec: { ...clients, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: own }], ports }] },
});
const answers = object('NetworkPolicy', 'app', {
  spec: { podSelector: own, policyTypes: ['Ingress'], ingress: [{ from: [clients], ports }] },
});
const two = [deny, deployment, client];
const outside = [{ ipBlock: { cidr: '198.51.100.0/24' } }];

/** The same answering app in a namespace of its own, which the client names. */
const elsewhere = [deployment, deny, answers].map((made) => change(made, 'metadata.namespace', 'other'));
const namespaces = ['sys', 'other'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const asksElsewhere = change(asks, 'spec.egress.0.to.0', { podSelector: own, ...inNamespace('other') });
const answersElsewhere = change(elsewhere[2] as KubernetesObject, 'spec.ingress.0.from.0', {
  ...clients,
  ...inNamespace('sys'),
});

export const flowCases: readonly Case[] = [
  {
    rule: 'flow-ends',
    good: [
      objects(...two, asks, answers),
      // Anyone may come in, or go anywhere.
      objects(...two, asks, change(answers, 'spec.ingress.0.from', undefined)),
      objects(...two, change(asks, 'spec.egress.0.to', undefined), answers),
      // The other end is not in the output: addresses outside, DNS, pods of other software, a whole namespace.
      objects(...two, change(asks, 'spec.egress.0.to', outside), change(answers, 'spec.ingress.0.from', outside)),
      objects(...two, change(asks, 'spec.egress.0.to', [inNamespace('kube-system')])),
      objects(...two, ...namespaces, change(asks, 'spec.egress.0.to', [inNamespace('sys')])),
      objects(client, deny, ...namespaces, asksElsewhere, ...elsewhere.slice(0, 2), answersElsewhere),
    ],
    bad: [
      [
        objects(...two, asks),
        /allows Deployment\/sys\/client to reach Deployment\/sys\/app at 8080\/TCP, which lets it not in/,
      ],
      [
        objects(...two, answers),
        /lets Deployment\/sys\/client in to Deployment\/sys\/app at 8080\/TCP, which is not allowed/,
      ],
      [objects(...two, asks, change(answers, 'spec.ingress.0.ports.0.port', 9090)), /lets it not in/],
      [objects(...two, asks, change(answers, 'spec.ingress.0.ports.0.protocol', 'UDP')), /lets it not in/],
      [objects(client, deny, ...namespaces, asksElsewhere, ...elsewhere), /to reach Deployment\/other\/app/],
    ],
  },
];
