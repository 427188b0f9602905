import { leastOfAutopilot } from '../../config/google/autopilot';
import { bytesIn, cpuIn } from '../../config/quantities';
import { nameOf } from '../../model/objects';
import type { Container, Pod } from '../../model/pods';
import type { Rule } from '../rule';
import { contract } from './contract';

const MEBI = 2 ** 20;

const autopilot = contract(
  {
    id: 'autopilot',
    protects:
      'GKE Autopilot runs what the charts say: it refuses pods that reach into their node, and raises small requests.',
    mend: 'Give the chart autopilotPod as its shape, and leave to Google what looks after nodes.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security',
  },
  (both) => {
    const cluster = both.resources('google_container_cluster').find(({ body }) => body.enable_autopilot === true);
    if (!cluster) return [];
    return both.pods.flatMap((pod) =>
      [...ofTheNode(pod), ...tooSmall(pod)].map((detail) => ({
        object: nameOf(pod.owner),
        detail,
        other: cluster.address,
      })),
    );
  },
);

/** What Autopilot refuses. */
function ofTheNode({ spec, containers }: Pod): string[] {
  const volumes = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return [
    ...(spec.hostNetwork || spec.hostPID || spec.hostIPC
      ? ['shares namespaces of its node, which Autopilot refuses']
      : []),
    ...volumes.map((name) => `mounts ${name} from its node, which Autopilot refuses`),
    ...containers
      .filter(({ securityContext }) => securityContext?.privileged)
      .map(({ name }) => `runs ${name} privileged, which Autopilot refuses`),
    ...containers
      .filter(({ ports = [] }) => ports.some(({ hostPort }) => hostPort !== undefined))
      .map(({ name }) => `gives ${name} a port of its node, which Autopilot refuses`),
  ];
}

/** Containers that run side by side; those that end before do not count. */
function tooSmall({ spec }: Pod): string[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }: Container) => restartPolicy === 'Always');
  const all = [...spec.containers, ...sidecars];
  const cpu = sum(all.map(({ resources }) => cpuIn(String(resources?.requests?.cpu ?? '0'))));
  const memory = sum(all.map(({ resources }) => bytesIn(String(resources?.requests?.memory ?? '0'))));
  const least = leastOfAutopilot({ cpu, memory });
  const [asks, needs] = [
    { cpu: Math.round(cpu * 1000), memory: Math.round(memory / MEBI) },
    { cpu: Math.round(least.cpu * 1000), memory: Math.ceil(least.memory / MEBI) },
  ];
  if (needs.cpu <= asks.cpu && needs.memory <= asks.memory) return [];
  return [`requests ${asks.cpu}m and ${asks.memory}Mi, which Autopilot makes ${needs.cpu}m and ${needs.memory}Mi`];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

export const autopilotContracts: readonly Rule[] = [autopilot];
