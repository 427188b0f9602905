import type { Rule } from '../rule';
import { podRule } from './pod-rule';

const sidecarLifecycle: Rule = podRule(
  {
    id: 'sidecar-lifecycle',
    protects: 'A sidecar serves its app until the app has ended.',
    mend: 'Leave preStop out: it runs as soon as the pod is told to stop, and Kubernetes ends sidecars after the app anyway.',
    link: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#termination-of-pods-with-sidecar-containers',
  },
  ({ spec }) =>
    (spec.initContainers ?? []).flatMap(({ name, lifecycle: { preStop } = {} }) =>
      preStop ? [`container ${name} has a preStop: ${JSON.stringify(preStop)}`] : [],
    ),
);

export const lifecycleRules: readonly Rule[] = [sidecarLifecycle];
