import { at, type Block, list, type TerraformBlock } from '../../model/blocks';
import { accounts, connectionNameOf, emailOf, memberOf } from '../../model/google';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { type Problem, resourceRule } from './resource-rule';

const OUTSIDE = ['INGRESS_TRAFFIC_ALL', undefined];

/** Names of the services that a backend of ours leads to. */
function ledTo(view: View): Set<unknown> {
  return new Set(
    view.resources('google_compute_region_network_endpoint_group').map(({ body }) => at(body, 'cloud_run.service')),
  );
}

function wayIn({ name, ingress, invoker_iam_disabled }: TerraformBlock, view: View): Problem[] {
  const open = invoker_iam_disabled === true;
  const balanced = ingress === 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';
  return [
    ...(OUTSIDE.includes(ingress as string)
      ? [`is reached from outside past the load balancer (ingress: ${ingress})`]
      : []),
    ...(open && !balanced ? ['asks nobody who he is, and is not behind the load balancer'] : []),
    ...(balanced && !ledTo(view).has(name) ? ['lets the load balancer in, which does not lead there'] : []),
  ];
}

const reach = resourceRule(
  {
    id: 'cloud-run-reach',
    protects:
      'A service on Cloud Run is reached through the load balancer and its firewall, or from within the network.',
    mend: 'Build it with RunService, and publish it with RunBackend; leave asksForIdentity on where no load balancer leads.',
    link: 'https://docs.cloud.google.com/run/docs/securing/ingress',
  },
  {
    google_cloud_run_v2_service: (body, _, view) => wayIn(body, view),
    google_cloud_run_service: () => ['is of the older API, in which nothing says how it is reached'],
  },
);

const guarded = resourceRule(
  {
    id: 'web-firewall',
    protects: 'What the internet reaches has a firewall before it, and a log of who asked.',
    mend: 'Build the backend with RunBackend, and give it the WebFirewall.',
    link: 'https://docs.cloud.google.com/armor/docs/security-policy-overview',
  },
  {
    google_compute_backend_service: (body) =>
      String(body.load_balancing_scheme).startsWith('EXTERNAL')
        ? [
            ...(body.security_policy ? [] : ['has no security_policy']),
            ...(at(body, 'log_config.enable') === true ? [] : ['logs no requests (log_config)']),
            ...(at(body, 'iap.oauth2_client_secret') ? ["keeps IAP's client secret in the state"] : []),
          ]
        : [],
  },
);

/** Its containers, and who it acts as, where both services and jobs have them. */
const templateOf = ({ type, body }: Block) => at(body, type.endsWith('_job') ? 'template.template' : 'template');

function runsAs(_: TerraformBlock, block: Block): Problem[] {
  const template = templateOf(block) as TerraformBlock | undefined;
  const containers = list(template?.containers);
  const account = template?.service_account;
  return [
    ...(account ? [] : ['acts as the default account, which may do much']),
    ...(list(template?.volumes).some((volume) => volume.cloud_sql_instance)
      ? ['reaches Cloud SQL by its public address (a volume `cloud_sql_instance`)']
      : []),
    ...containers.flatMap(({ name, env }) =>
      list(env)
        .filter(({ value_source }) => value_source)
        .map((entry) => `gives ${name} a secret in the variable ${entry.name}`),
    ),
    ...(block.type === 'google_cloud_run_v2_service'
      ? containers
          .slice(0, 1)
          .flatMap(({ name, startup_probe }) => (startup_probe ? [] : [`${name} has no startup probe`]))
      : []),
  ];
}

const identity = resourceRule(
  {
    id: 'cloud-run-identity',
    protects: 'A service acts as itself, reads its secrets from files, and is not asked anything before it is ready.',
    mend: 'Build it with RunService or RunJob.',
    link: 'https://docs.cloud.google.com/run/docs/securing/service-identity',
  },
  { google_cloud_run_v2_service: runsAs, google_cloud_run_v2_job: runsAs },
);

/** A name that a block says itself, or takes from the resource that has it. */
function named(block: Block, value: unknown, key: string, view: View): string {
  return String(view.source(block, value)?.body[key] ?? value);
}

function readersOf(secret: string, view: View): string[] {
  return view
    .resources('google_secret_manager_secret_iam_member')
    .filter((grant) => named(grant, grant.body.secret_id, 'secret_id', view) === secret)
    .map((grant) => memberOf(grant, view));
}

function names(_: TerraformBlock, block: Block, view: View): Problem[] {
  const template = templateOf(block) as TerraformBlock | undefined;
  const source = view.source(block, template?.service_account);
  const account = source ? emailOf(source, view) : String(template?.service_account);
  const made = view.resources('google_secret_manager_secret').map(({ body }) => body.secret_id);
  const instances = view.resources('google_sql_database_instance').map((one) => connectionNameOf(one, view));
  const secrets = list(template?.volumes).flatMap((volume) => {
    const secret = at(volume, 'secret.secret');
    return secret === undefined ? [] : [named(block, secret, 'secret_id', view)];
  });
  const wanted = list(template?.containers)
    .flatMap(({ args }) => (Array.isArray(args) ? args : []))
    .filter((arg): arg is string => /^[a-z][a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]+$/.test(String(arg)));
  return [
    ...(accounts(view).has(account) ? [] : [`acts as ${account}, which nobody makes`]),
    ...secrets.flatMap((secret) => {
      if (!made.includes(secret)) return [`reads the secret ${secret}, which nobody makes`];
      return readersOf(secret, view).includes(account) ? [] : [`reads the secret ${secret}, which ${account} may not`];
    }),
    ...wanted.filter((name) => !instances.includes(name)).map((name) => `has a way to ${name}, which nobody makes`),
  ];
}

const known = resourceRule(
  {
    id: 'cloud-run-names',
    protects:
      'The account, the secrets and the database that a service names in other stacks exist, and it may read what it names.',
    mend: 'Take the name from the facts that both stacks share, and grant the account what it reads.',
    link: 'https://docs.cloud.google.com/run/docs/configuring/services/secrets',
  },
  { google_cloud_run_v2_service: names, google_cloud_run_v2_job: names },
);

export const cloudRunRules: readonly Rule[] = [reach, guarded, identity, known];
