import { control } from './control';

/** `spec.hostNetwork`, `hostPID`, `hostIPC`: undefined or false. */
export const hostNamespaces = control(
  { id: 'host-namespaces', protects: 'A pod sees its own network and processes, and not those of its node.' },
  ({ spec }) =>
    (['hostNetwork', 'hostPID', 'hostIPC'] as const)
      .filter((field) => spec[field] === true)
      .map((field) => `sets ${field}`),
);
