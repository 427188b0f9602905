import { control } from './control';

/** `httpGet.host` and `tcpSocket.host` of probes and hooks: undefined or empty. */
export const hostProbes = control(
  {
    id: 'host-probes',
    protects: 'The kubelet is not made to call other hosts in the name of a pod (since Kubernetes 1.34).',
  },
  ({ containers }) =>
    containers.flatMap(({ name, lifecycle = {}, startupProbe, readinessProbe, livenessProbe }) =>
      [startupProbe, readinessProbe, livenessProbe, lifecycle.postStart, lifecycle.preStop]
        .flatMap((probe) => [probe?.httpGet?.host, probe?.tcpSocket?.host])
        .filter(Boolean)
        .map((host) => `container ${name} makes the kubelet call ${host}`),
    ),
);
