import { at, type Block, list, type TerraformBlock } from '../../model/blocks';
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

export const cloudRunRules: readonly Rule[] = [reach, guarded, identity];
