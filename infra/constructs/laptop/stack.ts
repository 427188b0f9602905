import { type App, TerraformLocal } from 'cdktf';
import { labelKeys, MANAGED_BY } from '../../../config/labels';
import { kubeconfig, minimumVersions, settings } from '../../../config/laptop/facts';
import type { ClusterConfig } from '../../../config/laptop/values';
import type { Target } from '../../../config/system';
import { images, reference } from '../../../config/versions';
import { fileChecksum, folderChecksum, ROOT } from '../local/files';
import { ScriptStep } from '../local/script-step';
import { TerraformData } from '../local/terraform-data';
import { SystemStack } from '../stack';
import type { ClusterPart } from './part';
import { columns, inWords, type LaptopApp, type LaptopProps } from './props';
import { SCRIPTS } from './scripts';

type Variables = Readonly<Record<string, string>>;

/** What every script is told. */
interface Common extends Variables {
  readonly SYSTEM: string;
  readonly SELECTOR: string;
  readonly MANAGED: string;
  readonly CLUSTER: string;
  readonly SETTINGS: string;
  readonly CONTEXT: string;
  readonly OWN_KUBECONFIG: string;
}

const script = (name: string) => `${SCRIPTS}/${name}.sh`;

/**
 * A system in a cluster on this machine, step by step: the cluster, where there is none yet, and the system beside others
 * that may be there. Terraform keeps the order, and by their triggers it knows which steps a change touches; each step is
 * a script that can be run any number of times.
 */
export class LaptopStack extends SystemStack {
  private readonly cluster: ClusterConfig;
  private readonly common: Common;
  /** Applied before everything else, so that what comes finds its namespace guarded. */
  private readonly namespacesFile: string;
  private readonly chartsChecksum: string;
  private readonly appChecksums: Readonly<Record<string, string>>;

  constructor(
    app: App,
    target: Target<{ readonly cluster: ClusterConfig }>,
    private readonly props: LaptopProps,
  ) {
    super(app, target, {});
    const { name: system } = target.system;
    const { cluster } = target.config;
    this.cluster = cluster;
    this.common = {
      SYSTEM: system,
      SELECTOR: `${labelKeys.partOf}=${system}`,
      MANAGED: `${labelKeys.managedBy}=${MANAGED_BY}`,
      CLUSTER: cluster.name,
      SETTINGS: settings(cluster),
      CONTEXT: cluster.existing?.context ?? '',
      OWN_KUBECONFIG: kubeconfig(cluster),
    };
    this.namespacesFile = `dist/00-${system}-namespaces.k8s.yaml`;
    this.appChecksums = Object.fromEntries(
      Object.entries(props.apps).map(([id, { folder }]) => [
        id,
        this.local(`${id}_checksum`, folderChecksum(folder, '**')),
      ]),
    );
    const charts = `{00-${system}-namespaces,${system}-*}.k8s.yaml`;
    this.chartsChecksum = this.local('charts_checksum', folderChecksum('dist', charts));

    const ready = this.addCluster();
    const { parts, imported } = this.addSystem(ready);
    const applied = new ScriptStep(this, 'manifests', {
      script: script('apply'),
      environment: { ...this.common, MANIFESTS: `${this.namespacesFile} dist/${system}-*.k8s.yaml` },
      triggers: { removal: ready.removal.id, charts: this.chartsChecksum },
      after: [imported.at(-1) ?? ready.guarded],
    });
    this.addRollout([...parts, ...imported, applied]);
    this.publish('urls', 'Where the system answers.', Object.values(props.urls));
    this.publish('kubeconfig', 'For kubectl --kubeconfig, below the root of the repository.', kubeconfig(cluster));
  }

  /** From a look at the machine to a cluster with the system's namespaces. */
  private addCluster() {
    const { workerCount, ports, nodePorts } = this.cluster;
    const workers = String(workerCount);
    const published = {
      HTTP_PORT: String(ports.http),
      HTTPS_PORT: String(ports.https),
      NODE_PORTS: nodePorts.join(' '),
    };
    const preflight = this.addPreflight(published);
    const removal = this.addRemoval(preflight);
    const created = new ScriptStep(this, 'cluster', {
      script: script('cluster'),
      environment: { ...this.common, ...published, K3S_IMAGE: reference(images.k3s), WORKERS: workers },
      triggers: { removal: removal.id },
      after: [preflight, removal],
    });
    const resized = new ScriptStep(this, 'workers', {
      script: script('workers'),
      environment: { ...this.common, WORKERS: workers },
      triggers: { removal: removal.id, workers },
      after: [created],
    });
    const guarded = new ScriptStep(this, 'namespaces', {
      script: script('apply'),
      environment: { ...this.common, MANIFESTS: this.namespacesFile },
      triggers: { removal: removal.id, namespaces: fileChecksum(this.namespacesFile) },
      after: [resized],
    });
    return { removal, resized, guarded };
  }

  /** What the charts need: parts of the cluster, and the images. */
  private addSystem({ removal, resized, guarded }: ReturnType<LaptopStack['addCluster']>) {
    let last = guarded;
    const parts = (this.props.parts ?? []).map((part) => {
      last = new ScriptStep(this, part.id, {
        script: part.script,
        environment: { ...this.common, ...this.partVariables(part) },
        triggers: { removal: removal.id, [part.id]: versionOf(part) },
        after: [last],
      });
      return last;
    });
    const imported = Object.entries(this.props.apps).map(([id, { folder, image }]) => {
      last = new ScriptStep(this, `${id}_image`, {
        script: script('image'),
        environment: { ...this.common, IMAGE: image, FOLDER: folder },
        // Each worker keeps images of its own: a new one has none.
        triggers: { workers: resized.id, image, app: this.appChecksums[id] as string },
        after: [last],
      });
      return last;
    });
    return { parts, imported };
  }

  /** What a part's script is told: a value named after the part, which is long and stands in the output once. */
  private partVariables({ id, environment }: ClusterPart): Variables {
    new TerraformLocal(this, `${id}_settings`, environment);
    return Object.fromEntries(Object.keys(environment).map((key) => [key, `\${local.${id}_settings.${key}}`]));
  }

  private addPreflight(published: Variables): TerraformData {
    const { apps, parts = [], chartsSay = [] } = this.props;
    const tools = parts.flatMap(({ tool }) => (tool ? [tool] : []));
    return new ScriptStep(this, 'preflight', {
      script: script('preflight'),
      environment: {
        ...this.common,
        ...published,
        NAMESPACES_FILE: this.namespacesFile,
        DIST_SAYS: [...Object.values(apps).map(({ image }) => `image: ${image}`), ...chartsSay].join('\n'),
        DOCKER_MINIMUM: minimumVersions.docker,
        PODMAN_MINIMUM: minimumVersions.podman,
        K3D_MINIMUM: minimumVersions.k3d,
        KUBECTL_MINIMUM: minimumVersions.kubectl,
        TOOLS: tools.map(({ name, version, command, from }) => [name, version, command, from].join('|')).join('\n'),
      },
      // All that the others are triggered by: whatever is about to be done, the machine is looked at first.
      triggers: {
        cluster: this.common.CLUSTER,
        settings: this.common.SETTINGS,
        context: this.common.CONTEXT,
        workers: String(this.cluster.workerCount),
        charts: this.chartsChecksum,
        tools: Object.values(minimumVersions).join(' '),
        ...Object.fromEntries(parts.map((part) => [part.id, versionOf(part)])),
        ...Object.fromEntries(Object.entries(apps).map(([id, { image }]) => [`${id}_image`, image])),
        ...Object.fromEntries(Object.entries(this.appChecksums).map(([id, sum]) => [`${id}_app`, sum])),
      },
      after: [],
    });
  }

  /**
   * Takes the system out of the cluster when it is destroyed. It stands apart from the step that creates the cluster,
   * because Terraform skips the commands of a resource whose creation failed: half a cluster would stay behind.
   */
  private addRemoval(preflight: TerraformData): TerraformData {
    const removals = (this.props.parts ?? []).flatMap(({ removal }) => removal ?? []);
    const environment = { ...this.common, PART_REMOVALS: removals.join(' ') };
    const { CLUSTER: cluster, SETTINGS: settings, CONTEXT: context, OWN_KUBECONFIG: kubeconfig } = this.common;
    const removal = new TerraformData(this, 'removal', {
      input: environment,
      // The volumes go with the system: only what the cluster cannot change in its life may replace it.
      triggers: { cluster, settings, context, kubeconfig },
      dependsOn: [preflight],
    });
    removal.run({
      when: 'destroy',
      workingDirectory: ROOT,
      command: `bash ${script('remove')}`,
      environment: Object.fromEntries(Object.keys(environment).map((key) => [key, `\${self.input.${key}}`])),
    });
    return removal;
  }

  private addRollout(before: readonly TerraformData[]): void {
    const { urls, commands, openedByHand = [] } = this.props;
    const kubectl = `export KUBECONFIG=$PWD/${kubeconfig(this.cluster)}`;
    new ScriptStep(this, 'rollout', {
      script: script('rollout'),
      environment: {
        ...this.common,
        STARTED_WITH: this.startedWith().join('\n'),
        BY_HAND: openedByHand.map(inWords).join('\n'),
        URLS: Object.values(urls).join('\n'),
        ACCESS: columns([...Object.entries(urls), ['kubectl', kubectl], ...Object.entries(commands)]).join('\n'),
      },
      triggers: Object.fromEntries(before.map((step) => [step.node.id, step.id])),
      after: before.slice(-1),
    });
  }

  /** What each workload runs that its template does not say, as lines of `namespace kind/name what`. */
  private startedWith(): string[] {
    const { apps, parts = [] } = this.props;
    const sources = Object.entries(apps).map(([id, { workloads }]: [string, LaptopApp]) => ({
      workloads,
      what: `${id}-${this.appChecksums[id]}`,
    }));
    const tools = parts.map((part) => ({ workloads: part.workloads ?? [], what: `${part.id}-${part.tool?.version}` }));
    const all = [...tools, ...sources];
    const workloads = [...new Set(all.flatMap(({ workloads }) => workloads))];
    return workloads.map((workload) => {
      const started = all.filter(({ workloads }) => workloads.includes(workload)).map(({ what }) => what);
      return `${inWords(workload)} ${started.join('-')}`;
    });
  }

  /** A named value, so that it stands in the output once. */
  private local(id: string, value: string): string {
    new TerraformLocal(this, id, value);
    return `\${local.${id}}`;
  }
}

/** What changes when a part of the cluster does. */
function versionOf({ id, tool }: ClusterPart): string {
  const settings = `\${sha256(jsonencode(local.${id}_settings))}`;
  return tool ? `${tool.version} ${settings}` : settings;
}
