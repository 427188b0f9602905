import { type Case, objects, pod } from './make';

const mounted = (mountPropagation?: string) =>
  objects(
    pod('containers.0.volumeMounts', [
      { name: 'host', mountPath: '/host', ...(mountPropagation && { mountPropagation }) },
    ]),
  );
const onLaptop = (mountPropagation?: string) => ({ ...mounted(mountPropagation), environment: 'local' });

export const mountCases: readonly Case[] = [
  {
    rule: 'mount-propagation',
    good: [mounted('HostToContainer'), onLaptop(), onLaptop('None')],
    bad: [
      [onLaptop('HostToContainer'), /container app mounts \/host with HostToContainer/],
      [onLaptop('Bidirectional'), /with Bidirectional/],
    ],
  },
];
