import { Construct } from 'constructs';
import { type FlaskMeshConfig, istio, names } from '../../../config/flask-mesh';
import { idleSeconds } from '../../../config/timeouts';
import {
  DestinationRule,
  DestinationRuleSpecTrafficPolicyTlsMode,
  Gateway,
  GatewaySpecServersTlsMinProtocolVersion,
  GatewaySpecServersTlsMode,
  VirtualService,
} from '../../../imports/networking.istio.io';
import { namespaced } from '../../constructs/metadata';
import { SystemChart } from '../../constructs/system-chart';
import type { WebApp } from '../../constructs/web-app';

/** From the gateway's ports to the app: which hosts it answers to, which requests it refuses, how long it waits. */
export class Routing extends Construct {
  constructor(scope: Construct, id: string, { host, tlsSecret }: FlaskMeshConfig, app: WebApp) {
    super(scope, id);
    const gateway = new Gateway(this, 'Gateway', {
      metadata: namespaced(this, { name: SystemChart.of(this).system }),
      spec: {
        selector: { [istio.gateway.label.key]: istio.gateway.label.value },
        servers: [
          {
            port: { number: 80, name: 'http', protocol: 'HTTP' },
            hosts: [host],
            ...(tlsSecret && { tls: { httpsRedirect: true } }),
          },
          ...(tlsSecret ? [httpsServer(host, tlsSecret)] : []),
        ],
      },
    });
    new VirtualService(this, 'VirtualService', {
      metadata: namespaced(this, { name: app.name }),
      spec: {
        hosts: [host],
        gateways: [gateway.name],
        http: [
          {
            name: 'refuse-curl',
            // Exactly: what curl itself sends is `curl/<version>`, which passes.
            match: [{ headers: { 'user-agent': { exact: 'curl' } } }],
            directResponse: { status: 429, body: { string: 'Too many requests\n' } },
          },
          {
            name: 'app',
            route: [{ destination: { host: app.host, port: { number: app.port('http') } } }],
            timeout: '10s',
            // Three tries of three seconds fit into the timeout. Every request only reads, so each may be repeated.
            retries: {
              attempts: 2,
              perTryTimeout: '3s',
              retryOn: 'connect-failure,refused-stream,reset,gateway-error',
            },
          },
        ],
      },
    });
    this.limit('DestinationRule', app, app.name);
    // No other pod calls it, but a proxy goes by its Service's rule on the way to its own app, too.
    this.limit('OutsideRule', app, names.flaskOutside);
  }

  /** How proxies talk to a Service: callers to its pods, and the proxy of a pod to the app beside it. */
  private limit(id: string, app: WebApp, service: string): void {
    new DestinationRule(this, id, {
      metadata: namespaced(this, { name: service, app: app.name }),
      spec: {
        host: `${service}.${app.namespaceName}.svc.cluster.local`,
        trafficPolicy: {
          tls: { mode: DestinationRuleSpecTrafficPolicyTlsMode.ISTIO_UNDERSCORE_MUTUAL },
          connectionPool: {
            tcp: { maxConnections: 100, connectTimeout: '2s' },
            http: {
              http1MaxPendingRequests: 50,
              http2MaxRequests: 200,
              maxRequestsPerConnection: 1000,
              idleTimeout: `${idleSeconds.proxy}s`,
            },
          },
          outlierDetection: {
            // 502 to 504, which a sick pod causes. A 500 is the database's trouble: every pod has it.
            consecutiveGatewayErrors: 5,
            consecutive5XxErrors: 0,
            interval: '10s',
            baseEjectionTime: '30s',
            maxEjectionPercent: 50,
          },
        },
      },
    });
  }
}

function httpsServer(host: string, credentialName: string) {
  return {
    port: { number: 443, name: 'https', protocol: 'HTTPS' },
    hosts: [host],
    tls: {
      mode: GatewaySpecServersTlsMode.SIMPLE,
      credentialName,
      minProtocolVersion: GatewaySpecServersTlsMinProtocolVersion.TLSV1_UNDERSCORE_2,
    },
  };
}
