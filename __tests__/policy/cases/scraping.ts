import type { KubernetesObject } from '../../../model/objects';
import { type Case, change, deployment, object, objects, own } from './make';

/** Another workload, selected by its own name. */
const named = (name: string, kind: string) =>
  ['metadata', 'spec.template.metadata'].reduce<KubernetesObject>(
    (made, at) => change(made, `${at}.labels`, { ...deployment.metadata.labels, 'app.kubernetes.io/name': name }),
    { ...change(deployment, 'metadata.name', name), kind },
  );

const annotated = change(deployment, 'spec.template.metadata.annotations', {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '8080',
});
const image = 'spec.template.spec.containers.0.image';
const prometheus = change(named('prometheus', 'StatefulSet'), image, 'quay.io/prometheus/prometheus:v3.13.5');
const itself = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } };
const deny = object('NetworkPolicy', 'deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
const ports = [{ port: 8080 }];
const way = [
  object('NetworkPolicy', 'prometheus', {
    spec: { ...itself, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: own }], ports }] },
  }),
  object('NetworkPolicy', 'app', {
    spec: { podSelector: own, policyTypes: ['Ingress'], ingress: [{ from: [itself], ports }] },
  }),
];
const job = object('ConfigMap', 'jobs', { data: { 'prometheus.yaml': 'scrape_configs: [{ job_name: app }]' } });
const withJob = change(prometheus, 'spec.template.spec.volumes', [{ name: 'jobs', configMap: { name: 'jobs' } }]);
const injected = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'sys', labels: { 'istio-injection': 'enabled' } },
};

export const scrapingCases: readonly Case[] = [
  {
    rule: 'scraping',
    good: [
      objects(deny, prometheus, annotated, ...way),
      // Nobody collects here, nobody says that there is something to collect, or it is somebody else's.
      objects(deny, annotated),
      objects(deny, prometheus, deployment),
      objects(deny, prometheus, change(annotated, 'metadata.labels', { 'app.kubernetes.io/part-of': 'other' })),
      // By a job of its own.
      objects(deny, withJob, job, deployment, ...way),
      // No policy guards a pod in its node's network.
      objects(deny, prometheus, change(annotated, 'spec.template.spec.hostNetwork', true)),
    ],
    bad: [
      [
        objects(deny, prometheus, annotated),
        /Deployment\/sys\/app has metrics at 8080\/TCP, where StatefulSet\/sys\/prometheus may not/,
      ],
      [objects(deny, prometheus, annotated, way[0] as KubernetesObject), /has metrics at 8080/],
      [objects(deny, prometheus, deployment, ...way), /Deployment\/sys\/app says nothing of metrics/],
      [objects(deny, withJob, deployment, ...way), /says nothing of metrics/],
      // A proxy serves the metrics of its app at its own port.
      [objects(injected, deny, prometheus, annotated, ...way), /has metrics at 15020/],
    ],
  },
];
