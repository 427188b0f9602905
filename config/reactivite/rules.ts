import { ownRanges } from '../clients';
import { clusterRules } from '../laptop/facts';
import { cidrSize } from '../ranges';
import { atMost, disjoint, distinct, inRegion } from '../rules';
import type { Rule } from '../system';
import type { GoogleCloudConfig, LaptopConfig, ReactiviteConfig } from './schema';

/** What must be true anywhere. */
export const rules: readonly Rule<ReactiviteConfig>[] = [...distinct('a host', ['hosts.streamlit', 'hosts.fastapi'])];

/** What a laptop demands beside that. */
export const laptopRules: readonly Rule<LaptopConfig>[] = [
  ...rules,
  ...clusterRules('workloads.fastapi.image', 'workloads.streamlit.image'),
];

/** What Google Cloud demands beside that. */
export const googleCloudRules: readonly Rule<GoogleCloudConfig>[] = [
  ...rules,
  ...disjoint(['nodes', 'pods', 'services', 'controlPlane', 'privateServices'].map((name) => `gcp.network.${name}`)),
  inRegion('gcp.zone', 'gcp.region'),
  atMost('gcp.cluster.minNodes', 'gcp.cluster.maxNodes'),
  atMost('gcp.cluster.initialNodes', 'gcp.cluster.maxNodes'),
  atMost('gcp.cluster.minNodes', 'gcp.cluster.initialNodes'),
  {
    reads: ['gcp.network.controlPlane'],
    check: ({ gcp }) => (cidrSize(gcp.network.controlPlane) !== 16 ? 'a /28, as GKE requires' : undefined),
  },
  {
    reads: ['gcp.network.pods', 'gcp.cluster.maxNodes'],
    check: ({ gcp }) =>
      cidrSize(gcp.network.pods) < gcp.cluster.maxNodes * 256
        ? `a range with a /24 for each of the ${gcp.cluster.maxNodes} nodes`
        : undefined,
  },
  {
    reads: ['gcp.network.privateServices'],
    check: ({ gcp }) =>
      cidrSize(gcp.network.privateServices) < 256 ? 'a /24 or larger, as Cloud SQL requires' : undefined,
  },
  {
    reads: ['gcp.cluster.maxNodes', 'vault.replicas'],
    check: ({ gcp, vault }) =>
      gcp.cluster.maxNodes < vault.replicas
        ? `at least ${vault.replicas}: no two Vault replicas share a node`
        : undefined,
  },
  {
    reads: ['gcp.cluster.privateEndpoint', 'gcp.cluster.privateNodes'],
    check: ({ gcp }) =>
      gcp.cluster.privateEndpoint && !gcp.cluster.privateNodes
        ? 'false, or gcp.cluster.privateNodes: true - a private endpoint needs private nodes'
        : undefined,
  },
  {
    reads: ['gcp.cluster.authorizedNetworks', 'gcp.cluster.privateEndpoint'],
    check: ({ gcp }) =>
      !gcp.cluster.privateEndpoint && Object.keys(gcp.cluster.authorizedNetworks).length === 0
        ? 'at least one range when gcp.cluster.privateEndpoint is false'
        : undefined,
  },
  ownRanges('gcp.cluster.authorizedNetworks', 'two halves of 0.0.0.0/0 are everybody, too'),
  {
    reads: ['gcp.keys.deletionProtection', 'gcp.cluster.deletionProtection'],
    check: ({ gcp }) =>
      !gcp.keys.deletionProtection && gcp.cluster.deletionProtection
        ? "true, or false for gcp.cluster.deletionProtection as well: without the keys nobody reads the cluster's Secrets, or unseals its Vault"
        : undefined,
  },
  {
    reads: ['gcp.network.nodes', 'gcp.cluster.maxNodes'],
    check: ({ gcp }) =>
      // Four addresses are Google's, and an upgrade adds a node before it takes one away.
      cidrSize(gcp.network.nodes) - 4 < gcp.cluster.maxNodes + 1
        ? `a range with an address for each of the ${gcp.cluster.maxNodes} nodes, one more, and four of Google's`
        : undefined,
  },
  {
    reads: ['database.diskSizeLimitGb', 'database.diskSizeGb', 'database.kind'],
    check: ({ database }) =>
      database.kind === 'cloud-sql' && database.diskSizeLimitGb < database.diskSizeGb
        ? `at least database.diskSizeGb (${database.diskSizeGb})`
        : undefined,
  },
];
