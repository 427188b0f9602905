import type { Container, Pod } from '../../model/pods';
import { restricted } from '../pod-security/profile';
import type { Rule } from '../rule';
import { each, podRule } from './pod-rule';

/** Long-running containers: not those that run to their end. */
function serving({ owner, spec }: Pod): readonly Container[] {
  return owner.kind === 'Job' || owner.kind === 'CronJob' ? [] : spec.containers;
}

const baseline = podRule(
  {
    id: 'pod-baseline',
    protects: 'What the profile `restricted` leaves open: nothing is written but to volumes, and the user is known.',
    mend: 'Build the pod with podSpec() and container(); mount an emptyDir where it must write.',
    link: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  },
  (pod) => [
    ...each(pod, (c) => c.securityContext?.readOnlyRootFilesystem !== true, 'writes to its root file system'),
    // An image may name its user by a word, which the kubelet cannot tell from root.
    ...each(
      pod,
      (c) => !((c.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0) > 0),
      'runs as whatever user its image names',
    ),
    ...each(pod, (c) => Boolean(c.securityContext?.capabilities?.add?.length), 'adds capabilities'),
  ],
);

const resources = podRule(
  {
    id: 'resources',
    protects: 'The scheduler knows what fits, and one pod cannot take the memory of all.',
    mend: 'Give the container resources: { cpu, memory }.',
    link: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  (pod) => [
    ...each(pod, (c) => !c.resources?.requests?.cpu || !c.resources.requests.memory, 'lacks CPU or memory requests'),
    ...each(pod, (c) => !c.resources?.limits?.memory, 'lacks a memory limit'),
  ],
);

const probes = podRule(
  {
    id: 'probes',
    protects: 'Traffic goes to pods that can answer, and one that hangs is restarted.',
    mend: 'Give the container probes, e.g. httpProbes(path).',
    link: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  },
  (pod) =>
    serving(pod)
      .filter(({ readinessProbe, livenessProbe }) => !readinessProbe || !livenessProbe)
      .map(({ name }) => `container ${name} lacks a readiness or a liveness probe`),
);

const ownIdentity = podRule(
  {
    id: 'own-identity',
    protects: 'What one app is granted, others are not.',
    mend: 'Let the workload have its ServiceAccount; mount a token only where the API is used.',
    link: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  },
  ({ spec }) => [
    ...(!spec.serviceAccountName || spec.serviceAccountName === 'default'
      ? ['runs as the default ServiceAccount']
      : []),
    ...(spec.automountServiceAccountToken === undefined ? ['does not say whether a token is mounted'] : []),
  ],
);

export const podRules: readonly Rule[] = [...restricted, baseline, resources, probes, ownIdentity];
