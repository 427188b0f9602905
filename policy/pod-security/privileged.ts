import { control } from './control';

/** `securityContext.privileged` of containers: undefined or false. */
export const privileged = control(
  { id: 'privileged', protects: 'No container has all rights on its node.' },
  ({ containers }) =>
    containers
      .filter(({ securityContext }) => securityContext?.privileged === true)
      .map(({ name }) => `container ${name} is privileged`),
);
