import { type Case, container, objects, pod } from './make';

const sidecar = { ...container, name: 'proxy', restartPolicy: 'Always' };
const preStop = { exec: { command: ['/proxy', 'shutdown'] } };

export const lifecycleCases: readonly Case[] = [
  {
    rule: 'sidecar-lifecycle',
    good: [
      objects(pod('initContainers', [sidecar])),
      objects(pod('initContainers', [{ ...sidecar, lifecycle: { postStart: preStop } }])),
      objects(pod('containers.0.lifecycle', { preStop })),
    ],
    bad: [
      [
        objects(pod('initContainers', [sidecar, { ...sidecar, lifecycle: { preStop } }])),
        /proxy has a preStop.*shutdown/,
      ],
      [objects(pod('initContainers', [{ ...sidecar, lifecycle: { preStop: { sleep: { seconds: 5 } } } }])), /preStop/],
    ],
  },
];
