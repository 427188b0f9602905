import { type App, TerraformLocal } from 'cdktf';
import {
  APP_FOLDER,
  appImage,
  type FlaskMeshConfig,
  flaskUrl,
  gatewayUrl,
  istio,
  kubeconfig,
  minimumVersions,
  names,
  namespaces,
  SYSTEM,
} from '../../../config/flask-mesh';
import { labelKeys } from '../../../config/labels';
import type { Target } from '../../../config/system';
import { images, reference } from '../../../config/versions';
import { fileChecksum, folderChecksum, ROOT } from '../../constructs/local/files';
import { ScriptStep } from '../../constructs/local/script-step';
import { TerraformData } from '../../constructs/local/terraform-data';
import { SystemStack } from '../../constructs/stack';
import { istioOperator } from './istio';

const script = (name: string) => `infra/systems/${SYSTEM}/scripts/${name}.sh`;

/** Applied before Istio, which finds its namespace guarded; the rest of the charts needs Istio's kinds. */
const NAMESPACES_FILE = `dist/00-${SYSTEM}-namespaces.k8s.yaml`;
const CHARTS = `{00-${SYSTEM}-namespaces,${SYSTEM}-*}.k8s.yaml`;

/**
 * A cluster on this machine and everything in it, step by step. Terraform keeps the order, and by their triggers it knows
 * which steps a change touches; each step is a script that can be run any number of times.
 */
export class LaptopStack extends SystemStack {
  constructor(app: App, target: Target<FlaskMeshConfig>) {
    super(app, target, {});
    const { config } = target;
    const { name, workerCount, ports } = config.cluster;
    const image = reference(appImage(config));
    const k3sImage = reference(images.k3s);
    // What a cluster cannot change in its life: k3d writes it on the server's container, in an alphabet of labels.
    const settings = `${images.k3s.tag}_${ports.http}_${ports.https}_${ports.flask}`;
    const workers = String(workerCount);

    const appChecksum = this.local('app_checksum', folderChecksum(APP_FOLDER, '**'));
    const chartsChecksum = this.local('charts_checksum', folderChecksum('dist', CHARTS));
    const operator = this.local('istio_operator', istioOperator);

    const cluster = { CLUSTER: name, SETTINGS: settings, KUBECONFIG: kubeconfig(config) };
    const publishedPorts = {
      HTTP_PORT: String(ports.http),
      HTTPS_PORT: String(ports.https),
      FLASK_PORT: String(ports.flask),
    };
    const selected = { SELECTOR: `${labelKeys.partOf}=${SYSTEM}` };

    const preflight = new ScriptStep(this, 'preflight', {
      script: script('preflight'),
      environment: {
        ...cluster,
        ...publishedPorts,
        IMAGE: image,
        NAMESPACES_FILE,
        DOCKER_MINIMUM: minimumVersions.docker,
        K3D_MINIMUM: minimumVersions.k3d,
        KUBECTL_MINIMUM: minimumVersions.kubectl,
        ISTIO_VERSION: istio.version,
      },
      // All that the others are triggered by: whatever is about to be done, the machine is looked at first.
      triggers: {
        cluster: name,
        settings,
        workers,
        istio: '${sha256(local.istio_operator)}',
        image,
        app: appChecksum,
        charts: chartsChecksum,
        tools: Object.values(minimumVersions).join(' '),
      },
      after: [],
    });

    const removal = this.addRemoval(cluster, preflight);
    const created = new ScriptStep(this, 'cluster', {
      script: script('cluster'),
      environment: { ...cluster, ...publishedPorts, K3S_IMAGE: k3sImage, WORKERS: workers },
      triggers: { removal: removal.id },
      after: [preflight, removal],
    });

    const resized = new ScriptStep(this, 'workers', {
      script: script('workers'),
      environment: { ...cluster, WORKERS: workers },
      triggers: { removal: removal.id, workers },
      after: [created],
    });

    const guarded = new ScriptStep(this, 'namespaces', {
      script: script('apply'),
      environment: { ...cluster, ...selected, MANIFESTS: NAMESPACES_FILE },
      triggers: { removal: removal.id, namespaces: fileChecksum(NAMESPACES_FILE) },
      after: [resized],
    });

    const mesh = new ScriptStep(this, 'istio', {
      script: script('istio'),
      environment: {
        ...cluster,
        ISTIO_OPERATOR: operator,
        ISTIO_NAMESPACE: namespaces.istio,
        CNI_NAMESPACE: namespaces.cni,
        ISTIOD: istio.istiod,
        GATEWAY: istio.gateway.name,
      },
      triggers: { removal: removal.id, operator },
      after: [guarded],
    });

    const imported = new ScriptStep(this, 'image', {
      script: script('image'),
      environment: { ...cluster, IMAGE: image, APP_FOLDER },
      // Each worker keeps images of its own: a new one has none.
      triggers: { workers: resized.id, image, app: appChecksum },
      after: [mesh],
    });

    const applied = new ScriptStep(this, 'manifests', {
      script: script('apply'),
      environment: { ...cluster, ...selected, MANIFESTS: `${NAMESPACES_FILE} dist/${SYSTEM}-*.k8s.yaml` },
      triggers: { removal: removal.id, charts: chartsChecksum },
      after: [imported],
    });

    new ScriptStep(this, 'rollout', {
      script: script('rollout'),
      environment: {
        ...cluster,
        ...selected,
        ...publishedPorts,
        HOST: config.host,
        FLASK_URL: flaskUrl(config),
        GATEWAY_URL: gatewayUrl(config),
        FLASK: names.flask,
        APP_NAMESPACE: namespaces.app,
        ISTIO_NAMESPACE: namespaces.istio,
        GRAFANA: names.grafana,
        ISTIO_VERSION: istio.version,
        APP_CHECKSUM: appChecksum,
      },
      triggers: { mesh: mesh.id, image: imported.id, manifests: applied.id },
      after: [applied],
    });

    this.publish('gateway_url', 'Flask through the gateway of the mesh.', gatewayUrl(config));
    this.publish('flask_url', 'Flask on its node port.', flaskUrl(config));
    this.publish('kubeconfig', 'For kubectl --kubeconfig, below the root of the repository.', kubeconfig(config));
  }

  /**
   * Deletes the cluster when it is destroyed. It stands apart from the step that creates the cluster, because Terraform
   * skips the commands of a resource whose creation failed: half a cluster would stay behind.
   */
  private addRemoval(environment: Readonly<Record<string, string>>, preflight: TerraformData): TerraformData {
    const removal = new TerraformData(this, 'removal', {
      input: environment,
      // The volumes go with the cluster: only what it cannot change in its life may replace it.
      triggers: environment,
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

  /** A named value, so that it stands in the output once. */
  private local(id: string, value: string): string {
    new TerraformLocal(this, id, value);
    return `\${local.${id}}`;
  }
}
