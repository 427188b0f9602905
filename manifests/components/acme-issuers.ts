import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { ClusterIssuer } from '../../imports/cert-manager.io';
import type { IngressController } from '../constructs/ingress';
import { clusterScoped } from '../constructs/metadata';
import { NetworkRules, podsOf } from '../constructs/network-rules';
import { SystemChart } from '../constructs/system-chart';

export interface AcmeIssuersProps {
  /** Contact of the Let's Encrypt account. */
  readonly email: string;
  /** What serves the hosts, and so the challenges. */
  readonly controller: IngressController;
}

/** Issuer by name and directory; https://letsencrypt.org/docs/acme-protocol-updates/ and https://letsencrypt.org/docs/staging-environment/ */
const directories = {
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
  'letsencrypt-prod': 'https://acme-v02.api.letsencrypt.org/directory',
} as const;

/** Label of the pods that cert-manager starts to answer a challenge, and the port they listen on. */
const SOLVER = 'acme-solver';
const SOLVER_PORT = 8089;

/**
 * ClusterIssuers `letsencrypt-staging` and `letsencrypt-prod`, which prove by HTTP-01 that a host is ours.
 * The solver runs beside the Ingress that asks, so this belongs into the chart of that namespace: its pods get a label
 * of ours, and the flow from the ingress controller.
 */
export class AcmeIssuers extends Construct {
  constructor(scope: Construct, id: string, { email, controller }: AcmeIssuersProps) {
    super(scope, id);
    for (const [name, server] of Object.entries(directories)) {
      new ClusterIssuer(this, name, {
        metadata: clusterScoped({ name }),
        spec: {
          acme: {
            email,
            server,
            privateKeySecretRef: { name: `${name}-account` },
            solvers: [{ http01: { ingress: this.solver(controller.className) } }],
          },
        },
      });
    }
    const network = new NetworkRules(this, 'Network', { name: SOLVER });
    network.allowFrom(controller.peer, SOLVER_PORT);
    controller.network?.allowTo(podsOf(SystemChart.of(this).namespaceName, SOLVER), SOLVER_PORT);
  }

  /** How the solver is published and runs. Its container already satisfies Pod Security `restricted`; what the
   * template says about the pod replaces cert-manager's own settings, so it says all of it. */
  private solver(ingressClassName: string) {
    return {
      ingressClassName,
      serviceType: 'ClusterIP',
      podTemplate: {
        metadata: { labels: { ...SystemChart.of(this).labels, [labelKeys.name]: SOLVER } },
        spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
      },
    };
  }
}
