import type { Pod } from '../../../model/pods';

/** One control of the Pod Security Standards' profile `restricted`: what a pod does that it forbids. */
export type Control = (pod: Pod) => readonly string[];

/** The pod itself and each container: whoever may set the same field, with its words for a finding. */
export function contexts({ spec, containers }: Pod) {
  return [
    { who: 'the pod', context: spec.securityContext ?? {} },
    ...containers.map(({ name, securityContext = {} }) => ({ who: `container ${name}`, context: securityContext })),
  ];
}
