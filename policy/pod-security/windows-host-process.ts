import { contexts, control } from './control';

/** `securityContext.windowsOptions.hostProcess` of the pod and of containers: undefined or false. */
export const windowsHostProcess = control(
  { id: 'windows-host-process', protects: 'A pod is no process of its Windows node.' },
  (pod) =>
    contexts(pod).flatMap(({ who, context }) =>
      context.windowsOptions?.hostProcess === true ? [`${who} is a Windows host process`] : [],
    ),
);
