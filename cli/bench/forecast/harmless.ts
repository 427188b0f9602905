import { AWS, block, type Case, container, GOOGLE, object, put, set, type Tree } from './changes';

/** Ways of writing the same. */
export const harmless: readonly Pick<Case, 'name' | 'change'>[] = [
  { name: 'objects in another order', change: ({ objects: all }) => void all.reverse() },
  {
    name: 'keys in another order',
    change: (w) =>
      put(
        object(w, 'Deployment/web'),
        'spec',
        Object.fromEntries(Object.entries(object(w, 'Deployment/web').spec as Tree).reverse()),
      ),
  },
  {
    name: 'variables in another order',
    change: set('Deployment/web', `${container}.env`, [
      { name: 'B', value: '2' },
      { name: 'A', value: '1' },
    ]),
  },
  {
    name: 'tolerations in another order',
    change: set('Deployment/web', 'spec.template.spec.tolerations', [
      { key: 'b', operator: 'Exists' },
      { key: 'a', operator: 'Exists' },
    ]),
  },
  { name: 'verbs in another order', change: set('Role/reader', 'rules.0.verbs', ['list', 'get']) },
  { name: 'a default, written', change: set('Deployment/web', 'spec.revisionHistoryLimit', 10) },
  { name: 'a default of a Service, written', change: set('Service/web', 'spec.type', 'ClusterIP') },
  {
    name: 'a default of a port, left out',
    change: set('NetworkPolicy/db', 'spec.ingress', [
      { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } }], ports: [{ port: 5432 }] },
    ]),
  },
  { name: 'an empty map, written', change: set('ConfigMap/web', 'metadata.annotations', {}) },
  {
    name: 'a nested block in a list of one',
    change: block(GOOGLE, 'google_storage_bucket.files', 'versioning', [{ enabled: true }]),
  },
  { name: 'subnets in another order', change: block(AWS, 'aws_lb.public', 'subnets', ['subnet-2', 'subnet-1']) },
  { name: 'an argument that is null', change: block(AWS, 'aws_lb.public', 'idle_timeout', null) },
];
