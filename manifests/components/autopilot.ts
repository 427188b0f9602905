import { k8s } from 'cdk8s-plus-28';
import { leastOfAutopilot } from '../../config/google/autopilot';
import { bytesIn, cpuIn } from '../../config/quantities';

/**
 * A pod as GKE Autopilot takes it. It would raise what its main container requests by itself, and the output would not say
 * what runs, nor what is paid for.
 */
export function autopilotPod(pod: k8s.PodSpec): k8s.PodSpec {
  const [main, ...others] = pod.containers as [k8s.Container, ...k8s.Container[]];
  const beside = [...others, ...(pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')];
  const cpu = request(main, 'cpu', cpuIn);
  const memory = request(main, 'memory', bytesIn);
  const cpuBeside = sum(beside.map((container) => request(container, 'cpu', cpuIn)));
  const memoryBeside = sum(beside.map((container) => request(container, 'memory', bytesIn)));
  const least = leastOfAutopilot({ cpu: cpu + cpuBeside, memory: memory + memoryBeside });
  if (least.cpu <= cpu + cpuBeside && least.memory <= memory + memoryBeside) return pod;
  const asks = {
    cpu: least.cpu <= cpu + cpuBeside ? main.resources?.requests?.cpu : millis(least.cpu - cpuBeside),
    memory:
      least.memory <= memory + memoryBeside ? main.resources?.requests?.memory : mebi(least.memory - memoryBeside),
  };
  const limit = main.resources?.limits?.memory;
  const raised = limit && bytesIn(String(limit.value)) < bytesIn(String(asks.memory?.value)) ? asks.memory : limit;
  const resources = {
    requests: asks as Record<string, k8s.Quantity>,
    limits: { ...main.resources?.limits, ...(raised && { memory: raised }) },
  };
  return { ...pod, containers: [{ ...main, resources }, ...others] };
}

function request({ resources }: k8s.Container, what: 'cpu' | 'memory', read: (text: string) => number): number {
  const quantity = resources?.requests?.[what];
  return quantity ? read(String(quantity.value)) : 0;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const millis = (cpu: number) => k8s.Quantity.fromString(`${Math.ceil(cpu * 1000)}m`);
const mebi = (bytes: number) => k8s.Quantity.fromString(`${Math.ceil(bytes / 2 ** 20)}Mi`);
