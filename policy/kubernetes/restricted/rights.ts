import type { Container, Pod } from '../../../model/pods';
import { type Control, contexts } from './control';

/** Rights that containers must not have. What is demanded of Linux alone is not asked of Windows pods. */

const seLinuxTypes = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

const isWindows = ({ spec }: Pod) => spec.os?.name === 'windows';

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

export const rightsControls: readonly Control[] = [
  privileged,
  capabilities,
  appArmor,
  seLinux,
  escalation,
  notRoot,
  seccomp,
];
