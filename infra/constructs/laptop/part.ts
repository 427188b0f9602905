import { TRAEFIK_NAMESPACE } from '../../../config/k3s/facts';
import { labelKeys, MANAGED_BY } from '../../../config/labels';
import { script } from './scripts';

/** Something that a system needs in the cluster before its charts, e.g. a mesh. */
export interface ClusterPart {
  /** Name of the step. */
  readonly id: string;
  /** An idempotent script, by its path below the repository's root. */
  readonly script: string;
  /** Takes it away where the cluster stays, for other systems. @default what it made bears the system's label */
  readonly removal?: string;
  /** What the scripts are told, beside what every step knows. */
  readonly environment: Readonly<Record<string, string>>;
  /** The program that installs it; of that minor version. @default none but kubectl */
  readonly tool?: {
    readonly name: string;
    readonly version: string;
    /** Prints the version. */
    readonly command: string;
    /** How to get it. */
    readonly from: string;
  };
  /** Workloads that are started again when the tool's version changes, as `kind/namespace/name`. @default none */
  readonly workloads?: readonly string[];
}

/** The cluster's own Traefik steps aside for a system that brings an ingress controller of the same class. */
export function ownIngress(system: string): ClusterPart {
  const release = 'traefik';
  return {
    id: 'own_ingress',
    script: script('own-ingress'),
    environment: {
      RELEASE: release,
      NAMESPACE: TRAEFIK_NAMESPACE,
      // JSON is YAML to kubectl and to Helm. https://docs.k3s.io/add-ons/helm#customizing-packaged-components-with-helmchartconfig
      HELM_CHART_CONFIG: JSON.stringify({
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChartConfig',
        metadata: {
          name: release,
          namespace: TRAEFIK_NAMESPACE,
          labels: { [labelKeys.managedBy]: MANAGED_BY, [labelKeys.partOf]: system },
        },
        spec: {
          valuesContent: JSON.stringify({
            deployment: { enabled: false },
            service: { enabled: false },
            ingressClass: { enabled: false },
          }),
        },
      }),
    },
  };
}

/** What changes when a part of the cluster does. */
export function versionOf({ id, tool }: ClusterPart): string {
  const settings = `\${sha256(jsonencode(local.${id}_settings))}`;
  return tool ? `${tool.version} ${settings}` : settings;
}
