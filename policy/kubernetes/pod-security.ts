import type { Container, Pod } from '../output';
import type { Rule } from '../rule';
import { podRule } from './pod-rule';

/**
 * The Pod Security Standards' profile `restricted`, control by control, as Kubernetes 1.34 defines it. What it demands
 * of Linux alone is not asked of Windows pods. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
type Control = (pod: Pod) => readonly string[];

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
const seLinuxTypes = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
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

/** The pod itself and each container: whoever may set the same field, with its words for a finding. */
function contexts({ spec, containers }: Pod) {
  return [
    { who: 'the pod', context: spec.securityContext ?? {} },
    ...containers.map(({ name, securityContext = {} }) => ({ who: `container ${name}`, context: securityContext })),
  ];
}

const isWindows = ({ spec }: Pod) => spec.os?.name === 'windows';

const hostNamespaces: Control = ({ spec }) =>
  ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true).map((field) => `sets ${field}`);

const hostProcess: Control = (pod) =>
  contexts(pod).flatMap(({ who, context }) =>
    context.windowsOptions?.hostProcess === true ? [`${who} is a Windows host process`] : [],
  );

const privileged: Control = ({ containers }) =>
  containers
    .filter(({ securityContext }) => securityContext?.privileged === true)
    .map(({ name }) => `container ${name} is privileged`);

const capabilities: Control = (pod) =>
  isWindows(pod)
    ? []
    : pod.containers.flatMap(({ name, securityContext }) => {
        const { add = [], drop = [] } = securityContext?.capabilities ?? {};
        return [
          ...(drop.includes('ALL') ? [] : [`container ${name} does not drop ALL capabilities`]),
          ...(add as string[])
            .filter((capability) => capability !== 'NET_BIND_SERVICE')
            .map((capability) => `container ${name} adds the capability ${capability}`),
        ];
      });

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

const appArmor: Control = (pod) => [
  ...contexts(pod).flatMap(({ who, context }) => {
    const type = context.appArmorProfile?.type ?? 'RuntimeDefault';
    return ['RuntimeDefault', 'Localhost'].includes(type) ? [] : [`${who} has the AppArmor profile ${type}`];
  }),
  ...Object.entries(pod.annotations)
    .filter(([key]) => key.startsWith('container.apparmor.security.beta.kubernetes.io/'))
    .filter(([, profile]) => profile !== '' && profile !== 'runtime/default' && !profile.startsWith('localhost/'))
    .map(([key, profile]) => `the annotation ${key} is ${profile}`),
];

const seLinux: Control = (pod) =>
  contexts(pod).flatMap(({ who, context: { seLinuxOptions: { type, user, role } = {} as Record<string, string> } }) => [
    ...(!type || seLinuxTypes.includes(type) ? [] : [`${who} has the SELinux type ${type}`]),
    ...(user || role ? [`${who} sets an SELinux user or role`] : []),
  ]);

const procMount: Control = ({ containers }) =>
  containers
    .filter(({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default')
    .map(({ name }) => `container ${name} sees all of /proc`);

const kernel: Control = ({ spec }) =>
  ((spec.securityContext?.sysctls ?? []) as { name: string }[])
    .filter(({ name }) => !sysctls.has(name))
    .map(({ name }) => `sets the sysctl ${name}`);

const escalation: Control = (pod) =>
  isWindows(pod)
    ? []
    : pod.containers
        .filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
        .map(({ name }) => `container ${name} may escalate privileges`);

/** A container's own value wins over the pod's; every container must end up with a good one, and nobody with a bad one. */
function effective(
  pod: Pod,
  read: (context: Container['securityContext']) => unknown,
  bad: (value: unknown) => boolean,
) {
  const own = read(pod.spec.securityContext ?? {});
  return [
    ...(own !== undefined && bad(own) ? ['the pod'] : []),
    ...pod.containers
      .map(({ name, securityContext = {} }) => ({ name, value: read(securityContext) }))
      .filter(({ value }) => (value === undefined ? own === undefined : bad(value)))
      .map(({ name }) => `container ${name}`),
  ];
}

const notRoot: Control = (pod) => [
  ...effective(
    pod,
    (context) => context.runAsNonRoot,
    (value) => value !== true,
  ).map((who) => `${who} may run as root`),
  ...contexts(pod).flatMap(({ who, context }) => (context.runAsUser === 0 ? [`${who} runs as user 0`] : [])),
];

const seccomp: Control = (pod) =>
  isWindows(pod)
    ? []
    : effective(
        pod,
        (context) => context.seccompProfile?.type,
        (value) => value !== 'RuntimeDefault' && value !== 'Localhost',
      ).map((who) => `${who} has no seccomp profile`);

const controls: readonly Control[] = [
  hostNamespaces,
  hostProcess,
  privileged,
  capabilities,
  volumes,
  hostPorts,
  probedHosts,
  appArmor,
  seLinux,
  procMount,
  kernel,
  escalation,
  notRoot,
  seccomp,
];

export const podSecurity: Rule = podRule(
  {
    id: 'pod-security',
    protects: 'A process that is taken over stays a process without rights, and the API server admits the pod.',
    mend: 'Build the pod with podSpec() and container(), which satisfy the profile `restricted`.',
    link: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  },
  ({ containers, ...pod }) => {
    const all = { ...pod, containers: [...containers, ...(pod.spec.ephemeralContainers ?? [])] };
    return controls.flatMap((control) => control(all));
  },
);
