/** Addresses inside a cluster of K3s, k3d's too, by its defaults; https://docs.k3s.io/cli/server#networking */
export const clusterRanges = { pods: '10.42.0.0/16', services: '10.43.0.0/16' } as const;
