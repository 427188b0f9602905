import type { KubernetesObject } from '../../../model/objects';
import { type Case, change, clusterScoped, deployment, object, objects, own } from './make';

/** An app behind an Ingress, and what it says to its server. */
const app = (said: object): KubernetesObject =>
  change(deployment, 'spec.template.spec.containers.0', { ...deployment.spec.template.spec.containers[0], ...said });
const env = (variables: Record<string, string>) =>
  app({ env: Object.entries(variables).map(([name, value]) => ({ name, value })) });
const service = (metadata: object = {}): KubernetesObject => {
  const made = object('Service', 'app', {
    spec: { selector: own.matchLabels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  });
  return { ...made, metadata: { ...made.metadata, ...metadata } };
};
const backend = { service: { name: 'app', port: { name: 'http' } } };
const ingress = object('Ingress', 'app', {
  spec: { ingressClassName: 'web', rules: [{ http: { paths: [{ path: '/', backend }] } }] },
});
const published = [service(), ingress];

/** The same by Google's load balancer. */
const byGoogle = [
  service(),
  change(change(ingress, 'spec.ingressClassName', undefined), 'metadata.annotations', {
    'kubernetes.io/ingress.class': 'gce',
  }),
];

/** A Traefik that serves the class, with more flags. */
const proxy = (...args: string[]): KubernetesObject[] => {
  const labels = { ...deployment.metadata.labels, 'app.kubernetes.io/name': 'proxy' };
  const made = change(deployment, 'spec.template.spec.containers.0.args', [
    '--providers.kubernetesIngress.ingressClass=web',
    ...args,
  ]);
  return [
    {
      ...change(made, 'spec.template.metadata.labels', labels),
      metadata: { ...deployment.metadata, name: 'proxy', labels },
    },
    object('Service', 'proxy', {
      spec: {
        type: 'LoadBalancer',
        selector: { 'app.kubernetes.io/name': 'proxy' },
        ports: [
          { port: 80, targetPort: 'plain' },
          { port: 443, targetPort: 'secure' },
        ],
      },
    }),
  ];
};
const idle = (value: string) => proxy(`--serversTransport.forwardingTimeouts.idleConnTimeout=${value}`);
const toHttps = '--entryPoints.plain.http.redirections.entryPoint.to=:443';
const read = (value: string) => `--entryPoints.secure.transport.respondingTimeouts.readTimeout=${value}`;

const speaksTls = '--entryPoints.secure.http.tls=true';

/** The Ingress with a certificate of its own. */
const withTls = (annotations: Record<string, string> = {}): KubernetesObject =>
  change(change(ingress, 'spec.tls', [{ secretName: 'app-tls' }]), 'metadata.annotations', annotations);
const ofGoogle = (annotations: Record<string, string>): KubernetesObject =>
  change(withTls({ 'kubernetes.io/ingress.class': 'gce', ...annotations }), 'spec.ingressClassName', undefined);
const redirecting = (enabled: boolean) =>
  object('FrontendConfig', 'app', { spec: { redirectToHttps: { enabled } } }, 'networking.gke.io/v1beta1');
const frontend = 'networking.gke.io/v1beta1.FrontendConfig';
const entryPoints = 'traefik.ingress.kubernetes.io/router.entrypoints';
const routerTls = 'traefik.ingress.kubernetes.io/router.tls';

/** The Traefik of K3s. */
const chart = (valuesContent: string) => object('HelmChartConfig', 'traefik', { spec: { valuesContent } });

/** A mesh, with a rule for the Service of the app. */
const mesh = (idleTimeout?: string) => [
  change(clusterScoped('Namespace', 'sys'), 'metadata.labels', { 'istio-injection': 'enabled' }),
  ...(idleTimeout
    ? [
        object('DestinationRule', 'app', {
          spec: {
            host: 'app.sys.svc.cluster.local',
            trafficPolicy: { connectionPool: { http: { idleTimeout } } },
          },
        }),
      ]
    : []),
];

export const hopCases: readonly Case[] = [
  {
    rule: 'keep-alive',
    good: [
      // Nobody calls it through a proxy.
      objects(deployment, service()),
      // A Traefik that nobody sets keeps connections for 90 seconds.
      objects(...published, env({ UVICORN_TIMEOUT_KEEP_ALIVE: '91' })),
      objects(...published, env({ KEEP_ALIVE_TIMEOUT: '105' })),
      objects(...published, env({ KEEP_ALIVE_SECONDS: '105' })),
      objects(...published, app({ command: ['uvicorn', 'main:app', '--timeout-keep-alive', '105'] })),
      objects(...published, app({ args: ['--keep-alive=105'] })),
      objects(...published, ...idle('3s'), env({ STREAMLIT_SERVER_PORT: '8501' })),
      objects(...published, ...idle('1m30s'), env({ UVICORN_TIMEOUT_KEEP_ALIVE: '91' })),
      objects(service(), ...mesh('90s'), env({ KEEP_ALIVE_SECONDS: '105' })),
      objects(...byGoogle, env({ KEEP_ALIVE_TIMEOUT: '615' })),
    ],
    bad: [
      [
        objects(...byGoogle, env({ KEEP_ALIVE_TIMEOUT: '600' })),
        /keeps for 600 seconds .* Ingress\/sys\/app uses for 600/,
      ],
      [objects(...published, deployment), /app does not say how long it keeps .* Ingress\/sys\/app uses for 90/],
      [objects(...published, env({ UVICORN_TIMEOUT_KEEP_ALIVE: '90' })), /keeps for 90 seconds .* for 90/],
      // Each server reads its own variable.
      [
        objects(
          ...published,
          app({ command: ['gunicorn', 'main:app'], env: [{ name: 'UVICORN_TIMEOUT_KEEP_ALIVE', value: '105' }] }),
        ),
        /does not say how long/,
      ],
      // A flag wins over the variable.
      [
        objects(
          ...published,
          app({ args: ['--timeout-keep-alive', '5'], env: [{ name: 'UVICORN_TIMEOUT_KEEP_ALIVE', value: '105' }] }),
        ),
        /keeps for 5 seconds/,
      ],
      [objects(...published, ...idle('5m'), env({ KEEP_ALIVE_TIMEOUT: '105' })), /Deployment\/sys\/proxy uses for 300/],
      [objects(...published, ...idle('0'), env({ KEEP_ALIVE_TIMEOUT: '105' })), /uses for Infinity/],
      [objects(...published, ...idle('5'), env({ STREAMLIT_SERVER_PORT: '8501' })), /keeps for 5 seconds .* for 5/],
      [objects(service(), ...mesh(), env({ KEEP_ALIVE_SECONDS: '105' })), /Service\/sys\/app uses for 3600/],
      [objects(service(), ...mesh('2m'), env({ KEEP_ALIVE_SECONDS: '105' })), /DestinationRule\/sys\/app uses for 120/],
    ],
  },
  {
    rule: 'upload-time',
    good: [
      objects(...proxy(toHttps, read('600s'))),
      objects(...proxy(toHttps, read('0'))),
      objects(chart('ports: { web: { hostPort: 80, transport: { respondingTimeouts: { readTimeout: 10m } } } }')),
      objects(chart('ports: { metrics: {} }')),
    ],
    bad: [
      [objects(...proxy(toHttps)), /entry point secure 60 seconds/],
      [objects(...proxy(read('600s'))), /entry point plain 60 seconds/],
      [objects(...proxy(toHttps, read('90'))), /entry point secure 90 seconds/],
      [objects(chart('ports: { web: { hostPort: 80 } }')), /HelmChartConfig\/sys\/traefik .* entry point web 60/],
    ],
  },
  {
    rule: 'forwarded-headers',
    good: [
      objects(deployment, service()),
      // Node's servers are told whom to believe by the number of proxies.
      objects(...published, env({ KEEP_ALIVE_TIMEOUT: '105' })),
      objects(...published, env({ UVICORN_TIMEOUT_KEEP_ALIVE: '105', FORWARDED_ALLOW_IPS: '10.42.0.0/16' })),
      objects(...published, env({ TRUSTED_PROXIES: '10.42.0.0/16' })),
      objects(...published, app({ command: ['gunicorn', '--forwarded-allow-ips=10.42.0.0/16,127.0.0.1'] })),
      objects(...proxy('--entryPoints.secure.forwardedHeaders.trustedIPs=10.0.0.0/24')),
      objects(chart('ports: { web: { hostPort: 80, forwardedHeaders: { trustedIPs: [10.0.0.0/24] } } }')),
    ],
    bad: [
      [objects(...published, app({ command: ['uvicorn', 'main:app'] })), /app does not say which proxies it believes/],
      [objects(...published, env({ STREAMLIT_SERVER_PORT: '8501' })), /does not say/],
      [objects(...published, env({ FORWARDED_ALLOW_IPS: '*' })), /believes \*, whoever/],
      [objects(...published, env({ TRUSTED_PROXIES: '10.42.0.0/16,0.0.0.0/0' })), /believes 0.0.0.0\/0/],
      [objects(...published, env({ FORWARDED_ALLOW_IPS: '127.0.0.1,0.0.0.0/0' })), /believes 0.0.0.0\/0/],
      [objects(...published, app({ args: ['--forwarded-allow-ips', '*'] })), /believes \*/],
      [
        objects(...proxy('--entryPoints.secure.forwardedHeaders.insecure=true')),
        /proxy believes .* entry point secure/,
      ],
      [objects(chart('ports: { web: { hostPort: 80, forwardedHeaders: { insecure: true } } }')), /entry point web/],
      [
        objects(chart('ports: { web: { hostPort: 80, forwardedHeaders: { trustedIPs: [10.0.0.0/8, 0.0.0.0/0] } } }')),
        /entry point web/,
      ],
    ],
  },
  {
    rule: 'plain-http',
    good: [
      // Without a certificate: another rule looks at it.
      objects(ingress),
      objects(withTls(), ...proxy(toHttps, speaksTls)),
      objects(withTls({ [entryPoints]: 'websecure', [routerTls]: 'true' })),
      objects(ofGoogle({ [frontend]: 'app' }), redirecting(true)),
      objects(ofGoogle({ 'kubernetes.io/ingress.allow-http': 'false' })),
    ],
    bad: [
      [objects(withTls()), /says nothing of plain HTTP to web/],
      [objects(withTls({ [entryPoints]: 'web' })), /says nothing/],
      [objects(withTls(), ...proxy(speaksTls)), /served by Deployment\/sys\/proxy in plain HTTP, too: at plain/],
      [objects(withTls(), ...proxy(toHttps)), /at secure/],
      [objects(ofGoogle({})), /has no FrontendConfig/],
      [objects(ofGoogle({ [frontend]: 'app' })), /names the FrontendConfig app, which nobody creates/],
      [objects(ofGoogle({ [frontend]: 'app' }), redirecting(false)), /FrontendConfig\/sys\/app does not redirect/],
    ],
  },
];
