import { control, isWindows } from './control';

/** `securityContext.allowPrivilegeEscalation` of containers: false. */
export const privilegeEscalation = control(
  { id: 'privilege-escalation', protects: 'A process cannot get rights that its container does not have.' },
  (pod) =>
    isWindows(pod)
      ? []
      : pod.containers
          .filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
          .map(({ name }) => `container ${name} may escalate privileges`),
);
