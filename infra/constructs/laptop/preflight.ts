import type { Construct } from 'constructs';
import { minimumVersions } from '../../../config/laptop/facts';
import { ScriptStep } from '../local/script-step';
import type { TerraformData } from '../local/terraform-data';
import { versionOf } from './part';
import { script } from './scripts';
import type { Setting, Variables } from './setting';

/** Looks at the machine before anything is done to it. @param published ports that the cluster takes */
export function addPreflight(scope: Construct, setting: Setting, published: Variables): TerraformData {
  const { common, cluster, props, namespacesFile, chartsChecksum, appChecksums } = setting;
  const { apps, parts = [], chartsSay = [] } = props;
  const tools = parts.flatMap(({ tool }) => (tool ? [tool] : []));
  return new ScriptStep(scope, 'preflight', {
    script: script('preflight'),
    environment: {
      ...common,
      ...published,
      NAMESPACES_FILE: namespacesFile,
      DIST_SAYS: [...Object.values(apps).map(({ image }) => `image: ${image}`), ...chartsSay].join('\n'),
      DOCKER_MINIMUM: minimumVersions.docker,
      PODMAN_MINIMUM: minimumVersions.podman,
      K3D_MINIMUM: minimumVersions.k3d,
      KUBECTL_MINIMUM: minimumVersions.kubectl,
      TOOLS: tools.map(({ name, version, command, from }) => [name, version, command, from].join('|')).join('\n'),
    },
    // All that the others are triggered by: whatever is about to be done, the machine is looked at first.
    triggers: {
      cluster: common.CLUSTER,
      settings: common.SETTINGS,
      context: common.CONTEXT,
      workers: String(cluster.workerCount),
      charts: chartsChecksum,
      tools: Object.values(minimumVersions).join(' '),
      ...Object.fromEntries(parts.map((part) => [part.id, versionOf(part)])),
      ...Object.fromEntries(Object.entries(apps).map(([id, { image }]) => [`${id}_image`, image])),
      ...Object.fromEntries(Object.entries(appChecksums).map(([id, sum]) => [`${id}_app`, sum])),
    },
    after: [],
  });
}
