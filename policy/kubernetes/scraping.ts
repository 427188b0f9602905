import { parse } from 'yaml';
import { labelKeys } from '../../config/labels';
import { Traffic } from '../../model/edges/traffic';
import { nameOf, namespaceOf } from '../../model/objects';
import type { Pod } from '../../model/pods';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { Foreign, MERGED_METRICS } from './foreign';

const system = ({ owner }: Pod) => owner.metadata.labels?.[labelKeys.partOf];

/** A Prometheus of our own, by its image. */
function collects({ spec }: Pod): boolean {
  return spec.containers.some(({ image }) => /(^|\/)prometheus:/.test(image));
}

/** Where a pod says that its metrics are; a proxy that is added to it says so itself, and serves the app's with its own. */
function metricsPort(pod: Pod, foreign: Foreign): string | undefined {
  if (foreign.injects(pod)) return `${MERGED_METRICS}/TCP`;
  return pod.annotations['prometheus.io/scrape'] === 'true'
    ? `${pod.annotations['prometheus.io/port']}/TCP`
    : undefined;
}

/** Names of the jobs that a Prometheus has; one that is made for an app bears the app's. */
function jobsOf({ owner, spec }: Pod, view: View): string[] {
  return (spec.volumes ?? []).flatMap(({ configMap }) => {
    const file = configMap && view.get(`ConfigMap/${namespaceOf(owner)}/${configMap.name}`);
    const { scrape_configs = [] } = (parse(file?.data?.['prometheus.yaml'] ?? '') ?? {}) as {
      scrape_configs?: { job_name: string }[];
    };
    return scrape_configs.map(({ job_name }) => job_name);
  });
}

const scraping: Rule = {
  id: 'scraping',
  protects: 'What says that it has metrics is collected, and what may be collected says so: half of it is silence.',
  mend: 'Give the workload `metrics`, and let prometheus.scrape() open the way.',
  link: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config',
  check: (view) => {
    const [traffic, foreign] = [new Traffic(view), new Foreign(view)];
    return view.pods.filter(collects).flatMap((prometheus): Violation[] => {
      const reaches = (pod: Pod, port: string) =>
        pod.spec.hostNetwork ||
        (traffic.allows('out', prometheus, pod, port) && traffic.allows('in', prometheus, pod, port));
      const jobs = jobsOf(prometheus, view);
      const own = view.pods.filter((pod) => pod !== prometheus && system(pod) === system(prometheus));
      const collected = traffic.allowances.filter(
        ({ end, from, precise }) => end === 'out' && from === prometheus && precise,
      );
      return [
        ...own.flatMap((pod) => {
          const port = metricsPort(pod, foreign);
          if (port === undefined || reaches(pod, port)) return [];
          const detail = `has metrics at ${port}, where ${nameOf(prometheus.owner)} may not collect them`;
          return [{ object: nameOf(pod.owner), detail, other: nameOf(prometheus.owner) }];
        }),
        ...[...new Set(collected.map(({ to }) => to))]
          .filter((pod) => metricsPort(pod, foreign) === undefined && !jobs.includes(pod.labels[labelKeys.name] ?? ''))
          .map((pod) => ({
            object: nameOf(pod.owner),
            detail: `says nothing of metrics, which ${nameOf(prometheus.owner)} is allowed to collect`,
            other: nameOf(prometheus.owner),
          })),
      ];
    });
  },
};

export const scrapingRules: readonly Rule[] = [scraping];
