import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import type { WorkloadSettings } from '../../config/workloads';
import { type IngressController, type IngressOptions, ingress } from './ingress';
import { namespaced } from './metadata';
import { NetworkRules, type Peer, podsOf } from './network-rules';
import { configChecksum, type PodProps, podSpec } from './pod';
import { ServiceAccount } from './service-account';
import { asSet, settingsOf } from './settings';
import { SystemChart } from './system-chart';

export interface WorkloadProps extends PodProps {
  /** Role in the system, e.g. `api`, `database`; value of `app.kubernetes.io/component`. */
  readonly component: string;
  /** Where Prometheus finds metrics. @default none */
  readonly metrics?: { readonly port: string; readonly path?: string; readonly scheme?: 'https' };
  /** Annotations of the ServiceAccount, e.g. for Workload Identity. */
  readonly identityAnnotations?: Readonly<Record<string, string>>;
  /** Acts as another workload. @default a ServiceAccount of its own */
  readonly serviceAccount?: ServiceAccount;
}

/** Pods that others talk to: a workload, or a component that has one. */
export interface Endpoint {
  /** Name of the app and of its Service. */
  readonly name: string;
  readonly namespaceName: string;
  /** Flows to and from the pods; all others are denied. */
  readonly network: NetworkRules;
  /** The pods, as network rules of others name them. */
  readonly peer: Peer;
  /** Name of the port where its metrics are. @throws Error if it has none */
  readonly metricsPort: string;
  /** Number of the named container port. @throws Error if there is none of that name */
  port(name: string): number;
}

/**
 * What all long-running pods share, whatever controller runs them: an identity, a pod template, the flows that are
 * allowed. The construct's id is the name of the app and of its objects.
 */
export abstract class Workload extends Construct implements Endpoint {
  readonly name: string;
  readonly namespaceName: string;
  readonly serviceAccount: ServiceAccount;
  readonly network: NetworkRules;
  readonly peer: Peer;
  /** Labels that select the pods. */
  protected readonly selector: Readonly<Record<string, string>>;
  /** What is set of it. */
  protected readonly settings: WorkloadSettings;
  private readonly labels: Readonly<Record<string, string>>;
  private readonly workload: WorkloadProps;

  /** @param takes what may be set of its kind beside what may be of every one */
  constructor(scope: Construct, id: string, props: WorkloadProps, takes: readonly (keyof WorkloadSettings)[] = []) {
    super(scope, id);
    this.name = id;
    this.settings = settingsOf(this, id);
    const workload = asSet(this, id, props, takes);
    this.workload = workload;
    this.namespaceName = SystemChart.of(this).namespaceName;
    this.selector = { [labelKeys.name]: id };
    this.labels = {
      [labelKeys.component]: workload.component,
      [labelKeys.version]: workload.image.tag,
    };
    this.peer = podsOf(this.namespaceName, id);
    this.serviceAccount =
      workload.serviceAccount ??
      new ServiceAccount(this, 'Identity', {
        name: id,
        annotations: workload.identityAnnotations,
      });
    this.network = new NetworkRules(this, 'Network', { name: id });
    this.network.allowDns();
    if (workload.apiToken) this.network.allowKubernetesApi();
  }

  port(name: string): number {
    const number = this.workload.ports?.[name];
    if (number !== undefined) return number;
    throw new Error(`${this.name} has no port ${name}; it has ${Object.keys(this.workload.ports ?? {}).join(', ')}`);
  }

  get metricsPort(): string {
    const { metrics } = this.workload;
    if (metrics) return metrics.port;
    throw new Error(`${this.name} has no metrics: give it \`metrics\`, or name the port that a job of its own reads`);
  }

  /** DNS name of the Service inside the cluster. */
  get host(): string {
    return `${this.name}.${this.namespaceName}.svc.cluster.local`;
  }

  /** Allows the flow to a port of others, on both sides. */
  connectTo(target: Endpoint, port: string): void {
    this.network.allowTo(target.peer, target.port(port));
    target.network.allowFrom(this.peer, target.port(port));
  }

  /**
   * Publishes a port at `host` (undefined: at every host); the controller's pods, and nobody else, may reach it.
   * For several hosts call it for each, and name the Ingress of all but one.
   */
  exposeViaIngress(host: string | undefined, controller: IngressController, options: IngressOptions = {}): void {
    const port = this.port(options.port ?? 'http');
    ingress(this, host, this.name, controller.className, options);
    controller.network?.allowTo(this.peer, port);
    this.network.allowFrom(controller.peer, port);
  }

  /** Metadata of an object of this app; its name is the app's unless told otherwise. */
  protected metadata(name: string = this.name, annotations?: Readonly<Record<string, string>>) {
    return namespaced(this, { name, app: this.name, labels: this.labels, annotations });
  }

  protected podTemplate(): k8s.PodTemplateSpec {
    const { podLabels, podAnnotations, metrics } = this.workload;
    const checksum = configChecksum(this.workload);
    const annotations = {
      ...(checksum && { 'checksum/config': checksum }),
      ...(metrics && {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(this.port(metrics.port)),
        'prometheus.io/path': metrics.path ?? '/metrics',
        ...(metrics.scheme && { 'prometheus.io/scheme': metrics.scheme }),
      }),
      ...podAnnotations,
    };
    const { labels, shape } = SystemChart.of(this);
    return {
      metadata: {
        labels: { ...this.selector, ...labels, ...this.labels, ...podLabels },
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
      spec: shape(podSpec(this.name, this.serviceAccount.name, this.workload)),
    };
  }

  /**
   * Makes the controller of the pods, and has the kubelet wait for their `notice`: so no image needs a `sleep`. It is of
   * Kubernetes 1.30 and the types here of 1.28, which drop what they do not know.
   * https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-implementations
   * @param manifest what the `manifest()` of the kind returns
   */
  protected controller(id: string, manifest: ControllerManifest): void {
    const { notice = 0 } = this.workload;
    const [main] = manifest.spec.template.spec.containers;
    if (notice > 0) Object.assign(main, { lifecycle: { preStop: { sleep: { seconds: notice } } } });
    new ApiObject(this, id, manifest);
  }

  /** A Service in front of the pods; every container port under its own number unless told otherwise. */
  service(id: string, { name = this.name, ...options }: ServiceOptions = {}): void {
    const { ports = this.workload.ports ?? {}, nodePorts = {}, annotations, selector, ...spec } = options;
    new k8s.KubeService(this, id, {
      metadata: this.metadata(name, annotations),
      spec: {
        ...spec,
        selector: { ...this.selector, ...selector },
        ports: Object.entries(ports).map(([port, number]) => ({
          name: port,
          port: number,
          targetPort: k8s.IntOrString.fromString(port),
          nodePort: nodePorts[port],
        })),
      },
    });
  }

  /** Keeps all but `maxUnavailable` pods while nodes are drained. */
  protected disruptionBudget(maxUnavailable: number): void {
    new k8s.KubePodDisruptionBudget(this, 'DisruptionBudget', {
      metadata: this.metadata(),
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(maxUnavailable),
        selector: { matchLabels: { ...this.selector } },
        // Pods that are not Ready must not block a drain: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }

  /**
   * Prefers nodes and zones that run fewer of these pods.
   * @param matchLabelKeys labels in which only pods of one kind agree, when others of the same selector do not count
   */
  protected spread(matchLabelKeys: readonly string[] = []): k8s.TopologySpreadConstraint[] {
    return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { ...this.selector } },
      ...(matchLabelKeys.length > 0 && { matchLabelKeys: [...matchLabelKeys] }),
    }));
  }
}

interface ControllerManifest extends ApiObjectProps {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [object, ...object[]] } } };
}

export interface ServiceOptions
  extends Pick<
    k8s.ServiceSpec,
    'clusterIp' | 'type' | 'sessionAffinity' | 'publishNotReadyAddresses' | 'externalTrafficPolicy'
  > {
  /** @default the app's name */
  readonly name?: string;
  /** Service port by the container port's name. @default the container ports */
  readonly ports?: Readonly<Record<string, number>>;
  /** Port of every node, by the container port's name, for a Service of type NodePort. @default Kubernetes chooses */
  readonly nodePorts?: Readonly<Record<string, number>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels that narrow the pods down, e.g. to the active one. */
  readonly selector?: Readonly<Record<string, string>>;
}
