import { dataClasses, dataClassLabel } from '../../config/labels';
import { at, type Block } from '../../model/blocks';
import { residents } from '../../model/residency';
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
        .flatMap((block) => problems(block).map((problem) => violation(block, problem))),
    ),
};

function problems({ type, body }: Block): string[] {
  const found = (body[LABELLED[type] ?? ''] as Record<string, unknown> | undefined)?.[dataClassLabel];
  if (!(dataClasses as readonly unknown[]).includes(found))
    return [
      `has no label ${dataClassLabel} of ${dataClasses.join(', ')}${found === undefined ? '' : `, but ${found}`}`,
    ];
  return type === 'google_pubsub_topic' &&
    found === 'personal' &&
    at(body, 'message_storage_policy.enforce_in_transit') !== true
    ? ['holds personal data, and takes and hands it out anywhere in the world']
    : [];
}

export const classResidency: readonly Rule[] = [classes];
