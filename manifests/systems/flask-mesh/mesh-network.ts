import { Construct } from 'constructs';
import { istio, istioPorts, namespaces } from '../../../config/flask-mesh';
import { anyone, NetworkRules, type Peer, podsOf } from '../../constructs/network-rules';
import type { Endpoint } from '../../constructs/workload';

/** Pods with a proxy of Istio's, and the flows that are allowed to them. */
export interface MeshMember {
  readonly network: NetworkRules;
  readonly peer: Peer;
}

/**
 * The flows of Istio's own pods, which istioctl creates, and those that a sidecar adds to a pod. Policies see the port
 * that a client asked for: a proxy takes connections over inside the pod, behind them.
 * https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
export class MeshNetwork extends Construct {
  /** Where requests from outside come in. */
  readonly gateway: MeshMember;
  private readonly istiod: MeshMember;
  private readonly members: MeshMember[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.istiod = this.foreign('istiod', istio.istiod);
    // No rule can name the API server: its webhook calls come from the address of a node.
    this.istiod.network.allowFrom(anyone, istioPorts.webhook);
    this.istiod.network.allowKubernetesApi();
    this.gateway = this.foreign('gateway', istio.gateway.name);
    this.gateway.network.allowFrom(anyone, istioPorts.gatewayHttp, istioPorts.gatewayHttps, istioPorts.proxyHealth);
    this.join(this.gateway);
  }

  /** A proxy takes its configuration and certificates from istiod. */
  join(member: MeshMember): void {
    this.allow(member, this.istiod, istioPorts.xds);
    this.members.push(member);
  }

  /** Allows the flow between two members: to the ports themselves, and through a tunnel between their proxies. */
  connect(from: MeshMember, to: MeshMember, ...ports: number[]): void {
    this.allow(from, to, ...ports, istioPorts.hbone);
  }

  /** Lets Prometheus read istiod and every proxy; a proxy adds the metrics of its app. These ports speak no mTLS. */
  scrapedBy(prometheus: Endpoint): void {
    this.allow(prometheus, this.istiod, istioPorts.istiodMetrics);
    for (const member of this.members) {
      this.allow(prometheus, member, istioPorts.mergedMetrics, istioPorts.envoyMetrics);
    }
  }

  /** Lets every proxy send spans. */
  tracedBy(backend: Endpoint, port: string): void {
    for (const member of this.members) this.allow(member, backend, backend.port(port));
  }

  private allow(from: MeshMember, to: MeshMember, ...ports: number[]): void {
    from.network.allowTo(to.peer, ...ports);
    to.network.allowFrom(from.peer, ...ports);
  }

  /** Pods that are not made here, by the label `app.kubernetes.io/name` that Istio gives them. */
  private foreign(id: string, name: string): MeshMember {
    const network = new NetworkRules(this, id, { name });
    network.allowDns();
    return { network, peer: podsOf(namespaces.istio, name) };
  }
}
