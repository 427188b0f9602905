/** A system that nobody runs, as the lines of what it makes: seeded changes are made to it. */

type Body = Record<string, unknown>;

const labels = { 'app.kubernetes.io/part-of': 'shop' };
const meta = (name: string, more: Body = {}) => ({ name, namespace: 'shop', labels, ...more });

const pod = (name: string, more: Body = {}) => ({
  metadata: { labels: { ...labels, 'app.kubernetes.io/name': name } },
  spec: {
    containers: [
      {
        name,
        image: `registry.example/${name}:1.0.0`,
        ports: [{ name: 'http', containerPort: 8080 }],
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
        readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        ...more,
      },
    ],
    securityContext: { runAsNonRoot: true, runAsUser: 10001 },
    tolerations: [
      { key: 'a', operator: 'Exists' },
      { key: 'b', operator: 'Exists' },
    ],
  },
});

const selector = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name } });

export const objects: readonly Body[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('web'),
    spec: {
      replicas: 3,
      selector: selector('web'),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: pod('web'),
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta('db'),
    spec: {
      replicas: 1,
      serviceName: 'db',
      selector: selector('db'),
      template: pod('db'),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '10Gi' } },
            storageClassName: 'disk',
          },
        },
      ],
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta('keys'),
    spec: {
      replicas: 3,
      serviceName: 'keys',
      selector: selector('keys'),
      updateStrategy: { type: 'OnDelete' },
      template: pod('keys'),
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta('agent'),
    spec: { selector: selector('agent'), template: pod('agent') },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('web'),
    spec: { selector: selector('web').matchLabels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('db'),
    spec: { clusterIP: 'None', selector: selector('db').matchLabels, ports: [{ name: 'sql', port: 5432 }] },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta('web'),
    spec: {
      tls: [{ hosts: ['shop.example.com'], secretName: 'web-tls' }],
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
          },
        },
      ],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta('db'),
    spec: {
      podSelector: selector('db'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: selector('web') }], ports: [{ port: 5432, protocol: 'TCP' }] }],
    },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: meta('web'),
    spec: { minAvailable: 2, selector: selector('web') },
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta('web'),
    spec: {
      minReplicas: 3,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta('backup', { labels: { ...labels, 'app.kubernetes.io/component': 'backup' } }),
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: pod('backup') } } },
  },
  { apiVersion: 'batch/v1', kind: 'Job', metadata: meta('once'), spec: { template: pod('once') } },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta('migrate'),
    spec: { ttlSecondsAfterFinished: 120, template: pod('migrate') },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: meta('files'),
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'disk', labels },
    provisioner: 'disk.example',
    reclaimPolicy: 'Retain',
    parameters: { type: 'balanced' },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: meta('reader'),
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: meta('reader'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('web'), data: { 'app.conf': 'level info\nworkers 4\n' } },
];
