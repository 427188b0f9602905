import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import { ComputeGlobalForwardingRule } from '@cdktf/provider-google/lib/compute-global-forwarding-rule';
import { ComputeSslPolicy } from '@cdktf/provider-google/lib/compute-ssl-policy';
import { ComputeTargetHttpProxy } from '@cdktf/provider-google/lib/compute-target-http-proxy';
import { ComputeTargetHttpsProxy } from '@cdktf/provider-google/lib/compute-target-https-proxy';
import { ComputeUrlMap } from '@cdktf/provider-google/lib/compute-url-map';
import { Construct } from 'constructs';
import { wellKnownPorts } from '../../../../config/ports';
import type { Certificate } from './certificate';

/** What a load balancer leads to: a backend service or bucket. */
interface Backend {
  readonly id: string;
}

export interface LoadBalancerProps {
  /** Of everything that it is made of. */
  readonly name: string;
  readonly host: string;
  readonly certificate: Certificate;
  /** Backends by the path below which they serve everything; nothing is rewritten. `/` takes the rest. */
  readonly paths: Readonly<Record<string, Backend>>;
  /** While true, Terraform refuses any plan that gives the address back, to which the DNS record points. */
  readonly deletionProtection: boolean;
}

/** Google's global load balancer: HTTPS for one host, by paths. HTTP leads there, and so do other hosts. */
export class LoadBalancer extends Construct {
  public readonly address: ComputeGlobalAddress;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { name, host, certificate, deletionProtection } = props;
    this.address = new ComputeGlobalAddress(this, 'address', {
      name,
      description: `Where ${host} points.`,
      addressType: 'EXTERNAL',
      ipVersion: 'IPV4',
      lifecycle: { preventDestroy: deletionProtection },
    });
    const https = new ComputeTargetHttpsProxy(this, 'https', {
      name,
      urlMap: this.urls(props).id,
      certificateMap: certificate.map,
      sslPolicy: new ComputeSslPolicy(this, 'tls', { name, profile: 'MODERN', minTlsVersion: 'TLS_1_2' }).id,
    });
    const http = new ComputeTargetHttpProxy(this, 'http', {
      name,
      urlMap: new ComputeUrlMap(this, 'to_https', {
        name: `${name}-to-https`,
        defaultUrlRedirect: {
          httpsRedirect: true,
          redirectResponseCode: 'MOVED_PERMANENTLY_DEFAULT',
          stripQuery: false,
        },
      }).id,
    });
    this.listen('https_rule', name, wellKnownPorts.https, https.id);
    this.listen('http_rule', `${name}-http`, wellKnownPorts.http, http.id);
  }

  private listen(id: string, name: string, port: number, target: string): void {
    new ComputeGlobalForwardingRule(this, id, {
      name,
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      ipAddress: this.address.id,
      ipProtocol: 'TCP',
      portRange: String(port),
      target,
    });
  }

  private urls({ name, host, paths }: LoadBalancerProps): ComputeUrlMap {
    const { '/': rest, ...below } = paths;
    const elsewhere = (pathRedirect?: string) => ({
      hostRedirect: host,
      httpsRedirect: true,
      pathRedirect,
      redirectResponseCode: 'FOUND',
      stripQuery: false,
    });
    const [first] = Object.keys(below);
    return new ComputeUrlMap(this, 'Resource', {
      name,
      defaultUrlRedirect: elsewhere(),
      hostRule: [{ hosts: [host], pathMatcher: 'paths' }],
      pathMatcher: [
        {
          name: 'paths',
          ...(rest ? { defaultService: rest.id } : { defaultUrlRedirect: elsewhere(first) }),
          pathRule: Object.entries(below).map(([path, backend]) => ({
            paths: [path, `${path}/*`],
            service: backend.id,
          })),
        },
      ],
    });
  }
}
