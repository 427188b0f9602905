import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { ClusterIssuer, type ClusterIssuerSpecAcmeSolvers } from '../../imports/cert-manager.io';
import type { IngressController } from '../constructs/ingress';
import { clusterScoped } from '../constructs/metadata';
import { NetworkRules, podsOf } from '../constructs/network-rules';
import { SystemChart } from '../constructs/system-chart';

export interface AcmeIssuersProps {
  /** Put before the names, which are the cluster's. @default nothing */
  readonly prefix?: string;
  /** Contact of the Let's Encrypt account. */
  readonly email: string;
  /**
   * How it is proved that a host is ours. `http`: by what serves the hosts, and so the challenges, in plain text. `dns`: by a
   * record in a zone of Cloud DNS, which cert-manager's own account may write; wildcards, too, and before anything answers.
   */
  readonly proof: { readonly http: IngressController } | { readonly dns: CloudDnsZone };
}

export interface CloudDnsZone {
  readonly project: string;
  /** Name of the managed zone. */
  readonly zone: string;
}

/** Issuer by name and directory; https://letsencrypt.org/docs/acme-protocol-updates/ and https://letsencrypt.org/docs/staging-environment/ */
const directories = {
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
  'letsencrypt-prod': 'https://acme-v02.api.letsencrypt.org/directory',
} as const;

/** Label of the pods that cert-manager starts to answer a challenge, and the port they listen on. */
const SOLVER = 'acme-solver';
const SOLVER_PORT = 8089;

/** ClusterIssuers `letsencrypt-staging` and `letsencrypt-prod`. */
export class AcmeIssuers extends Construct {
  private readonly prefix: string;

  constructor(scope: Construct, id: string, { email, proof, prefix = '' }: AcmeIssuersProps) {
    super(scope, id);
    const solver = 'http' in proof ? this.overHttp(proof.http) : byRecord(proof.dns);
    this.prefix = prefix;
    for (const [directory, server] of Object.entries(directories)) {
      const name = `${prefix}${directory}`;
      new ClusterIssuer(this, name, {
        metadata: clusterScoped({ name }),
        spec: {
          acme: {
            email,
            server,
            privateKeySecretRef: { name: `${name}-account` },
            solvers: [solver],
          },
        },
      });
    }
  }

  /** The ClusterIssuer, for annotations that name one. */
  nameOf(directory: keyof typeof directories): string {
    return `${this.prefix}${directory}`;
  }

  /**
   * The solver runs beside the Ingress that asks, so the issuers belong into the chart of that namespace: its pods get a
   * label of ours, and the flow from the ingress controller. Its container already satisfies Pod Security `restricted`; what
   * the template says about the pod replaces cert-manager's own settings, so it says all of it.
   */
  private overHttp({ className, peer, network: controller }: IngressController): ClusterIssuerSpecAcmeSolvers {
    const network = new NetworkRules(this, 'Network', { name: SOLVER });
    network.allowFrom(peer, SOLVER_PORT);
    controller?.allowTo(podsOf(SystemChart.of(this).namespaceName, SOLVER), SOLVER_PORT);
    const podTemplate = {
      metadata: { labels: { ...SystemChart.of(this).labels, [labelKeys.name]: SOLVER } },
      spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
    };
    return { http01: { ingress: { ingressClassName: className, serviceType: 'ClusterIP', podTemplate } } };
  }
}

/** https://cert-manager.io/docs/configuration/acme/dns01/google/#gke-workload-identity */
function byRecord({ project, zone }: CloudDnsZone): ClusterIssuerSpecAcmeSolvers {
  return { dns01: { cloudDns: { project, hostedZoneName: zone } } };
}
