import { App } from 'cdk8s';
import { NewComponent } from '../../../manifests/components/new-component';
import { SystemChart } from '../../../manifests/constructs/system-chart';
import { objectsOf } from '../../../manifests/main';
import { nameOf } from '../../../model/objects';

const chart = new SystemChart(new App(), 'test', { system: 'shop', namespace: 'shop' });
const made = new NewComponent(chart, 'front', { greeting: 'hello' });
const objects = new Map(objectsOf(chart).map((object) => [nameOf(object), object]));

test('runs, as what it was called', () => {
  expect(objects.get('Deployment/shop/front')?.spec.template.spec.containers[0].ports).toEqual([
    { name: 'http', containerPort: 8080 },
  ]);
  expect(objects.get('ConfigMap/shop/front-pages')?.data).toEqual({ 'index.html': 'hello' });
});

test('says where it answers', () => {
  expect(made.url).toBe('http://front.shop.svc.cluster.local:8080');
});
