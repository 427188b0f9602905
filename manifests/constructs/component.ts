import { Construct } from 'constructs';
import type { NetworkRules, Peer } from './network-rules';
import type { Endpoint, Workload } from './workload';

/**
 * A piece of software as charts use it, e.g. a database: it has the workload that runs it, makes what that mounts, and is
 * to others what its pods are. What only this software can do for its clients (a URL, a certificate) is its own to offer.
 */
export abstract class Component extends Construct implements Endpoint {
  /** What runs it. */
  protected abstract readonly app: Workload;

  get name(): string {
    return this.app.name;
  }

  get namespaceName(): string {
    return this.app.namespaceName;
  }

  get peer(): Peer {
    return this.app.peer;
  }

  get network(): NetworkRules {
    return this.app.network;
  }

  get metricsPort(): string {
    return this.app.metricsPort;
  }

  port(name: string): number {
    return this.app.port(name);
  }
}
