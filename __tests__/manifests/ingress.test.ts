import { App } from 'cdk8s';
import { images } from '../../config/versions';
import { httpProbes } from '../../manifests/constructs/probes';
import { provideSettings, refuseUnknownNames } from '../../manifests/constructs/settings';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { WebApp } from '../../manifests/constructs/web-app';
import { objectsOf } from '../../manifests/main';

/** A web app behind a controller in another namespace. @param config what users set */
function web(config: object = {}) {
  const root = new App();
  const system = { name: 'trial', environments: {}, waivers: [] };
  provideSettings(root, { system, environment: 'local', halves: ['kubernetes'], config, placeholders: [] });
  const chart = new SystemChart(root, 'trial-web', { system: 'trial', namespace: 'trial' });
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
  return { app, chart, controller, made, finish: () => refuseUnknownNames(root) };
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

describe('as it is set', () => {
  const issuer = { 'cert-manager.io/cluster-issuer': 'ca' };
  const own = { tlsSecret: 'web-tls', annotations: { ...issuer, a: 'b' } };

  test('it answers at further names, which the certificate is for as well', () => {
    const { app, controller, made } = web({ ingresses: { web: { hosts: ['www.example.com', '*.example.org'] } } });
    app.exposeViaIngress('web.example.com', controller, own);
    const [{ metadata, spec } = { metadata: {}, spec: {} }] = made('Ingress');
    const hosts = ['web.example.com', 'www.example.com', '*.example.org'];
    expect(spec.rules.map(({ host }: { host: string }) => host)).toEqual(hosts);
    expect(new Set(spec.rules.map(({ http }: { http: object }) => JSON.stringify(http))).size).toBe(1);
    expect(spec.tls).toEqual([{ hosts, secretName: 'web-tls' }]);
    expect(metadata.annotations).toEqual({ ...issuer, a: 'b' });
  });

  test('a certificate of one’s own is signed by nobody, and expected', () => {
    const { app, chart, controller, made } = web({
      ingresses: { web: { tlsSecret: 'mine', annotations: { 'example.com/c': 'd' } } },
    });
    app.exposeViaIngress('web.example.com', controller, own);
    const [{ metadata, spec } = { metadata: {}, spec: {} }] = made('Ingress');
    expect(spec.tls).toEqual([{ hosts: ['web.example.com'], secretName: 'mine' }]);
    expect(metadata.annotations).toEqual({ a: 'b', 'example.com/c': 'd' });
    expect(chart.expectations.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['secret trial/mine']);
  });

  test('one that is not there is refused with the nearest', () => {
    const { app, controller, finish } = web({ ingresses: { wep: {} } });
    app.exposeViaIngress('web.example.com', controller);
    expect(finish).toThrow(/trial\.local\.ingresses\.wep: .*did you mean web\?/);
  });
});
