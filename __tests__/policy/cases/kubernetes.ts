import type { KubernetesObject } from '../../../model/objects';
import {
  type Case,
  change,
  clusterScoped,
  container,
  deployment,
  object,
  objects,
  other,
  output,
  own,
  pod,
} from './make';

const serviceAccount = object('ServiceAccount', 'app');
const deny = object('NetworkPolicy', 'default-deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
const policy = (spec: object) => object('NetworkPolicy', 'app', { spec: { podSelector: own, ...spec } });
const service = (spec: object = {}, metadata: object = {}): KubernetesObject => {
  const made = object('Service', 'app', {
    spec: { selector: own.matchLabels, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec },
  });
  return { ...made, metadata: { ...made.metadata, ...metadata } };
};
const ingress = (spec: object = {}, annotations: Record<string, string> = {}): KubernetesObject => {
  const backend = { service: { name: 'app', port: { name: 'http' } } };
  const made = object('Ingress', 'app', {
    spec: { rules: [{ host: 'app.example.com', http: { paths: [{ path: '/', backend }] } }], ...spec },
  });
  return { ...made, metadata: { ...made.metadata, annotations } };
};
const namespace = (labels: object = {}) =>
  change(clusterScoped('Namespace', 'sys'), 'metadata.labels', {
    'kubernetes.io/metadata.name': 'sys',
    'pod-security.kubernetes.io/enforce': 'restricted',
    ...labels,
  });
const replicated = change(deployment, 'spec.replicas', 2);
const spread = change(replicated, 'spec.template.spec.topologySpreadConstraints', [{ maxSkew: 1 }]);
const budget = (spec: object = { maxUnavailable: 1 }) =>
  object('PodDisruptionBudget', 'app', { spec: { selector: own, ...spec } });
const autoscaler = object('HorizontalPodAutoscaler', 'app', {
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'app' }, minReplicas: 2, maxReplicas: 4 },
});
const role = (rule: object, kind = 'ClusterRole') =>
  object(kind, 'app', { rules: [{ apiGroups: [''], verbs: ['get'], ...rule }] });
const binding = (roleName: string, subject: string, kind = 'ServiceAccount') =>
  clusterScoped('ClusterRoleBinding', 'app', {
    roleRef: { kind: 'ClusterRole', name: roleName },
    subjects: [{ kind, name: subject, namespace: 'sys' }],
  });
const tls = [{ hosts: ['app.example.com'], secretName: 'app-tls' }];
const certificate = (dnsNames: string[]) =>
  object('Certificate', 'app', { spec: { secretName: 'app-tls', dnsNames, issuerRef: { name: 'own' } } });
const fromSecret = (key: string) =>
  pod('containers.0.env', [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'app', key } } }]);
const generator = object('Job', 'generate', {
  spec: {
    template: {
      spec: {
        serviceAccountName: 'app',
        containers: [
          { ...container, command: ['/bin/sh', '/scripts/generate-secrets.sh'], args: ['app=password,token'] },
        ],
      },
    },
  },
});

export const kubernetesCases: readonly Case[] = [
  {
    rule: 'labels',
    good: [objects(deployment)],
    bad: [
      [objects(change(deployment, 'metadata.labels', {})), /lacks the label app.kubernetes.io\/name/],
      [objects(change(deployment, 'metadata.labels', own.matchLabels)), /lacks the label app.kubernetes.io\/version/],
    ],
  },
  {
    rule: 'unique',
    good: [objects(deployment, service())],
    bad: [[objects(deployment, deployment), /more than once/]],
  },
  {
    rule: 'namespace-security',
    good: [objects(namespace())],
    bad: [
      [objects(namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' })), /enforce: baseline/],
      [objects(namespace({ 'pod-security.kubernetes.io/enforce': undefined })), /enforce: nothing/],
    ],
  },
  {
    rule: 'image-pinned',
    good: [
      objects(deployment),
      output({
        objects: [pod('containers.0.image', 'registry.example/app:1.0.0')],
        expectations: [{ kind: 'image', from: 'you', name: 'registry.example/app:1.0.0' }],
      }),
    ],
    bad: [
      [objects(pod('containers.0.image', 'docker.io/library/traefik:v3')), /not in the catalogue/],
      [objects(pod('initContainers', [{ ...container, image: 'busybox' }])), /busybox/],
      [
        output({
          objects: [pod('containers.0.image', 'registry.example/app:latest')],
          expectations: [{ kind: 'image', from: 'you', name: 'registry.example/app:latest' }],
        }),
        /exact tag/,
      ],
    ],
  },
  {
    rule: 'pod-baseline',
    good: [objects(deployment)],
    bad: [
      [objects(pod('containers.0.securityContext.readOnlyRootFilesystem', false)), /writes to its root/],
      [objects(pod('securityContext.runAsUser', undefined)), /whatever user/],
      [objects(pod('containers.0.securityContext.capabilities.add', ['NET_BIND_SERVICE'])), /adds capabilities/],
    ],
  },
  {
    rule: 'resources',
    good: [objects(deployment)],
    bad: [
      [objects(pod('containers.0.resources.requests.cpu', undefined)), /lacks CPU or memory requests/],
      [objects(pod('containers.0.resources.limits', undefined)), /lacks a memory limit/],
    ],
  },
  {
    rule: 'probes',
    good: [objects(deployment), objects(generator)],
    bad: [
      [objects(pod('containers.0.readinessProbe', undefined)), /lacks a readiness/],
      [objects(pod('containers.0.livenessProbe', undefined)), /lacks a readiness/],
    ],
  },
  {
    rule: 'own-identity',
    good: [objects(deployment)],
    bad: [
      [objects(pod('serviceAccountName', undefined)), /default ServiceAccount/],
      [objects(pod('automountServiceAccountToken', undefined)), /whether a token/],
    ],
  },
  {
    rule: 'disruption',
    good: [objects(deployment), objects(spread, budget()), objects(spread, budget({ minAvailable: 1 }))],
    bad: [
      [objects(spread), /no PodDisruptionBudget/],
      [objects(replicated, budget()), /not spread/],
      [objects(spread, budget({ maxUnavailable: 0 })), /lets no pod go/],
      [objects(spread, budget({ minAvailable: 2 })), /lets no pod go/],
      [objects(deployment, autoscaler), /no PodDisruptionBudget/],
    ],
  },
  {
    rule: 'default-deny',
    good: [objects(namespace(), deny)],
    bad: [
      [objects(namespace()), /denies everything/],
      [objects(deployment), /denies everything/],
      [objects(namespace(), change(deny, 'spec.policyTypes', ['Ingress'])), /denies everything/],
      [objects(namespace(), change(deny, 'spec.egress', [{}])), /denies everything/],
    ],
  },
  {
    rule: 'own-flows',
    good: [objects(deployment, policy({})), objects(pod('hostNetwork', true))],
    bad: [
      [objects(deployment, deny), /no NetworkPolicy of its own/],
      [objects(deployment, change(policy({}), 'spec.podSelector', other)), /no NetworkPolicy of its own/],
    ],
  },
  {
    rule: 'narrow-flows',
    good: [
      objects(deployment, policy({ ingress: [{ from: [{ podSelector: own }], ports: [{ port: 8080 }] }] })),
      objects(deployment, service({ type: 'LoadBalancer' }), policy({ ingress: [{ ports: [{ port: 8080 }] }] })),
    ],
    bad: [
      [objects(deployment, policy({ egress: [{}] })), /allows every port/],
      [objects(deployment, policy({ ingress: [{ ports: [{ port: 8080 }] }] })), /lets everybody in/],
      [
        objects(
          deployment,
          service(),
          policy({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 8080 }] }] }),
        ),
        /lets everybody in/,
      ],
    ],
  },
  {
    rule: 'rbac',
    good: [
      objects(role({ resources: ['pods'] })),
      objects(role({ resources: ['secrets'], resourceNames: ['app'] }, 'Role')),
      objects(role({ resources: ['secrets'], verbs: ['create'] }, 'Role')),
    ],
    bad: [
      [objects(role({ resources: ['*'] })), /wildcard/],
      [objects(role({ resources: ['pods'], verbs: ['*'] })), /wildcard/],
      [objects(role({ apiGroups: ['*'], resources: ['pods'] })), /wildcard/],
      [objects(role({ resources: ['secrets'], verbs: ['list'] })), /reads every Secret/],
      [objects(role({ resources: ['secrets'] }, 'Role')), /reads every Secret/],
      [objects(role({ resources: ['clusterroles'], verbs: ['escalate'] })), /verb escalate/],
      [objects(role({ resources: ['clusterroles'], verbs: ['bind'] })), /verb bind/],
      [objects(role({ resources: ['users'], verbs: ['impersonate'] })), /verb impersonate/],
      [objects(role({ resources: ['pods/exec'], verbs: ['create'] })), /pods\/exec/],
    ],
  },
  {
    rule: 'rbac-binding',
    good: [objects(binding('system:auth-delegator', 'app'))],
    bad: [
      [objects(binding('cluster-admin', 'app')), /binds cluster-admin/],
      [objects(binding('own', 'system:authenticated', 'Group')), /system:authenticated/],
      [objects(binding('own', 'system:serviceaccounts:sys', 'Group')), /system:serviceaccounts:sys/],
      [objects(binding('own', 'system:anonymous', 'User')), /system:anonymous/],
    ],
  },
  {
    rule: 'references',
    good: [
      objects(deployment, serviceAccount),
      objects(fromSecret('password'), serviceAccount, generator),
      output({
        objects: [fromSecret('password'), serviceAccount],
        expectations: [{ kind: 'secret', from: 'you', name: 'sys/app' }],
      }),
      // Whoever keeps the cluster made it.
      output({
        objects: [service(), ingress({ tls }, { 'cert-manager.io/cluster-issuer': 'own' })],
        expectations: [{ kind: 'cluster', from: 'you', name: 'ClusterIssuer/own' }],
      }),
      objects(
        service(),
        ingress({ tls }, { 'cert-manager.io/cluster-issuer': 'own' }),
        clusterScoped('ClusterIssuer', 'own'),
      ),
    ],
    bad: [
      [objects(deployment), /ServiceAccount\/sys\/app, which nobody creates/],
      [objects(fromSecret('password'), serviceAccount), /Secret\/sys\/app, which nobody creates/],
      [objects(fromSecret('wrong'), serviceAccount, generator), /the key wrong/],
      [objects(pod('volumes', [{ name: 'a', configMap: { name: 'a' } }]), serviceAccount), /ConfigMap\/sys\/a/],
      [
        objects(
          pod('volumes', [{ name: 'a', configMap: { name: 'a', items: [{ key: 'b' }] } }]),
          serviceAccount,
          object('ConfigMap', 'a', { data: { c: '' } }),
        ),
        /the key b/,
      ],
      [
        objects(pod('volumes', [{ name: 'a', persistentVolumeClaim: { claimName: 'a' } }]), serviceAccount),
        /PersistentVolumeClaim\/sys\/a/,
      ],
      [objects(pod('containers.0.volumeMounts', [{ name: 'a' }]), serviceAccount), /volume a/],
      [objects(ingress()), /Service\/sys\/app/],
      [objects(service(), ingress({ tls })), /Secret\/sys\/app-tls/],
      [objects(service(), ingress({ tls }, { 'cert-manager.io/cluster-issuer': 'own' })), /ClusterIssuer\/own/],
      [objects(autoscaler), /Deployment\/sys\/app/],
      [objects(binding('own', 'app'), serviceAccount), /ClusterRole\/own/],
      [objects(binding('system:auth-delegator', 'gone')), /ServiceAccount\/sys\/gone/],
      [objects(object('StatefulSet', 'app', { spec: { serviceName: 'gone' } })), /Service\/sys\/gone/],
      [objects(certificate([])), /Issuer\/sys\/own/],
    ],
  },
  {
    rule: 'ingress-middlewares',
    good: [
      objects(
        ingress({}, { 'traefik.ingress.kubernetes.io/router.middlewares': 'sys-lock@kubernetescrd' }),
        object('Middleware', 'lock'),
      ),
    ],
    bad: [
      [
        objects(ingress({}, { 'traefik.ingress.kubernetes.io/router.middlewares': 'sys-lock@kubernetescrd' })),
        /sys-lock@kubernetescrd, which nobody creates/,
      ],
    ],
  },
  {
    rule: 'ingress-tls',
    good: [
      objects(ingress({ tls })),
      objects(ingress({ tls: [{ hosts: ['*.example.com'] }] })),
      objects(ingress({ tls }), certificate(['app.example.com'])),
      // TLS ends at the proxy whose headers are trusted.
      objects(
        ingress(),
        object('HelmChartConfig', 'traefik', {
          spec: { valuesContent: 'ports: { web: { forwardedHeaders: { trustedIPs: [10.0.0.0/24] } } }' },
        }),
      ),
    ],
    bad: [
      [objects(ingress()), /without TLS/],
      [objects(ingress({ tls: [{ hosts: ['other.example.com'] }] })), /no entry of tls/],
      [objects(ingress({ tls }), certificate(['other.example.com'])), /the certificate in sys\/app-tls/],
    ],
  },
  {
    rule: 'selectors',
    good: [objects(deployment, service(), budget(), policy({ egress: [{ to: [{ podSelector: own }] }] }))],
    bad: [
      [objects(service()), /selector .* selects no pod in sys/],
      [objects(budget()), /selects no pod/],
      [objects(policy({})), /podSelector .* selects no pod/],
      [objects(deployment, policy({ egress: [{ to: [{ podSelector: other }] }] })), /a peer .* selects no pod/],
      [
        objects(
          deployment,
          namespace(),
          policy({
            ingress: [
              {
                from: [
                  { podSelector: other, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'sys' } } },
                ],
              },
            ],
          }),
        ),
        /a peer .* selects no pod/,
      ],
      [objects(change(deployment, 'spec.selector', other)), /does not select its own pods/],
    ],
  },
  {
    rule: 'ports',
    good: [
      objects(deployment, service(), ingress(), policy({ ingress: [{ ports: [{ port: 8080 }] }] })),
      objects(deployment, service({ ports: [{ port: 80, targetPort: 8080 }] })),
    ],
    bad: [
      [objects(deployment, service({ ports: [{ port: 80, targetPort: 'web' }] })), /goes to web/],
      [objects(deployment, service({ ports: [{ port: 80 }] })), /goes to 80/],
      [
        objects(deployment, service({ ports: [{ name: 'web', port: 80, targetPort: 'http' }] }), ingress()),
        /requests to http/,
      ],
      [objects(pod('containers.0.livenessProbe.httpGet.port', 'web')), /probed at web/],
      [objects(pod('containers.0.readinessProbe', { tcpSocket: { port: 81 } })), /probed at 81/],
      [objects(deployment, policy({ ingress: [{ ports: [{ port: 81 }] }] })), /allows port 81/],
      [
        objects(deployment, policy({ egress: [{ to: [{ podSelector: own }], ports: [{ port: 81 }] }] })),
        /allows port 81/,
      ],
      [
        objects(
          change(deployment, 'spec.template.metadata.annotations', {
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': '81',
          }),
        ),
        /prometheus.io\/port is 81/,
      ],
      [
        objects(
          deployment,
          service({}, { annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '81' } }),
        ),
        /no port of the Service/,
      ],
    ],
  },
];
