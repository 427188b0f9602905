import { App } from 'cdk8s';
import { images } from '../../config/versions';
import { httpProbes } from '../../manifests/constructs/probes';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { WebApp } from '../../manifests/constructs/web-app';
import { objectsOf } from '../../manifests/main';

/** A web app behind a controller in another namespace. */
function web() {
  const chart = new SystemChart(new App(), 'trial-web', { system: 'trial', namespace: 'trial' });
  const app = new WebApp(chart, 'web', {
    component: 'web',
    image: images.curl,
    user: 1000,
    resources: { cpu: '10m', memory: '32Mi' },
    ports: { http: 8080 },
    probes: httpProbes('/'),
  });
  const controller = { className: 'traefik', peer: { namespaceSelector: { matchLabels: { name: 'traefik' } } } };
  const made = (kind: string) => objectsOf(chart).filter((object) => object.kind === kind);
  return { app, controller, made };
}

test('an app is published at several hosts, each with its own Ingress, through one flow', () => {
  const { app, controller, made } = web();
  app.exposeViaIngress('web.example.com', controller);
  app.exposeViaIngress('www.example.com', controller, { name: 'web-www', tlsSecret: 'www' });
  expect(made('Ingress').map(({ metadata, spec }) => [metadata.name, spec.rules[0].host, spec.tls[0]])).toEqual([
    ['web', 'web.example.com', { hosts: ['web.example.com'] }],
    ['web-www', 'www.example.com', { hosts: ['www.example.com'], secretName: 'www' }],
  ]);
  const [policy] = made('NetworkPolicy');
  expect(policy?.spec.ingress).toEqual([{ from: [controller.peer], ports: [{ port: 8080, protocol: 'TCP' }] }]);
});

test('two of one name are told apart by what to do', () => {
  const { app, controller } = web();
  app.exposeViaIngress('web.example.com', controller);
  expect(() => app.exposeViaIngress('www.example.com', controller)).toThrow(
    "web already has an Ingress web: name the one for www.example.com, e.g. { name: 'web-2' }",
  );
});
