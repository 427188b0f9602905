import { Construct } from 'constructs';
import { istio, namespaces, ports } from '../../../config/flask-mesh';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  PeerAuthentication,
  PeerAuthenticationSpecMtlsMode,
  PeerAuthenticationSpecPortLevelMtlsMode,
} from '../../../imports/security.istio.io';
import { clusterScoped, namespaced } from '../../constructs/metadata';
import { SystemChart } from '../../constructs/system-chart';
import type { Endpoint, Workload } from '../../constructs/workload';
import { selecting } from './mesh-pods';

export interface MeshSecurityProps {
  readonly flask: Workload;
  readonly postgres: Endpoint;
  /** Who may log in to PostgreSQL beside Flask. */
  readonly backups: Identified;
}

/** Pods as a mesh knows them. */
type Identified = Pick<Workload, 'namespaceName' | 'serviceAccount'>;

/**
 * Who may talk to whom, by certificate. Probes and metrics are none of these: Istio's agent answers them at a port that
 * no proxy guards. https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/
 */
export class MeshSecurity extends Construct {
  constructor(scope: Construct, id: string, { flask, postgres, backups }: MeshSecurityProps) {
    super(scope, id);
    const { STRICT } = PeerAuthenticationSpecMtlsMode;
    new PeerAuthentication(this, 'Strict', {
      // Named `default` in Istio's own namespace, it holds for the whole mesh.
      metadata: { ...clusterScoped({ name: 'default', app: 'istio' }), namespace: namespaces.istio },
      spec: { mtls: { mode: STRICT } },
    });
    new PeerAuthentication(this, 'OutsidePort', {
      metadata: namespaced(this, { name: `${flask.name}-outside`, app: flask.name }),
      spec: {
        selector: selecting(flask.name),
        mtls: { mode: STRICT },
        portLevelMtls: { [ports.flaskOutside]: { mode: PeerAuthenticationSpecPortLevelMtlsMode.PERMISSIVE } },
      },
    });
    new AuthorizationPolicy(this, 'DefaultDeny', {
      // Without a rule, nothing matches, and what nothing allows is refused.
      metadata: namespaced(this, { name: 'default-deny', app: SystemChart.of(this).system }),
      spec: {},
    });
    const gateway = principal(namespaces.istio, istio.gateway.serviceAccount);
    this.allow('Flask', flask, ports.flask, [gateway], publicPaths);
    this.allow('FlaskOutside', flask, ports.flaskOutside, undefined, publicPaths);
    this.allow('Postgres', postgres, ports.postgres, [identity(flask), identity(backups)]);
  }

  /** @param principals undefined stands for everybody */
  private allow(id: string, to: Endpoint, port: number, principals?: string[], operation: object = {}): void {
    new AuthorizationPolicy(this, id, {
      metadata: namespaced(this, { name: principals ? to.name : `${to.name}-outside`, app: to.name }),
      spec: {
        selector: selecting(to.name),
        action: AuthorizationPolicySpecAction.ALLOW,
        rules: [
          {
            ...(principals && { from: [{ source: { principals } }] }),
            to: [{ operation: { ports: [String(port)], ...operation } }],
          },
        ],
      },
    });
  }
}

/** The app only answers questions, and its metrics are for Prometheus, which asks elsewhere. */
const publicPaths = { methods: ['GET', 'HEAD'], notPaths: ['/metrics'] };

function identity({ namespaceName, serviceAccount }: Identified): string {
  return principal(namespaceName, serviceAccount.name);
}

/** A ServiceAccount as Istio's certificates name it; https://istio.io/latest/docs/concepts/security/#istio-identity */
function principal(namespace: string, serviceAccount: string): string {
  return `cluster.local/ns/${namespace}/sa/${serviceAccount}`;
}
