import { App } from 'cdk8s';
import type { Target } from '../../config/system';
import { images, reference } from '../../config/versions';
import { keptVolume } from '../../manifests/constructs/kept-volume';
import { provideSettings, refuseUnknownNames } from '../../manifests/constructs/settings';
import { claim, StatefulApp } from '../../manifests/constructs/stateful-app';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { Task } from '../../manifests/constructs/task';
import { WebApp } from '../../manifests/constructs/web-app';
import { chartsOf, objectsOf } from '../../manifests/main';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { builtInSynthesis } from '../support/built-in';
import { describeEach } from '../support/shown';
import { isOwn, systems } from '../support/workload-names';

/** What users set of workloads, on three of a shop that say as little as they can. */

const own = { repository: 'registry.shop.test/web', tag: '1.0.0' };

function made(config: object) {
  const app = new App();
  const system = { name: 'shop', environments: {}, waivers: [] };
  provideSettings(app, { system, environment: 'local', halves: ['kubernetes'], config, placeholders: [] } as Target);
  const chart = new SystemChart(app, 'shop-all', { system: 'shop', namespace: 'shop' });
  const resources = { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' };
  new WebApp(chart, 'web', {
    component: 'web',
    image: own,
    user: 1,
    resources,
    env: { MODE: 'slow' },
    nodeSelector: { disk: 'ssd' },
    ports: { http: 80 },
    sidecars: { cache: { image: images.redis, resources } },
  });
  new StatefulApp(chart, 'store', {
    component: 'store',
    image: images.redis,
    user: 1,
    resources,
    storage: { data: '1Gi' },
    mounts: { '/data': claim('data') },
    setup: { prepare: { image: images.redis, resources } },
    ports: { redis: 6379 },
  });
  keptVolume(chart, 'backup', '1Gi');
  new Task(chart, 'backup', {
    component: 'backup',
    image: images.curl,
    user: 1,
    resources,
    ready: 'true',
    command: ['x'],
  });
  refuseUnknownNames(app);
  const objects: KubernetesObject[] = chartsOf(app).flatMap(objectsOf);
  const get = (name: string) => objects.find((object) => nameOf(object) === name) as KubernetesObject;
  const pod = (name: string) => get(name).spec.template;
  return { objects, get, pod, expectations: [...new Map(chart.expectations.map((one) => [one.name, one])).values()] };
}

const web = 'Deployment/shop/web';
const store = 'StatefulSet/shop/store';

test('where nothing is set, everything is as the charts say', () => {
  expect(made({ workloads: {} }).objects).toEqual(made({}).objects);
  expect(made({ workloads: { web: {} } }).objects).toEqual(made({}).objects);
});

describe('of one workload, and of no other', () => {
  const set = made({
    workloads: {
      web: {
        replicas: 3,
        resources: { memory: '512Mi' },
        env: { MODE: 'fast', EXTRA: '1' },
        envFrom: [{ secret: 'more' }, { configMap: 'flags', prefix: 'FLAG_' }],
        nodeSelector: { zone: 'a' },
        tolerations: [{ key: 'spot', operator: 'Exists' }],
        priorityClass: 'high',
        labels: { team: 'sales' },
        annotations: { 'example.com/a': 'b' },
      },
    },
  });
  const { metadata, spec } = set.pod(web);
  const [container] = spec.containers;

  test('the number of pods, with what goes with more than one', () => {
    expect(set.get(web).spec.replicas).toBe(3);
    expect(set.get('PodDisruptionBudget/shop/web')).toBeDefined();
    expect(spec.topologySpreadConstraints).toHaveLength(2);
  });

  test('memory takes its limit along, and leaves the CPU as it is', () => {
    expect(container.resources).toEqual({ requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } });
  });

  test('variables, beside the chart’s and in their place', () => {
    expect(container.env).toEqual([
      { name: 'MODE', value: 'fast' },
      { name: 'EXTRA', value: '1' },
    ]);
    expect(container.envFrom).toEqual([
      { secretRef: { name: 'more' } },
      { prefix: 'FLAG_', configMapRef: { name: 'flags' } },
    ]);
  });

  test('the Secret and the ConfigMap are expected of the user', () => {
    expect(set.expectations.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'secret shop/more',
      'cluster ConfigMap/shop/flags',
    ]);
  });

  test('where it runs', () => {
    expect(spec.nodeSelector).toEqual({ disk: 'ssd', zone: 'a' });
    expect(spec.tolerations).toEqual([{ key: 'spot', operator: 'Exists' }]);
    expect(spec.priorityClassName).toBe('high');
  });

  test('labels and annotations of its pods', () => {
    expect(metadata.labels).toMatchObject({ team: 'sales', 'app.kubernetes.io/name': 'web' });
    expect(metadata.annotations).toEqual({ 'example.com/a': 'b' });
  });

  test('the others stay', () => {
    expect(set.get(store)).toEqual(made({}).get(store));
  });
});

test('autoscaling takes the place of a number', () => {
  const set = made({ workloads: { web: { replicas: 2, autoscaling: { min: 2, max: 5, cpuPercent: 60 } } } });
  expect(set.get(web).spec.replicas).toBeUndefined();
  expect(set.get('HorizontalPodAutoscaler/shop/web').spec).toMatchObject({ minReplicas: 2, maxReplicas: 5 });
});

test('another image of the same software runs in every container that ran the old one, and is its version', () => {
  const text = `registry.shop.test/redis:9.0.0@sha256:${'a'.repeat(64)}`;
  const { spec, metadata } = made({ workloads: { store: { image: text } } }).pod(store);
  expect([...spec.containers, ...spec.initContainers].map(({ image }) => image)).toEqual([text, text]);
  expect(metadata.labels['app.kubernetes.io/version']).toBe('9.0.0');
});

test('a storage class, of one workload before that of the system', () => {
  const set = made({ storageClass: 'slow', workloads: { store: { storageClass: 'fast' } } });
  expect(set.get(store).spec.volumeClaimTemplates[0].spec.storageClassName).toBe('fast');
  expect(set.get('PersistentVolumeClaim/shop/backup').spec.storageClassName).toBe('slow');
});

test('a mirror has what is not the user’s own, under the same path, and pull secrets are each pod’s', () => {
  const set = made({ imageRegistry: 'mirror.test:5000/all', imagePullSecrets: ['pull'] });
  const redis = reference(images.redis).replace('docker.io/', 'mirror.test:5000/all/');
  expect(set.pod(store).spec.containers[0].image).toBe(redis);
  expect(set.pod(store).spec.initContainers[0].image).toBe(redis);
  expect(set.pod(web).spec.containers[0].image).toBe(reference(own));
  expect(set.pod(web).spec.initContainers[0].image).toBe(redis);
  for (const name of [web, store, 'Job/shop/backup'])
    expect(set.pod(name).spec.imagePullSecrets).toEqual([{ name: 'pull' }]);
  expect(set.expectations.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'secret shop/pull',
    `image ${redis}`,
    `image ${reference(images.curl).replace('docker.io/', 'mirror.test:5000/all/')}`,
  ]);
});

test.each<[string, object, RegExp]>([
  ['a workload that is not there', { wep: { replicas: 2 } }, /shop\.local\.workloads\.wep: .*did you mean web\?/],
  ['more than one of what must be one', { store: { replicas: 2 } }, /workloads\.store\.replicas: /],
  ['a storage class of what stores nothing', { web: { storageClass: 'fast' } }, /workloads\.web\.storageClass: /],
  ['less than is requested', { web: { resources: { memoryLimit: '64Mi' } } }, /workloads\.web\.resources: .*128Mi/],
  ['an image that its system names', { web: { image: 'a.test/other:1' } }, /workloads\.web\.image: .*web:1\.0\.0/],
])('refused: %s', (_, workloads, message) => {
  expect(() => made({ workloads })).toThrow(message);
});

describeEach(systems)('$name', ({ name, listed }) => {
  const built = builtInSynthesis()
    .parts.kubernetes.filter((chart) => chart.system === name)
    .flatMap(({ objects }) => objects)
    .filter(isOwn)
    .map(({ metadata }) => metadata.name);

  test('lists its workloads, each of which is made somewhere', () => {
    expect([...new Set(built)].sort()).toEqual([...listed].sort());
  });
});
