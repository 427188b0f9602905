import { control } from './control';

/** `ports[*].hostPort`: undefined or 0. */
export const hostPorts = control(
  { id: 'host-ports', protects: 'A pod is reached through its Service, whose rules hold, and not at its node.' },
  ({ containers }) =>
    containers.flatMap(({ name, ports = [] }) =>
      ports
        .filter(({ hostPort }) => hostPort)
        .map(({ hostPort }) => `container ${name} takes the host port ${hostPort}`),
    ),
);
