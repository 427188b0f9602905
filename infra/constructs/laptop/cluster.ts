import type { Construct } from 'constructs';
import { images, reference } from '../../../config/versions';
import { fileChecksum, ROOT } from '../local/files';
import { ScriptStep } from '../local/script-step';
import { TerraformData } from '../local/terraform-data';
import { addPreflight } from './preflight';
import { script } from './scripts';
import type { Setting } from './setting';

/** A cluster that has the system's namespaces. */
export interface Ready {
  /** Replaced where the system is to be made anew. */
  readonly removal: TerraformData;
  /** Replaced where the workers change. */
  readonly resized: TerraformData;
  /** The last step. */
  readonly guarded: TerraformData;
}

/** From a look at the machine to a cluster with the system's namespaces. */
export function addCluster(scope: Construct, setting: Setting): Ready {
  const { common, cluster, namespacesFile } = setting;
  const workers = String(cluster.workerCount);
  const published = {
    HTTP_PORT: String(cluster.ports.http),
    HTTPS_PORT: String(cluster.ports.https),
    NODE_PORTS: cluster.nodePorts.join(' '),
  };
  const preflight = addPreflight(scope, setting, published);
  const removal = addRemoval(scope, setting, preflight);
  const created = new ScriptStep(scope, 'cluster', {
    script: script('cluster'),
    environment: { ...common, ...published, K3S_IMAGE: reference(images.k3s), WORKERS: workers },
    triggers: { removal: removal.id },
    after: [preflight, removal],
  });
  const resized = new ScriptStep(scope, 'workers', {
    script: script('workers'),
    environment: { ...common, WORKERS: workers },
    triggers: { removal: removal.id, workers },
    after: [created],
  });
  const guarded = new ScriptStep(scope, 'namespaces', {
    script: script('apply'),
    environment: { ...common, MANIFESTS: namespacesFile },
    triggers: { removal: removal.id, namespaces: fileChecksum(namespacesFile) },
    after: [resized],
  });
  return { removal, resized, guarded };
}

/**
 * Takes the system out of the cluster when it is destroyed. It stands apart from the step that creates the cluster,
 * because Terraform skips the commands of a resource whose creation failed: half a cluster would stay behind.
 */
function addRemoval(scope: Construct, { common, props }: Setting, preflight: TerraformData): TerraformData {
  const removals = (props.parts ?? []).flatMap(({ removal }) => removal ?? []);
  const environment = { ...common, PART_REMOVALS: removals.join(' ') };
  const { CLUSTER: cluster, SETTINGS: settings, CONTEXT: context, OWN_KUBECONFIG: kubeconfig } = common;
  const removal = new TerraformData(scope, 'removal', {
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
