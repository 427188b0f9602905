/** What a cluster of K3s is like, k3d's too, where nobody changes it. */

/** Addresses inside the cluster; https://docs.k3s.io/cli/server#networking */
export const clusterRanges = { pods: '10.42.0.0/16', services: '10.43.0.0/16' } as const;

/** What K3s nodes say to each other; https://docs.k3s.io/installation/requirements#networking */
export const k3sPorts = {
  /** Agents and kubectl to the server. */
  api: 6443,
  /** metrics-server and the API server to every kubelet. */
  kubelet: 10250,
  /** UDP: pods to pods of other nodes, through Flannel. */
  vxlan: 8472,
} as const;

/** The class of K3s's own Traefik. */
export const INGRESS_CLASS = 'traefik';

/** K3s sets it, to "true", on servers. */
export const CONTROL_PLANE_LABEL = 'node-role.kubernetes.io/control-plane';

/** Where K3s keeps its own Traefik, and reads a HelmChartConfig for it. */
export const TRAEFIK_NAMESPACE = 'kube-system';
