import { add, type Case, container, drop, set, told } from './changes';

const webRule = [{ from: [{ podSelector: {} }], ports: [{ port: 5432, protocol: 'TCP' }] }];

export const kubernetesCases: readonly Case[] = [
  // Pods.
  told('another image', set('Deployment/web', `${container}.image`, 'registry.example/web:2.0.0'), 'rolls pods'),
  told('another variable', set('Deployment/web', `${container}.env.0.value`, '3'), 'rolls pods'),
  told(
    'an image of pods that somebody deletes',
    set('StatefulSet/keys', `${container}.image`, 'registry.example/keys:2'),
    'rolls pods',
  ),
  told(
    'an image of a database of one',
    set('StatefulSet/db', `${container}.image`, 'registry.example/db:2'),
    'rolls pods',
    'interruption',
  ),
  told(
    'an image on every node',
    set('DaemonSet/agent', `${container}.image`, 'registry.example/agent:2'),
    'rolls pods',
  ),
  told(
    'all pods at once from now on',
    set('Deployment/web', 'spec.strategy', { type: 'Recreate' }),
    'update in place',
    'interruption',
  ),
  told('a probe less', set('Deployment/web', `${container}.readinessProbe`), 'rolls pods', 'interruption'),
  told('no time to finish', set('Deployment/web', `${container}.lifecycle`), 'rolls pods', 'interruption'),
  told(
    'another port of a container',
    set('Deployment/web', `${container}.ports.0.containerPort`, 8081),
    'rolls pods',
    'interruption',
  ),
  told('more memory', set('Deployment/web', `${container}.resources.requests.memory`, '1Gi'), 'rolls pods', 'money'),
  told('more replicas', set('Deployment/web', 'spec.replicas', 6), 'update in place', 'money'),
  told('one replica', set('Deployment/web', 'spec.replicas', 1), 'update in place', 'interruption'),
  told('no replica', set('Deployment/web', 'spec.replicas', 0), 'update in place', 'interruption'),
  told(
    'a wider range of replicas',
    set('HorizontalPodAutoscaler/web', 'spec.maxReplicas', 50),
    'update in place',
    'money',
  ),
  told(
    'a container that may do everything',
    set('Deployment/web', `${container}.securityContext.privileged`, true),
    'rolls pods',
    'doors',
  ),
  told('root', set('Deployment/web', 'spec.template.spec.securityContext.runAsNonRoot', false), 'rolls pods', 'doors'),
  told('the network of the node', set('Deployment/web', 'spec.template.spec.hostNetwork', true), 'rolls pods', 'doors'),
  told(
    'the disk of the node',
    set('Deployment/web', 'spec.template.spec.volumes', [{ name: 'host', hostPath: { path: '/' } }]),
    'rolls pods',
    'doors',
  ),
  // Refused by the API server.
  told(
    'another selector',
    set('Deployment/web', 'spec.selector.matchLabels', { app: 'web' }),
    'refused by the API server',
    'interruption',
  ),
  told(
    'a larger volume of a StatefulSet',
    set('StatefulSet/db', 'spec.volumeClaimTemplates.0.spec.resources.requests.storage', '20Gi'),
    'refused by the API server',
    'interruption',
  ),
  told(
    'another Service of a StatefulSet',
    set('StatefulSet/db', 'spec.serviceName', 'other'),
    'refused by the API server',
    'interruption',
  ),
  told(
    'another image of a Job that stays',
    set('Job/once', `${container}.image`, 'registry.example/once:2'),
    'refused by the API server',
    'interruption',
  ),
  told(
    'another image of a Job that goes',
    set('Job/migrate', `${container}.image`, 'registry.example/migrate:2'),
    'create',
  ),
  told(
    'a smaller volume',
    set('PersistentVolumeClaim/files', 'spec.resources.requests.storage', '5Gi'),
    'refused by the API server',
    'interruption',
  ),
  told(
    'a larger volume',
    set('PersistentVolumeClaim/files', 'spec.resources.requests.storage', '20Gi'),
    'update in place',
    'money',
  ),
  told(
    'another disk of a StorageClass',
    set('StorageClass/disk', 'parameters.type', 'ssd'),
    'refused by the API server',
    'interruption',
  ),
  told(
    'another role of a binding',
    set('RoleBinding/reader', 'roleRef.name', 'writer'),
    'refused by the API server',
    'doors',
  ),
  told(
    'another address of a Service',
    set('Service/db', 'spec.clusterIP'),
    'refused by the API server',
    'interruption',
  ),
  told(
    'a ConfigMap that kubectl cannot keep',
    set('ConfigMap/web', 'data', { large: 'x'.repeat(300_000) }),
    'refused by the API server',
    'interruption',
  ),
  // Data in the cluster.
  told('a claim less', drop('PersistentVolumeClaim/files'), 'delete', 'data'),
  told('a database less', drop('StatefulSet/db'), 'delete', 'data'),
  told('a namespace less', drop('Namespace/shop'), 'delete', 'data'),
  told('no backup', drop('CronJob/backup'), 'delete', 'data'),
  told('a backup that waits', set('CronJob/backup', 'spec.suspend', true), 'update in place', 'data'),
  told('a database under another name', set('StatefulSet/db', 'metadata.name', 'database'), 'create', 'data'),
  // Doors in the cluster.
  told('a peer more', set('NetworkPolicy/db', 'spec.ingress', webRule), 'update in place', 'doors'),
  told('a way in', add('NetworkPolicy', 'web', { spec: { podSelector: {}, ingress: [{}] } }), 'create', 'doors'),
  told('a door to outside', set('Service/web', 'spec.type', 'LoadBalancer'), 'update in place', 'doors'),
  told('no TLS', set('Ingress/web', 'spec.tls'), 'update in place', 'doors'),
  told('a right more', set('Role/reader', 'rules.0.verbs', ['get', 'list', 'delete']), 'update in place', 'doors'),
  told(
    'somebody more',
    set('RoleBinding/reader', 'subjects.1', { kind: 'ServiceAccount', name: 'db', namespace: 'shop' }),
    'update in place',
    'doors',
  ),
  told(
    'less Pod Security',
    set('Namespace/shop', 'metadata.labels', { 'pod-security.kubernetes.io/enforce': 'privileged' }),
    'update in place',
    'doors',
  ),
  // Service in the cluster.
  told('no budget', drop('PodDisruptionBudget/web'), 'delete', 'interruption'),
  told('no Service', drop('Service/web'), 'delete', 'interruption'),
  told('a Service under another name', set('Service/web', 'metadata.name', 'front'), 'create', 'interruption'),
  told('another port of a Service', set('Service/web', 'spec.ports.0.port', 81), 'update in place', 'interruption'),
  told('a lower budget', set('PodDisruptionBudget/web', 'spec.minAvailable', 0), 'update in place', 'interruption'),
  told('a ConfigMap more', add('ConfigMap', 'more', { data: { a: '1' } }), 'create'),
  told(
    'another line of a ConfigMap',
    set('ConfigMap/web', 'data', { 'app.conf': 'level debug\nworkers 4\n' }),
    'update in place',
  ),
];
