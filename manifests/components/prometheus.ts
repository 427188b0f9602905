import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { toYaml } from '../../model/yaml';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { httpProbe } from '../constructs/probes';
import { claim, StatefulApp } from '../constructs/stateful-app';
import type { Volume } from '../constructs/volumes';
import type { Endpoint } from '../constructs/workload';
import { type AlertGroup, ruleFile } from './monitoring/alert';
import * as scrape from './monitoring/scrape-jobs';

export interface PrometheusProps {
  /** Size of the volume, e.g. `50Gi`. Old data goes when it is 80% full. */
  readonly storage: string;
  /** Days after which data goes, if there is room until then. */
  readonly retentionDays: number;
  readonly alerts?: readonly AlertGroup[];
  /** Jobs beside the cluster's own and those by annotation. */
  readonly jobs?: readonly scrape.ScrapeJob[];
  /** Where annotated pods and Services are looked for: in a shared cluster, other systems have their own. @default everywhere */
  readonly namespaces?: readonly string[];
  /** Authority, as `ca.crt`, of the annotated pods that speak HTTPS. @default the public authorities */
  readonly ca?: Volume | undefined;
}

const PORT = 9090;
const KUBELET_PORT = 10250;
const CA_FOLDER = '/etc/prometheus-ca';

/**
 * Collects the metrics of the cluster, and of everything annotated with `prometheus.io/scrape` that `scrape` lets it
 * reach. Evaluates alerts; sends them nowhere until an Alertmanager is added.
 */
export class Prometheus extends Component {
  /** Where clients in the cluster ask. */
  readonly url: string;

  protected readonly app: StatefulApp;

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const { storage, retentionDays, alerts = [], jobs = [], namespaces, ca } = props;
    const scrapeConfigs = [...clusterJobs(namespaces, ca && `${CA_FOLDER}/ca.crt`), ...jobs];
    this.app = new StatefulApp(this, id, {
      component: 'metrics',
      image: images.prometheus,
      user: 65534,
      volumeGroup: 65534,
      // Time to write the open block to disk.
      gracePeriod: 300,
      apiToken: true,
      resources: { cpu: '100m', memory: '512Mi', memoryLimit: '1536Mi' },
      args: [
        '--config.file=/etc/prometheus/prometheus.yaml',
        '--storage.tsdb.path=/prometheus',
        `--storage.tsdb.retention.time=${retentionDays}d`,
        `--storage.tsdb.retention.size=${retentionSize(storage)}`,
        '--web.enable-lifecycle',
      ],
      ports: { http: PORT },
      probes: {
        // Replaying the log of a busy day takes minutes.
        startup: httpProbe('/-/ready', 'http', { period: 5, failures: 180 }),
        readiness: httpProbe('/-/ready', 'http'),
        liveness: httpProbe('/-/healthy', 'http', { failures: 6 }),
      },
      storage: { data: storage },
      mounts: {
        '/etc/prometheus': new ConfigFiles(this, 'Config', {
          name: id,
          files: {
            'prometheus.yaml': configuration(scrapeConfigs),
            'alerts.yaml': toYaml(ruleFile(alerts)),
          },
        }).volume,
        [CA_FOLDER]: ca,
        '/prometheus': claim('data', 'prometheus'),
      },
    });
    this.url = `http://${this.app.host}:${PORT}`;
    this.app.serviceAccount.grantClusterWide(clusterReader);
    this.network.allowToNodes(KUBELET_PORT);
  }

  /** Lets Prometheus collect the metrics that a target says it has, on both sides.
   * @param port where a job of its own reads them. @default that of `metrics`, by which the pods are found
   */
  scrape(target: Endpoint, port = target.metricsPort): void {
    this.app.connectTo(target, port);
  }

  /** The same for an agent that lives in its node's network, where no policy guards a pod. */
  scrapeNodes(agent: Endpoint): void {
    this.network.allowToNodes(agent.port(agent.metricsPort));
  }
}

/** What the jobs discover and read, and nothing else. */
const clusterReader: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['nodes', 'services', 'pods'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  { nonResourceUrLs: ['/metrics'], verbs: ['get'] },
];

function clusterJobs(namespaces?: readonly string[], caFile?: string): scrape.ScrapeJob[] {
  return [
    scrape.itself(PORT),
    scrape.apiServers(),
    scrape.kubelets(),
    scrape.containers(),
    scrape.annotatedPods(namespaces, caFile),
    scrape.annotatedServices(namespaces),
  ];
}

function configuration(scrape_configs: readonly scrape.ScrapeJob[]): string {
  const global = { scrape_interval: scrape.SCRAPE_INTERVAL, evaluation_interval: scrape.SCRAPE_INTERVAL };
  const settings = { global, rule_files: ['alerts.yaml'], scrape_configs };
  return toYaml(settings);
}

const mebibytes: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024, Ti: 1024 * 1024 };

/** 80% of the volume: compaction and the log need the rest. Prometheus calls 2^20 bytes a MB. */
function retentionSize(storage: string): string {
  const [, amount, unit = ''] = /^(\d+)(Mi|Gi|Ti)$/.exec(storage) ?? [];
  const factor = mebibytes[unit];
  if (factor) return `${Math.floor(Number(amount) * factor * 0.8)}MB`;
  throw new Error(`Storage of Prometheus: ${storage} - expected a size in Mi, Gi or Ti, e.g. 10Gi`);
}
