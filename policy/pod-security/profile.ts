import type { Rule } from '../rule';
import { appArmor } from './app-armor';
import { capabilities } from './capabilities';
import { hostNamespaces } from './host-namespaces';
import { hostPorts } from './host-ports';
import { hostProbes } from './host-probes';
import { privilegeEscalation } from './privilege-escalation';
import { privileged } from './privileged';
import { procMount } from './proc-mount';
import { runAsNonRoot } from './run-as-non-root';
import { seccomp } from './seccomp';
import { seLinux } from './selinux';
import { sysctls } from './sysctls';
import { volumeTypes } from './volume-types';
import { windowsHostProcess } from './windows-host-process';

/** The Pod Security Standards' profile `restricted`, one rule a control. */
export const restricted: readonly Rule[] = [
  appArmor,
  capabilities,
  hostNamespaces,
  hostPorts,
  hostProbes,
  privilegeEscalation,
  privileged,
  procMount,
  runAsNonRoot,
  seccomp,
  seLinux,
  sysctls,
  volumeTypes,
  windowsHostProcess,
];
