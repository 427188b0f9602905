import { contexts, control } from './control';

const types = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** `securityContext.seLinuxOptions`: one of the container types, and neither user nor role. */
export const seLinux = control(
  { id: 'selinux', protects: 'A container has one of the SELinux types that are made for containers.' },
  (pod) =>
    contexts(pod).flatMap(
      ({ who, context: { seLinuxOptions: { type, user, role } = {} as Record<string, string> } }) => [
        ...(!type || types.includes(type) ? [] : [`${who} has the SELinux type ${type}`]),
        ...(user || role ? [`${who} sets an SELinux user or role`] : []),
      ],
    ),
);
