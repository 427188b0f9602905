import type { Environment } from '../../config/system';
import { joinKeys, validate } from '../../config/validate';
import { shop, system } from '../support/shop';

/** What may be set in any environment that has charts: here of a system that says nothing about it. */
const { local } = system.environments as { local: Environment };

function problems(set: object): string[] {
  return validate(local, { ...shop, ...set }).map(({ keys, tell }) => `${joinKeys(keys)}: ${tell()}`);
}

const web = (set: object) => ({ workloads: { web: set } });

test.each([
  {},
  web({}),
  web({ replicas: 3, resources: { memory: '1Gi', memoryLimit: '1024Mi' }, env: { MODE: 'a', TOKENS: '5' } }),
  web({ image: 'registry.test:5000/a/b:1', envFrom: [{ secret: 'a' }], tolerations: [{ operator: 'Exists' }] }),
  { imageRegistry: 'mirror.test:5000/all', imagePullSecrets: ['pull'], storageClass: 'fast-ssd' },
])('taken: %j', (set) => {
  expect(problems(set)).toEqual([]);
});

test.each<[string, object, string]>([
  ['a key that there is not', web({ replica: 2 }), 'workloads.web.replica: unknown key; did you mean replicas?'],
  ['a name that promises a secret', web({ env: { DB_PASSWORD: 'x' } }), 'a Secret and name that in envFrom'],
  ['the same, in lower case', web({ env: { api_key: 'x' } }), 'a Secret and name that in envFrom'],
  ['a variable of no name', web({ env: { 'a-b': 'x' } }), 'workloads.web.env.a-b: "a-b" - expected a name of letters'],
  ['a limit below the request', web({ resources: { memory: '1Gi', memoryLimit: '512Mi' } }), 'memoryLimit: "512Mi"'],
  ['memory without a unit', web({ resources: { memory: '512' } }), 'e.g. 256Mi or 2Gi'],
  ['both sources in one', web({ envFrom: [{ secret: 'a', configMap: 'b' }] }), 'a secret or a configMap'],
  ['more at least than at most', web({ autoscaling: { min: 3, max: 2, cpuPercent: 70 } }), 'autoscaling.min: 3 - exp'],
  ['a label by which pods are found', web({ labels: { 'app.kubernetes.io/name': 'x' } }), 'a label of your own'],
  ['an image of no registry', web({ image: 'redis:1' }), 'an image with its registry'],
  ['a mirror of no host', { imageRegistry: 'mirror/all' }, 'expected a registry, e.g. registry.internal:5000/mirror'],
  ['a mirror with a scheme', { imageRegistry: 'https://mirror.test' }, 'imageRegistry: "https://mirror.test"'],
])('refused: %s', (_, set, message) => {
  const found = problems(set);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
});
