import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { idOf } from '../ids';
import { ScriptStep } from '../local/script-step';
import type { TerraformData } from '../local/terraform-data';
import type { Ready } from './cluster';
import { type ClusterPart, versionOf } from './part';
import { script } from './scripts';
import type { Setting, Variables } from './setting';

/** What the charts need, parts of the cluster and the images, and then the charts. @returns the steps, the charts' last */
export function addSystem(scope: Construct, setting: Setting, ready: Ready): readonly TerraformData[] {
  const { common, namespacesFile, charts, chartsChecksum } = setting;
  const parts = addParts(scope, setting, ready);
  const imported = addImages(scope, setting, ready, parts.at(-1) ?? ready.guarded);
  const applied = new ScriptStep(scope, 'manifests', {
    script: script('apply'),
    environment: { ...common, MANIFESTS: `${namespacesFile} ${charts}` },
    triggers: { removal: ready.removal.id, charts: chartsChecksum },
    after: [imported.at(-1) ?? parts.at(-1) ?? ready.guarded],
  });
  return [...parts, ...imported, applied];
}

function addParts(scope: Construct, { common, props }: Setting, { removal, guarded }: Ready): TerraformData[] {
  let last = guarded;
  return (props.parts ?? []).map((part) => {
    last = new ScriptStep(scope, part.id, {
      script: part.script,
      environment: { ...common, ...partVariables(scope, part) },
      triggers: { removal: removal.id, [part.id]: versionOf(part) },
      after: [last],
    });
    return last;
  });
}

function addImages(scope: Construct, setting: Setting, { resized }: Ready, before: TerraformData): TerraformData[] {
  const { common, props, appChecksums } = setting;
  let last = before;
  return Object.entries(props.apps).map(([id, { folder, dockerfile = 'Dockerfile', image }]) => {
    last = new ScriptStep(scope, `${idOf(id)}_image`, {
      script: script('image'),
      environment: { ...common, IMAGE: image, FOLDER: folder, DOCKERFILE: dockerfile },
      // Each worker keeps images of its own: a new one has none.
      triggers: { workers: resized.id, image, app: appChecksums[id] as string },
      after: [last],
    });
    return last;
  });
}

/** What a part's script is told: a value named after the part, which is long and stands in the output once. */
function partVariables(scope: Construct, { id, environment }: ClusterPart): Variables {
  new TerraformLocal(scope, `${id}_settings`, environment);
  return Object.fromEntries(Object.keys(environment).map((key) => [key, `\${local.${id}_settings.${key}}`]));
}
