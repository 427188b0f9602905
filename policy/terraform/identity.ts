import { PUBLIC_BUCKET } from '../../config/google/public-bucket';
import { at, type Block, list, type TerraformBlock } from '../../model/blocks';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { isPublicByWord } from './data';
import { each, resourceRule, violation } from './resource-rule';

const PRIMITIVE = ['roles/owner', 'roles/editor', 'roles/viewer'];
/** Whoever has these on a whole project acts as any of its accounts. */
const POWERFUL = [
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountKeyAdmin',
  'roles/iam.serviceAccountAdmin',
  'roles/iam.securityAdmin',
  'roles/resourcemanager.projectIamAdmin',
];
const EVERYBODY = ['allUsers', 'allAuthenticatedUsers'];
const WHOLE = /^google_(project|folder|organization)_iam_/;

const googleGrants: Rule = {
  id: 'google-iam',
  protects: 'An identity has what it needs on the thing it needs it for, and no apply takes away the grants of others.',
  mend: 'Grant a predefined role with the _iam_member resource of the smallest thing that has one.',
  link: 'https://cloud.google.com/iam/docs/using-iam-securely',
  check: (view) =>
    view.blocks.flatMap((block) =>
      block.mode === 'resource' &&
      /^google_.*_iam_(member|binding|policy)$/.test(block.type) &&
      !readsPublic(block, view)
        ? grantProblems(block).map((detail) => violation(block, detail))
        : [],
    ),
};

/** Everybody's right to the objects of a bucket that says so, and to no list of them. */
function readsPublic(grant: Block, view: View): boolean {
  const { type, body } = grant;
  if (type !== 'google_storage_bucket_iam_member' || body.role !== PUBLIC_BUCKET.role) return false;
  const bucket = view.source(grant, body.bucket);
  return body.member === 'allUsers' && bucket !== undefined && isPublicByWord(bucket.body);
}

/** Whoever may grant but a few roles has no more than these. https://docs.cloud.google.com/iam/docs/setting-limits-on-granting-roles */
const LIMITED = /^api\.getAttribute\('iam\.googleapis\.com\/modifiedGrantsByRole', \[\]\)\.hasOnly\(\[([^\]]+)\]\)$/;

/** Whether a right to grant is one to grant harmless roles only. */
function limited({ role, condition }: Block['body']): boolean {
  const [, roles = ''] = LIMITED.exec(String(at(condition, 'expression'))) ?? [];
  const named = roles.split(',').map((quoted) => quoted.trim().replace(/^'|'$/g, ''));
  const harmless = named.every((name) => name.startsWith('roles/') && ![...PRIMITIVE, ...POWERFUL].includes(name));
  return role === 'roles/resourcemanager.projectIamAdmin' && harmless;
}

function grantProblems({ type, body }: Block): string[] {
  const role = String(body.role);
  const members = [...list(body.member), ...list(body.members)].map(String);
  return [
    ...(type.endsWith('_member') ? [] : ['replaces the grants of others: only _iam_member adds one']),
    ...(PRIMITIVE.includes(role) ? [`grants ${role}`] : []),
    ...(WHOLE.test(type) && POWERFUL.includes(role) && !limited(body) ? [`grants ${role} on everything`] : []),
    ...members.filter((member) => EVERYBODY.includes(member)).map((member) => `grants ${role} to ${member}`),
  ];
}

/** What a policy of AWS allows or denies. */
export interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

const tooMuch = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$/;

const awsGrants = resourceRule(
  {
    id: 'aws-iam',
    protects: 'A role says what it may do and to what; nobody it does not name may take it.',
    mend: 'Name actions and resources; in a trust policy the service or the repository.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  },
  {
    ...each(['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_group_policy', 'aws_iam_user_policy'], ({ policy }) =>
      statements(policy).flatMap(wideGrant),
    ),
    aws_iam_role: ({ assume_role_policy }) => statements(assume_role_policy).flatMap(openTrust),
    ...each(['aws_s3_bucket_policy', 'aws_sqs_queue_policy', 'aws_sns_topic_policy'], ({ policy }) =>
      statements(policy).flatMap(openTrust),
    ),
    ...each(['aws_iam_role_policy_attachment', 'aws_iam_policy_attachment'], ({ policy_arn }) =>
      tooMuch.test(String(policy_arn)) ? [`attaches ${policy_arn}`] : [],
    ),
  },
);

/** A policy is JSON in a text; one that Terraform puts together is not ours to read. */
export function statements(policy: unknown): Statement[] {
  try {
    return list<Statement>((JSON.parse(String(policy)) as { Statement?: unknown }).Statement);
  } catch {
    return [];
  }
}

function wideGrant({ Effect, Action, NotAction, Resource }: Statement): string[] {
  if (Effect !== 'Allow') return [];
  const wild = list<string>(Action).filter((action) => action === '*' || /^[\w-]+:\*$/.test(action));
  const anywhere = list<string>(Resource).includes('*');
  return [
    ...(NotAction ? ['allows everything but NotAction'] : []),
    ...(list<string>(Action).includes('*') ? ['allows every action'] : []),
    ...(anywhere && wild.length > 0 ? [`allows ${wild.join(', ')} on every resource`] : []),
  ];
}

function openTrust({ Effect, Principal, Condition }: Statement): string[] {
  if (Effect !== 'Allow' || Condition !== undefined) return [];
  const named = typeof Principal === 'object' && Principal !== null ? Object.entries(Principal) : [['AWS', Principal]];
  return [
    ...(named.some(([, who]) => list<unknown>(who).includes('*')) ? ['trusts everybody'] : []),
    ...(named.some(([kind]) => kind === 'Federated')
      ? ['trusts every identity of its provider: there is no Condition']
      : []),
  ];
}

const KEYS = [
  'google_service_account_key',
  'google_storage_hmac_key',
  'google_apikeys_key',
  'aws_iam_access_key',
  'aws_iam_user_login_profile',
  'aws_iam_service_specific_credential',
];

/** Providers' arguments for credentials: those of the person or the workflow that applies belong into its environment. */
const CREDENTIALS = ['credentials', 'access_token', 'access_key', 'secret_key', 'token'];

const keys: Rule = {
  id: 'access-keys',
  protects: 'No credential exists that works for ever, or that everybody who reads the state has.',
  mend: 'Let workloads and workflows take an identity: Workload Identity, instance profiles, OpenID Connect.',
  link: 'https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys',
  check: (view) => [
    ...KEYS.flatMap((type) => view.resources(type)).map((block) => violation(block, 'makes a key that works for ever')),
    ...view
      .resources('tls_private_key')
      .map((block) => violation(block, { detail: 'keeps its private key in the state', severity: 'warning' })),
    ...providerCredentials(view),
  ],
};

function providerCredentials({ output: { stacks } }: View): Violation[] {
  return Object.entries(stacks).flatMap(([stack, { provider = {} }]) =>
    Object.entries(provider as Record<string, unknown>).flatMap(([name, bodies]) =>
      list<TerraformBlock>(bodies).flatMap((body) =>
        CREDENTIALS.filter((key) => body[key] !== undefined).map((key) => ({
          object: `${stack}/provider`,
          detail: `gives ${name} its ${key}`,
        })),
      ),
    ),
  );
}

export const identityRules: readonly Rule[] = [googleGrants, awsGrants, keys];
