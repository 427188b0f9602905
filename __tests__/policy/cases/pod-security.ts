import type { KubernetesObject } from '../../../model/objects';
import { type Case, change, container, deployment, objects, pod } from './make';

const first = 'containers.0.securityContext';

/** Pods that the profile `restricted` admits. */
const admitted: readonly KubernetesObject[] = [
  deployment,
  pod(`${first}.capabilities.add`, ['NET_BIND_SERVICE']),
  pod(`${first}.seccompProfile`, { type: 'Localhost', localhostProfile: 'own.json' }),
  pod(`${first}.seLinuxOptions`, { type: 'container_t', level: 's0:c1' }),
  pod(`${first}.appArmorProfile`, { type: 'RuntimeDefault' }),
  pod(`${first}.procMount`, 'Default'),
  pod(`${first}.privileged`, false),
  pod('securityContext.sysctls', [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]),
  pod('hostNetwork', false),
  pod('volumes', [
    { name: 'a', emptyDir: {} },
    { name: 'b', projected: { sources: [] } },
    { name: 'c', configMap: { name: 'c' } },
    { name: 'd', downwardAPI: { items: [] } },
    { name: 'e', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true } },
  ]),
  // The container says what the pod leaves open.
  change(pod('securityContext', {}), 'spec.template.spec.containers.0', {
    ...container,
    securityContext: {
      ...container.securityContext,
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  }),
];

/** Pods that it refuses: by control, and by what is said of them. */
const refused: Readonly<Record<string, Readonly<Record<string, readonly KubernetesObject[]>>>> = {
  'app-armor': {
    'AppArmor profile': [
      pod('securityContext.appArmorProfile', { type: 'Unconfined' }),
      pod(`${first}.appArmorProfile`, { type: 'Unconfined' }),
    ],
    'the annotation container.apparmor': [
      change(deployment, 'spec.template.metadata.annotations', {
        'container.apparmor.security.beta.kubernetes.io/app': 'unconfined',
      }),
    ],
  },
  capabilities: {
    'does not drop ALL': [pod(`${first}.capabilities`, undefined), pod(`${first}.capabilities.drop`, ['NET_RAW'])],
    'adds the capability': [
      pod(`${first}.capabilities.add`, ['CHOWN']),
      pod(`${first}.capabilities.add`, ['NET_ADMIN']),
    ],
  },
  'host-namespaces': {
    'sets hostNetwork': [pod('hostNetwork', true)],
    'sets hostPID': [pod('hostPID', true)],
    'sets hostIPC': [pod('hostIPC', true)],
  },
  'host-ports': {
    'takes the host port': [pod('containers.0.ports', [{ name: 'http', containerPort: 8080, hostPort: 8080 }])],
  },
  'host-probes': {
    'makes the kubelet call': [
      pod('containers.0.livenessProbe.httpGet.host', '10.0.0.1'),
      pod('containers.0.lifecycle', { preStop: { httpGet: { host: '10.0.0.1', port: 80, path: '/' } } }),
      pod('containers.0.startupProbe', { tcpSocket: { host: '10.0.0.1', port: 80 } }),
    ],
  },
  'privilege-escalation': {
    'container init': [
      pod('initContainers', [
        { ...container, name: 'init', readinessProbe: undefined, livenessProbe: undefined, securityContext: {} },
      ]),
    ],
    'may escalate privileges': [
      pod(`${first}.allowPrivilegeEscalation`, true),
      pod(`${first}.allowPrivilegeEscalation`, undefined),
    ],
  },
  privileged: {
    'is privileged': [
      change(pod(`${first}.allowPrivilegeEscalation`, undefined), `spec.template.spec.${first}.privileged`, true),
    ],
  },
  'proc-mount': {
    'sees all of /proc': [change(pod('hostUsers', false), `spec.template.spec.${first}.procMount`, 'Unmasked')],
  },
  'run-as-non-root': {
    'may run as root': [
      pod('securityContext.runAsNonRoot', false),
      pod('securityContext.runAsNonRoot', undefined),
      pod(`${first}.runAsNonRoot`, false),
    ],
    'as user 0': [pod('securityContext.runAsUser', 0), pod(`${first}.runAsUser`, 0)],
  },
  seccomp: {
    'has no seccomp profile': [
      pod('securityContext.seccompProfile', undefined),
      pod('securityContext.seccompProfile', { type: 'Unconfined' }),
      // Overrides what the pod says.
      pod(`${first}.seccompProfile`, { type: 'Unconfined' }),
    ],
  },
  selinux: {
    'SELinux type': [pod(`${first}.seLinuxOptions`, { type: 'spc_t' })],
    'SELinux user or role': [
      pod('securityContext.seLinuxOptions', { user: 'root' }),
      pod(`${first}.seLinuxOptions`, { role: 'x' }),
    ],
  },
  sysctls: {
    'sets the sysctl': [pod('securityContext.sysctls', [{ name: 'net.core.somaxconn', value: '1024' }])],
  },
  'volume-types': {
    'is a hostPath': [pod('volumes', [{ name: 'a', hostPath: { path: '/' } }])],
    'is a nfs': [pod('volumes', [{ name: 'a', nfs: { server: 'x', path: '/' } }])],
    'is a gcePersistentDisk': [pod('volumes', [{ name: 'a', gcePersistentDisk: { pdName: 'x' } }])],
  },
  'windows-host-process': {
    'Windows host process': [
      change(
        change(pod('securityContext.windowsOptions', { hostProcess: true }), 'spec.template.spec.hostNetwork', true),
        `spec.template.spec.${first}.windowsOptions`,
        { hostProcess: true },
      ),
    ],
  },
};

export const podSecurityCases: readonly Case[] = Object.entries(refused).map(([rule, bySaying]) => ({
  rule,
  good: admitted.map((made) => objects(made)),
  bad: Object.entries(bySaying).flatMap(([says, made]) => made.map((one) => [objects(one), new RegExp(says)] as const)),
}));
