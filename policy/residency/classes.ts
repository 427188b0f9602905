import { dataClasses, dataClassLabel } from '../../config/labels';
import { at, type Block, list } from '../../model/blocks';
import { residents } from '../../model/residency';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { violation } from '../terraform/resource-rule';

/** What holds data of one class, and the argument with its labels. */
const LABELLED: Readonly<Record<string, string>> = {
  aws_s3_bucket: 'tags',
  google_pubsub_topic: 'labels',
  google_storage_bucket: 'labels',
};

const classes: Rule = {
  id: 'data-class',
  protects:
    'Who looks at a topic or a bucket sees how confidential it is; what is personal is not handled elsewhere either.',
  mend: 'Say the dataClass of the construct; a Topic of personal data is enforcedInTransit.',
  link: 'https://cloud.google.com/pubsub/docs/resource-location-restriction',
  check: (view) =>
    residents(view).flatMap(({ blocks }) =>
      blocks
        .filter(({ mode, type }) => mode === 'resource' && type in LABELLED)
        .flatMap((block) => problems(block, view).map((problem) => violation(block, problem))),
    ),
};

function problems(block: Block, view: View): string[] {
  const { type, body } = block;
  const found = (body[LABELLED[type] ?? ''] as Record<string, unknown> | undefined)?.[dataClassLabel];
  if (!(dataClasses as readonly unknown[]).includes(found))
    return [
      `has no label ${dataClassLabel} of ${dataClasses.join(', ')}${found === undefined ? '' : `, but ${found}`}`,
    ];
  return type === 'google_pubsub_topic' && found === 'personal' && !enforcedInTransit(block, view)
    ? ['holds personal data, and takes and hands it out anywhere in the world']
    : [];
}

/** By gcloud, since the provider has no argument for it: a command that names the topic. */
function enforcedInTransit(topic: Block, view: View): boolean {
  return view.resources('terraform_data').some((data) =>
    list(data.body.provisioner).some((provisioner) => {
      const command = String(at(provisioner, 'local-exec.command'));
      const named = view.source(data, at(provisioner, 'local-exec.environment.TOPIC'));
      return (
        command.includes('"$TOPIC"') &&
        command.includes('--message-storage-policy-enforce-in-transit') &&
        named === topic
      );
    }),
  );
}

export const classResidency: readonly Rule[] = [classes];
