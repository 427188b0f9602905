import { control } from './control';

/** `securityContext.procMount` of containers: undefined or `Default`. */
export const procMount = control(
  { id: 'proc-mount', protects: 'What the runtime hides of /proc stays hidden.' },
  ({ containers }) =>
    containers
      .filter(({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default')
      .map(({ name }) => `container ${name} sees all of /proc`),
);
