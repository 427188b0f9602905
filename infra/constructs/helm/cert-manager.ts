import { certManager } from '../../../config/cert-manager';

export interface CertManagerProps {
  /** E-mail address of the account of Google's that it acts as, to change records. @default none */
  readonly actsAs?: string;
}

/** Two of each, as long as one node lives; what leads is elected. */
const REPLICAS = 2;

/** What cert-manager asks for; Autopilot gives no pod less than 50m, in steps of 50m. https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests */
const resources = { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '128Mi' } };

/**
 * Values of cert-manager's chart: leaders are elected in its own namespace, since on Autopilot kube-system is Google's.
 * https://cert-manager.io/docs/installation/compatibility/#gke-autopilot
 */
export function certManagerValues({ actsAs }: CertManagerProps = {}): Record<string, unknown> {
  const replicated = { replicaCount: REPLICAS, podDisruptionBudget: { enabled: true, maxUnavailable: 1 }, resources };
  return {
    global: { leaderElection: { namespace: certManager.namespace } },
    crds: { enabled: true, keep: true },
    serviceAccount: {
      name: certManager.account,
      ...(actsAs && { annotations: { 'iam.gke.io/gcp-service-account': actsAs } }),
    },
    ...replicated,
    webhook: { ...replicated, securePort: certManager.webhookPort },
    cainjector: replicated,
    startupapicheck: { resources },
  };
}
