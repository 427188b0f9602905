import { control, isWindows } from './control';
import { effective } from './effective';

/** `securityContext.seccompProfile.type`: `RuntimeDefault` or `Localhost`. */
export const seccomp = control(
  { id: 'seccomp', protects: 'A process reaches no more of the kernel than containers usually need.' },
  (pod) =>
    isWindows(pod)
      ? []
      : effective(
          pod,
          (context) => context.seccompProfile?.type,
          (value) => value !== 'RuntimeDefault' && value !== 'Localhost',
        ).map((who) => `${who} has no seccomp profile`),
);
