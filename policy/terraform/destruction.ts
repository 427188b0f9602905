import { at, type Block, type TerraformBlock } from '../../model/blocks';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { each, type Look, type Problem, resourceRule } from './resource-rule';

const PREVENT_DESTROY = 'lifecycle.prevent_destroy';

/** Whether Terraform refuses a plan that destroys it. */
const prevents = (body: TerraformBlock): boolean => at(body, PREVENT_DESTROY) === true;

/** By type, the argument by which the cloud or the provider refuses: at apply, when what goes first is gone. */
const REFUSED_AT_APPLY: Readonly<Record<string, string>> = {
  aws_db_instance: 'deletion_protection',
  aws_dynamodb_table: 'deletion_protection_enabled',
  aws_instance: 'disable_api_termination',
  aws_lb: 'enable_deletion_protection',
  aws_rds_cluster: 'deletion_protection',
  google_container_cluster: 'deletion_protection',
  google_memorystore_instance: 'deletion_protection_enabled',
  google_secret_manager_secret: 'deletion_protection',
  google_sql_database_instance: 'deletion_protection',
  proxmox_virtual_environment_vm: 'protection',
};

/** What holds data and has no such argument, or stands around all that has one: the configuration decides in as many words. */
const DECIDED = [
  'aws_vpc',
  'google_artifact_registry_repository',
  'google_compute_network',
  'google_gke_backup_backup_plan',
  'google_logging_project_bucket_config',
  'google_pubsub_subscription',
  'google_pubsub_topic',
];

const BUCKETS = ['aws_s3_bucket', 'google_storage_bucket'];

/** What goes before the thing that it is a part of, by the argument that names it. */
const PARTS: Readonly<Record<string, string>> = { google_sql_database: 'instance' };

/** What only serves: a change of it may mean a new one, on any day. */
const SERVES = /_(node_pool|rule|firewall|listener|target_group|attachment|association|route|iam_member)$/;

/** A protection and Terraform's refusal come from one setting: both or none. */
function together(body: TerraformBlock, protectedBy: string, isProtected: boolean): Problem[] {
  if (isProtected === prevents(body)) return [];
  return isProtected
    ? [`is protected (${protectedBy}), but a plan that destroys it passes: ${PREVENT_DESTROY} is not true`]
    : [`can be destroyed (${protectedBy}), but ${PREVENT_DESTROY} still refuses it`];
}

function asItsWhole(body: TerraformBlock, block: Block, view: View): Problem[] {
  const argument = PARTS[block.type] ?? '';
  const whole = view.source(block, body[argument]);
  return whole ? together(body, `${whole.type}.${whole.name}`, prevents(whole.body)) : [];
}

const decided: Look = (body) =>
  typeof at(body, PREVENT_DESTROY) === 'boolean'
    ? []
    : [`does not say ${PREVENT_DESTROY}: true, or false where it may be destroyed`];

const looks: Readonly<Record<string, Look>> = {
  ...Object.fromEntries(
    Object.entries(REFUSED_AT_APPLY).map(([type, argument]): [string, Look] => [
      type,
      (body) => together(body, `${argument}: ${body[argument] ?? 'not set'}`, body[argument] === true),
    ]),
  ),
  ...each(DECIDED, decided),
  ...each(BUCKETS, (body) =>
    together(body, `force_destroy: ${body.force_destroy ?? 'not set'}`, body.force_destroy !== true),
  ),
  ...each(Object.keys(PARTS), asItsWhole),
};

const guarded = resourceRule(
  {
    id: 'refused-at-plan',
    protects: 'A destroy that will be refused is refused before anything is gone.',
    mend: 'Set prevent_destroy from the setting that drives the protection.',
    link: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy',
  },
  looks,
);

const replaceable: Rule = {
  id: 'replaceable',
  protects: 'What only serves what is protected can be replaced: node pools, rules, listeners.',
  mend: 'Leave prevent_destroy to what holds data.',
  link: guarded.link,
  check: ({ blocks }) =>
    blocks
      .filter(({ mode, type, body }) => mode === 'resource' && SERVES.test(type) && prevents(body))
      .map(({ address }) => ({ object: address, detail: `cannot be replaced: ${PREVENT_DESTROY} is true` })),
};

export const destructionRules: readonly Rule[] = [guarded, replaceable];
