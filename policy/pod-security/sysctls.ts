import { control } from './control';

const allowed = new Set([
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

/** `spec.securityContext.sysctls[*].name`: one of those that a pod has for itself. */
export const sysctls = control(
  { id: 'sysctls', protects: 'A pod sets no parameter of the kernel that is not its own.' },
  ({ spec }) =>
    (spec.securityContext?.sysctls ?? [])
      .filter(({ name }) => !allowed.has(name))
      .map(({ name }) => `sets the sysctl ${name}`),
);
