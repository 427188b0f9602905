import type { Output } from '../../../model/output';
import { type Case, change, resource, stack } from './make';

const group = { it: { cloud_run: { service: 'api' } } };

const internal = {
  name: 'worker',
  ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  invoker_iam_disabled: false,
  template: {
    service_account: 'run-worker@my-project.iam.gserviceaccount.com',
    containers: [{ name: 'worker', env: [{ name: 'A', value: 'b' }], startup_probe: { http_get: { path: '/ready' } } }],
  },
};
const job = {
  name: 'migrate',
  template: { template: { service_account: 'move@x', containers: [{ name: 'migrate' }] } },
};
const backend = {
  load_balancing_scheme: 'EXTERNAL_MANAGED',
  security_policy: '${google_compute_security_policy.it.id}',
  log_config: { enable: true },
  iap: { enabled: true },
};

const service = (path = 'x', value?: unknown) => resource('google_cloud_run_v2_service', change(internal, path, value));
const led = (more: object, groups: Readonly<Record<string, object>> = group): Output =>
  stack({
    google_cloud_run_v2_service: {
      it: { ...internal, name: 'api', ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER', ...more },
    },
    google_compute_region_network_endpoint_group: groups,
  });
const behind = (path = 'x', value?: unknown) =>
  resource('google_compute_backend_service', change(backend, path, value));
const secret = [{ name: 'KEY', value_source: { secret_key_ref: { secret: 'key' } } }];

/** A job with all that it names, in one stack. */
const database = {
  google_service_account: { it: { account_id: 'run-worker', project: 'my-project' } },
  google_secret_manager_secret: { it: { secret_id: 'key' } },
  google_secret_manager_secret_iam_member: {
    it: {
      secret_id: '${google_secret_manager_secret.it.secret_id}',
      member: 'serviceAccount:run-worker@my-project.iam.gserviceaccount.com',
    },
  },
  google_sql_database_instance: { it: { name: 'sql', project: 'my-project', region: 'europe-west1' } },
  google_cloud_run_v2_service: {
    it: change(internal, 'template', {
      ...internal.template,
      containers: [
        ...internal.template.containers,
        { name: 'proxy', args: ['--port=1', 'my-project:europe-west1:sql'] },
      ],
      volumes: [{ name: 'key', secret: { secret: 'key' } }],
    }),
  },
};
const without = (path: string, value?: unknown) => stack(change(database, path, value) as typeof database);

export const cloudRunCases: readonly Case[] = [
  {
    rule: 'cloud-run-reach',
    good: [service(), led({ invoker_iam_disabled: true }), led({ invoker_iam_disabled: false })],
    bad: [
      [service('ingress', 'INGRESS_TRAFFIC_ALL'), /past the load balancer/],
      [service('ingress', undefined), /past the load balancer/],
      [service('invoker_iam_disabled', true), /asks nobody who he is/],
      [led({}, {}), /does not lead there/],
      [led({ name: 'other' }), /does not lead there/],
      [resource('google_cloud_run_service', { name: 'api' }), /older API/],
    ],
  },
  {
    rule: 'web-firewall',
    good: [behind(), resource('google_compute_backend_service', { load_balancing_scheme: 'INTERNAL_MANAGED' })],
    bad: [
      [behind('security_policy', undefined), /no security_policy/],
      [behind('log_config', undefined), /logs no requests/],
      [behind('iap.oauth2_client_secret', '${var.it}'), /client secret/],
    ],
  },
  {
    rule: 'cloud-run-identity',
    good: [service(), resource('google_cloud_run_v2_job', job)],
    bad: [
      [service('template.service_account', undefined), /default account/],
      [service('template.volumes', [{ name: 'sql', cloud_sql_instance: { instances: ['a:b:c'] } }]), /public address/],
      [service('template.containers.0.env', secret), /secret in the variable KEY/],
      [service('template.containers.0.startup_probe', undefined), /no startup probe/],
      [resource('google_cloud_run_v2_job', change(job, 'template.template.service_account', undefined)), /default/],
    ],
  },
  {
    rule: 'cloud-run-names',
    good: [
      stack(database),
      without('google_cloud_run_v2_service.it.template.service_account', '${google_service_account.it.email}'),
      without('google_secret_manager_secret_iam_member.it.member', '${google_service_account.it.member}'),
    ],
    bad: [
      [without('google_service_account.it.account_id', 'other'), /acts as run-worker@.*nobody makes/],
      [without('google_secret_manager_secret.it.secret_id', 'other'), /secret key, which nobody makes/],
      [without('google_secret_manager_secret_iam_member', {}), /secret key, which run-worker@.* may not/],
      [without('google_sql_database_instance.it.name', 'other'), /way to my-project:europe-west1:sql, which nobody/],
    ],
  },
];
