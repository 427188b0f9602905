import { type Container, nameOf, type Output, type Pod, podsOf } from '../output';
import type { Rule, Violation } from '../rule';

/** A rule over each pod: the problems of one, as text. */
function podRule(rule: Omit<Rule, 'check'>, problems: (pod: Pod) => readonly string[]): Rule {
  const check = ({ objects }: Output): Violation[] =>
    podsOf(objects).flatMap((pod) => problems(pod).map((detail) => ({ object: nameOf(pod.owner), detail })));
  return { ...rule, check };
}

/** The containers for which `bad` holds, in words. */
function each({ containers }: Pod, bad: (container: Container) => boolean, says: string): string[] {
  return containers.filter(bad).map(({ name }) => `container ${name} ${says}`);
}

/** Long-running containers: not those that run to their end. */
function serving({ owner, spec, containers }: Pod): readonly Container[] {
  if (owner.kind === 'Job' || owner.kind === 'CronJob') return [];
  return containers.filter((container) => spec.containers.includes(container));
}

const podSecurity = podRule(
  {
    id: 'pod-security',
    protects: 'A process that is taken over stays a process without rights.',
    mend: 'Build the pod with podSpec() and container(), which set it.',
  },
  (pod) => {
    const { securityContext: context = {}, volumes = [], hostNetwork, hostPID } = pod.spec;
    return [
      ...(context.runAsNonRoot === true && context.runAsUser > 0 ? [] : ['may run as root']),
      ...(context.seccompProfile?.type === 'RuntimeDefault' ? [] : ['has no seccomp profile RuntimeDefault']),
      ...(hostNetwork || hostPID ? ['shares namespaces of the node'] : []),
      ...volumes.filter((v: object) => 'hostPath' in v).map((v: { name: string }) => `volume ${v.name} is a hostPath`),
      ...each(pod, (c) => c.securityContext?.allowPrivilegeEscalation !== false, 'may escalate privileges'),
      ...each(pod, (c) => !c.securityContext?.capabilities?.drop?.includes('ALL'), 'keeps capabilities'),
      ...each(pod, (c) => c.securityContext?.capabilities?.add?.length > 0, 'adds capabilities'),
      ...each(pod, (c) => c.securityContext?.readOnlyRootFilesystem !== true, 'writes to its root file system'),
      ...each(pod, (c) => c.securityContext?.privileged === true, 'is privileged'),
    ];
  },
);

const resources = podRule(
  {
    id: 'resources',
    protects: 'The scheduler knows what fits, and one pod cannot take the memory of all.',
    mend: 'Give the container resources: { cpu, memory }.',
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
  },
  ({ spec }) => [
    ...(!spec.serviceAccountName || spec.serviceAccountName === 'default'
      ? ['runs as the default ServiceAccount']
      : []),
    ...(spec.automountServiceAccountToken === undefined ? ['does not say whether a token is mounted'] : []),
  ],
);

const disruption: Rule = {
  id: 'disruption',
  protects: 'Draining a node never takes the last pod, and one node never holds all of them.',
  mend: 'Build it with WebApp or StatefulApp, which add a disruption budget and spread when replicas > 1.',
  check: ({ objects }) =>
    podsOf(objects)
      .filter(({ owner }) => owner.spec?.replicas > 1)
      .flatMap(({ owner, spec, labels }) => {
        const budget = objects.some(
          ({ kind, metadata, spec: budgetSpec }) =>
            kind === 'PodDisruptionBudget' &&
            metadata.namespace === owner.metadata.namespace &&
            Object.entries(budgetSpec.selector.matchLabels).every(([key, value]) => labels[key] === value),
        );
        return [
          ...(budget ? [] : ['has no PodDisruptionBudget']),
          ...(spec.topologySpreadConstraints || spec.affinity?.podAntiAffinity ? [] : ['is not spread over nodes']),
        ].map((detail) => ({ object: nameOf(owner), detail }));
      }),
};

export const podRules: readonly Rule[] = [podSecurity, resources, probes, ownIdentity, disruption];
