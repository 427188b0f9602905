import { contexts, control } from './control';
import { effective } from './effective';

/** `securityContext.runAsNonRoot`: true; `runAsUser`: undefined or above 0. */
export const runAsNonRoot = control(
  { id: 'run-as-non-root', protects: "No process is root, not even by the image's default." },
  (pod) => [
    ...effective(
      pod,
      (context) => context.runAsNonRoot,
      (value) => value !== true,
    ).map((who) => `${who} may run as root`),
    ...contexts(pod).flatMap(({ who, context }) => (context.runAsUser === 0 ? [`${who} runs as user 0`] : [])),
  ],
);
