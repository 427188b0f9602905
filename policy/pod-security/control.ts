import type { Pod } from '../../model/pods';
import { podRule } from '../kubernetes/pod-rule';
import type { Rule } from '../rule';

/**
 * One control of the profile `restricted`, as Kubernetes 1.34 defines it and pod-security-admission checks it.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @param problems what a pod does that the control forbids
 */
export function control(
  rule: Pick<Rule, 'id' | 'protects'> & { readonly mend?: string },
  problems: (pod: Pod) => readonly string[],
): Rule {
  return podRule(
    {
      mend: 'Build the pod with podSpec() and container(), which satisfy the profile `restricted`.',
      link: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      ...rule,
    },
    (pod) => problems({ ...pod, containers: [...pod.containers, ...(pod.spec.ephemeralContainers ?? [])] }),
  );
}

/** The pod itself and each container: whoever may set the same field, with its words for a finding. */
export function contexts({ spec, containers }: Pod) {
  return [
    { who: 'the pod', context: spec.securityContext ?? {} },
    ...containers.map(({ name, securityContext = {} }) => ({ who: `container ${name}`, context: securityContext })),
  ];
}

/** What is demanded of Linux alone is not asked of Windows pods. */
export function isWindows({ spec }: Pod): boolean {
  return spec.os?.name === 'windows';
}
