import { type Control, contexts } from './control';

/** What pods must not take of their node. */

const sysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const hostNamespaces: Control = ({ spec }) =>
  ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true).map((field) => `sets ${field}`);

const hostProcess: Control = (pod) =>
  contexts(pod).flatMap(({ who, context }) =>
    context.windowsOptions?.hostProcess === true ? [`${who} is a Windows host process`] : [],
  );

const volumes: Control = ({ spec }) =>
  (spec.volumes ?? []).flatMap(({ name, ...source }: { name: string }) =>
    Object.keys(source)
      .filter((type) => !volumeTypes.includes(type))
      .map((type) => `volume ${name} is a ${type}`),
  );

const hostPorts: Control = ({ containers }) =>
  containers.flatMap(({ name, ports = [] }) =>
    (ports as { hostPort?: number }[])
      .filter(({ hostPort }) => hostPort)
      .map(({ hostPort }) => `container ${name} takes the host port ${hostPort}`),
  );

/** Since 1.34: a probe or a hook must not make the kubelet call another host. */
const probedHosts: Control = ({ containers }) =>
  containers.flatMap(({ name, lifecycle = {}, startupProbe, readinessProbe, livenessProbe }) =>
    [startupProbe, readinessProbe, livenessProbe, lifecycle.postStart, lifecycle.preStop]
      .flatMap((probe) => [probe?.httpGet?.host, probe?.tcpSocket?.host])
      .filter(Boolean)
      .map((host) => `container ${name} makes the kubelet call ${host}`),
  );

const procMount: Control = ({ containers }) =>
  containers
    .filter(({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default')
    .map(({ name }) => `container ${name} sees all of /proc`);

const kernel: Control = ({ spec }) =>
  ((spec.securityContext?.sysctls ?? []) as { name: string }[])
    .filter(({ name }) => !sysctls.has(name))
    .map(({ name }) => `sets the sysctl ${name}`);

export const hostControls: readonly Control[] = [
  hostNamespaces,
  hostProcess,
  volumes,
  hostPorts,
  probedHosts,
  procMount,
  kernel,
];
