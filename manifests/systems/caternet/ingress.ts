import type { App } from 'cdk8s';
import {
  type CaternetConfig,
  contracts,
  google,
  type OnAutopilotConfig,
  type OnInternalClusterConfig,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { AcmeIssuers } from '../../components/acme-issuers';
import type { CertificateAuthority } from '../../components/certificate-authority';
import { GkeIngress } from '../../components/gke-ingress';
import { httpsOnly, k3sTraefik, otherTraefik } from '../../components/k3s-traefik';
import { type Peer, podsIn } from '../../constructs/network-rules';
import { type PublicHost, sharedIngress } from '../../constructs/shared-ingress';
import type { WebApp } from '../../constructs/web-app';
import { CaternetChart } from './chart';

const NAME = 'caternet';

export interface PublishedApps {
  readonly catnodejs: WebApp;
  readonly exchange: WebApp;
}

/** The only way in, by HTTPS. Of Parse only its API is public. */
export class IngressChart extends CaternetChart {
  private readonly hosts: Readonly<
    Record<string, PublicHost & { readonly tlsSecret: string; readonly healthPath: string }>
  >;

  constructor(
    app: App,
    id: string,
    target: Target<CaternetConfig>,
    { catnodejs, exchange }: PublishedApps,
    authority: CertificateAuthority,
  ) {
    super(app, id, target, 'apps');
    const { config } = target;
    const { api, market } = config.hosts;
    this.hosts = {
      [api]: { app: catnodejs, path: '/parse', tlsSecret: 'api-tls', healthPath: contracts.catnodejs.paths.health },
      [market]: { app: exchange, tlsSecret: 'market-tls', healthPath: contracts['cadaver-exchange'].paths.health },
    };
    if ('gcp' in config) this.onGoogleCloud(config);
    else if ('internal' in config) this.onInternalCluster(config.internal);
    else this.onLaptop(authority);
  }

  private onGoogleCloud({ certificates: { email, issuer }, gcp }: OnAutopilotConfig): void {
    const { projectId: project, dns } = gcp;
    const proof = { dns: { project, zone: dns.zone } };
    const issuers = new AcmeIssuers(this, 'acme-issuers', { email, proof, prefix: `${NAME}-` });
    const { address, tlsPolicy } = google.names;
    new GkeIngress(this, NAME, { address, tlsPolicy, issuer: issuers.nameOf(issuer), hosts: this.hosts });
  }

  private onInternalCluster({ ingressClass, ingressNamespace, issuer }: OnInternalClusterConfig['internal']): void {
    const annotations = { ...httpsOnly, 'cert-manager.io/cluster-issuer': issuer };
    this.expect({ kind: 'cluster', name: `ClusterIssuer/${issuer}`, from: 'the internal cluster, with cert-manager' });
    this.through([podsIn(ingressNamespace)], ingressClass, annotations);
  }

  /** Its browser does not know who signed; whoever is asked for trust says yes once. */
  private onLaptop(authority: CertificateAuthority): void {
    for (const [host, { tlsSecret }] of Object.entries(this.hosts)) {
      authority.serverCertificate(this, tlsSecret, { dnsNames: [host], ipAddresses: [] });
    }
    this.through([k3sTraefik.peer, otherTraefik], k3sTraefik.className, httpsOnly);
  }

  /** A controller in the cluster, whose pods forward the requests. */
  private through(
    controllers: readonly Peer[],
    className: string,
    annotations: Readonly<Record<string, string>>,
  ): void {
    for (const { app } of Object.values(this.hosts)) {
      for (const peer of controllers) app.network.allowFrom(peer, app.port('http'));
    }
    sharedIngress(this, this.hosts, { name: NAME, className, annotations });
  }
}
