import type { Rule } from '../rule';
import { podRule } from './pod-rule';
import { hostControls } from './restricted/host';
import { rightsControls } from './restricted/rights';

/**
 * The profile `restricted`, control by control, as Kubernetes 1.34 defines it.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const podSecurity: Rule = podRule(
  {
    id: 'pod-security',
    protects: 'A process that is taken over stays a process without rights, and the API server admits the pod.',
    mend: 'Build the pod with podSpec() and container(), which satisfy the profile `restricted`.',
    link: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  },
  ({ containers, ...pod }) => {
    const all = { ...pod, containers: [...containers, ...(pod.spec.ephemeralContainers ?? [])] };
    return [...hostControls, ...rightsControls].flatMap((control) => control(all));
  },
);
