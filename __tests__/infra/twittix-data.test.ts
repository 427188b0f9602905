import { accountResource, networkId, subnetId } from '../../config/google/names';
import * as facts from '../../config/twittix';
import { production } from '../../config/twittix/environments';
import { validate } from '../../config/validate';
import { check } from '../../policy/check';
import * as synthesis from '../../synthesis/synthesize';
import { builtIn, builtInStacks, builtInSynthesis } from '../support/built-in';
import { type Block, type Stack, type Synthesized, stacksIn, synthesize } from '../support/terraform';

/** What stands below the services of twittix on Google Cloud: network, data, secrets, and what makes images. */

type Config = facts.OnGoogleCloudConfig;

const { config } = builtIn<Config>('twittix', 'production');
const { services, gcp, mail } = config;
const each = facts.named(services);
const built = builtInStacks('twittix', 'production');
const part = ({ stacks }: Synthesized, name: string) => stacks[`twittix-production-${name}`] as Stack;
const [network, data, secrets, registry] = ['network', 'data', 'secrets', 'registry'].map((name) =>
  part(built, name),
) as [Stack, Stack, Stack, Stack];

/** The same with all that a config may ask for. */
const more = synthesis.synthesize({
  terraform: [
    builtIn<Config>('twittix', 'production', (record) => {
      Object.assign(record.gcp, { media: 'cdn', generations: { 'jwt-secret': 2, [facts.ADMIN_SECRET]: 3 } });
      Object.assign(record.gcp.network, { fixedAddress: true });
      Object.assign(record.secrets, { 'npm-token': 'provided' });
      Object.assign(record.services['user-front'] ?? {}, { buildSecrets: { NPM_TOKEN: 'npm-token' } });
      return record;
    }),
  ],
});
const moreOf = async (name: string) => part(stacksIn((await more).parts.terraform), name);

const all = (stack: Stack, type: string): Block[] => Object.values(stack.resource[type] ?? {});
function only(stack: Stack, type: string): Block {
  const [one, ...others] = all(stack, type);
  expect(others).toEqual([]);
  return one as Block;
}
const email = (actor: facts.Actor) => facts.accountEmail(gcp, actor);

/** The account that a grant is for, also where Terraform computes its address. */
function memberOf(stack: Stack, grant: Block): string {
  const [, name = ''] = /^\$\{google_service_account\.(\w+)\.member\}$/.exec(String(grant.member)) ?? [];
  const account = stack.resource.google_service_account?.[name];
  return account ? `${account.account_id}` : String(grant.member).replace(/^serviceAccount:([^@]+)@.*$/, '$1');
}

test('stacks are deployed from the network up', () => {
  expect(built.dependencies).toMatchObject({
    'twittix-production-network': [],
    'twittix-production-data': ['twittix-production-network'],
    'twittix-production-secrets': ['twittix-production-data'],
    'twittix-production-registry': ['twittix-production-secrets'],
    'twittix-production-services': ['twittix-production-registry'],
  });
});

describe('network', () => {
  test('takes its ranges from the plan, with private access and flow logs', () => {
    const { egress, privateConnect, privateServices } = gcp.network;
    expect(all(network, 'google_compute_subnetwork').map((subnet) => [subnet.name, subnet.ip_cidr_range])).toEqual([
      [facts.names.egressSubnet, egress],
      [facts.names.connectSubnet, privateConnect],
    ]);
    for (const subnet of all(network, 'google_compute_subnetwork')) {
      expect(subnet).toMatchObject({ private_ip_google_access: true, log_config: {} });
    }
    const { address, prefix_length } = only(network, 'google_compute_global_address');
    expect(`${address}/${prefix_length}`).toBe(privateServices);
  });

  test('lets nothing in', () => {
    expect(network.resource).not.toHaveProperty('google_compute_firewall');
    expect(JSON.stringify(network)).not.toContain('0.0.0.0/0');
  });

  test('has no address of its own but where one is asked for; then everything leaves through it', async () => {
    for (const type of ['nat', 'address', 'router'].map((name) => `google_compute_${name}`)) {
      expect(network.resource).not.toHaveProperty(type);
    }
    expect(network.resource).not.toHaveProperty('google_compute_router_nat');
    const fixed = stacksIn((await more).parts.terraform);
    const { nat_ips, subnetwork } = only(part(fixed, 'network'), 'google_compute_router_nat');
    expect(nat_ips).toEqual(['${google_compute_address.nat_address.self_link}']);
    expect(subnetwork).toMatchObject([{ name: '${google_compute_subnetwork.vpc_egress.id}' }]);
    const runs = [
      ...all(part(fixed, 'services'), 'google_cloud_run_v2_service'),
      ...all(part(fixed, 'services'), 'google_cloud_run_v2_job'),
      ...all(part(fixed, 'data'), 'google_cloud_run_v2_job'),
    ];
    expect(runs.length).toBeGreaterThan(each.length);
    for (const run of runs) expect(JSON.stringify(run)).toContain('"egress":"ALL_TRAFFIC"');
  });

  test('keeps calls to run.app inside', () => {
    expect(only(network, 'google_dns_managed_zone')).toMatchObject({ dns_name: 'run.app.', visibility: 'private' });
    expect(all(network, 'google_dns_record_set').map(({ name, type, rrdatas }) => [name, type, rrdatas])).toEqual([
      ['run.app.', 'A', ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11']],
      ['*.run.app.', 'CNAME', ['run.app.']],
    ]);
    expect(only(network, 'google_compute_route').dest_range).toBe('199.36.153.8/30');
  });

  test('has the policy without which the store cannot be made', () => {
    expect(only(network, 'google_network_connectivity_service_connection_policy')).toMatchObject({
      service_class: 'gcp-memorystore',
      psc_config: { subnetworks: ['${google_compute_subnetwork.vpc_private_connect.id}'] },
    });
  });

  test('switches on every API that a stack calls', () => {
    const enabled = new Set(all(network, 'google_project_service').map(({ service }) => service));
    const apis: Readonly<Record<string, string>> = {
      artifact: 'artifactregistry',
      billing: 'billingbudgets',
      certificate: 'certificatemanager',
      cloud: 'run',
      cloudbuild: 'cloudbuild',
      cloudbuildv2: 'cloudbuild',
      compute: 'compute',
      dns: 'dns',
      iam: 'iam',
      iap: 'iap',
      logging: 'logging',
      memorystore: 'memorystore',
      monitoring: 'monitoring',
      network: 'networkconnectivity',
      project: 'cloudresourcemanager',
      secret: 'secretmanager',
      service: 'iam',
      sql: 'sqladmin',
      storage: 'storage',
    };
    const types = Object.values(built.stacks).flatMap(({ resource, data: found = {} }) => [
      ...Object.keys(resource),
      ...Object.keys(found),
    ]);
    for (const type of new Set(types)) {
      const [, product] = /^google_([a-z0-9]+)_?/.exec(type) ?? [];
      if (product) expect([type, enabled.has(`${apis[product]}.googleapis.com`)]).toEqual([type, true]);
    }
  });
});

describe('the database', () => {
  const instance = only(data, 'google_sql_database_instance');

  test('has no public address, and lets in connectors with certificates only', () => {
    expect(instance.settings).toMatchObject({
      connector_enforcement: 'REQUIRED',
      ip_configuration: {
        ipv4_enabled: false,
        private_network: networkId(gcp, facts.names.network),
        ssl_mode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      },
    });
    expect(instance).not.toHaveProperty('settings.ip_configuration.authorized_networks');
  });

  test('is a PostgreSQL that can go back to any moment of a week, as large as the config says', () => {
    const { database } = gcp;
    expect(instance).toMatchObject({
      name: database.instance,
      database_version: 'POSTGRES_17',
      deletion_protection: true,
      settings: {
        tier: database.tier,
        availability_type: database.availability,
        deletion_protection_enabled: true,
        disk_autoresize_limit: database.diskSizeLimitGb,
        insights_config: { query_insights_enabled: true },
        database_flags: [
          { name: 'cloudsql.iam_authentication', value: 'on' },
          { name: 'max_connections', value: String(database.maxConnections) },
        ],
        backup_configuration: {
          enabled: true,
          point_in_time_recovery_enabled: true,
          transaction_log_retention_days: 7,
          backup_retention_settings: { retained_backups: database.retainedBackups },
        },
      },
    });
    expect(all(data, 'google_sql_database').map(({ name }) => name)).toEqual([...facts.owners(services).keys()].sort());
  });

  /** Who logs in, from the map alone. */
  const logins: facts.Actor[] = each.flatMap(({ name, database, migrate }): facts.Actor[] => [
    ...(database ? [{ service: name }] : []),
    ...(migrate ? [{ migration: name }] : []),
  ]);

  test('knows the services that have one and their migrations by their accounts, and one administrator', () => {
    const users = all(data, 'google_sql_user').map((user) => {
      const [, account = ''] =
        /^\$\{trimsuffix\(google_service_account\.(\w+)\.email, "\.gserviceaccount\.com"\)\}$/.exec(
          String(user.name),
        ) ?? [];
      const id = data.resource.google_service_account?.[account]?.account_id;
      return user.type === 'CLOUD_IAM_SERVICE_ACCOUNT' ? `${id}@${gcp.projectId}.iam` : user.name;
    });
    expect(users.sort()).toEqual(
      [facts.names.databaseAdmin, ...logins.map((who) => facts.databaseUser(gcp, who))].sort(),
    );
  });

  test('keeps its administrator until its own end, and no login of a service', () => {
    const left = all(data, 'google_sql_user').filter(({ deletion_policy }) => deletion_policy !== undefined);
    expect(left).toMatchObject([{ name: facts.names.databaseAdmin, deletion_policy: 'ABANDON' }]);
  });

  test('is reached by exactly them, and by what gives them their rights', () => {
    const right = (role: string) =>
      all(data, 'google_project_iam_member')
        .filter((grant) => grant.role === role)
        .map((grant) => {
          expect(grant.condition).toMatchObject({
            expression: expect.stringContaining(`"projects/${gcp.projectId}/instances/${gcp.database.instance}"`),
          });
          return memberOf(data, grant);
        })
        .sort();
    expect(right('roles/cloudsql.instanceUser')).toEqual(logins.map(facts.accountId).sort());
    expect(right('roles/cloudsql.client')).toEqual([...logins, 'grants' as const].map(facts.accountId).sort());
  });
});

describe('the rights in the database', () => {
  const job = only(data, 'google_cloud_run_v2_job') as Block & {
    template: {
      template: { containers: [Block & { env: { name: string; value: string }[] }, Block]; vpc_access: Block };
    };
  };
  const [psql, proxy] = job.template.template.containers;
  const variables = Object.fromEntries(psql.env.map(({ name, value }) => [name, value]));

  test('are those of the map, for the logins that there are', () => {
    expect(variables.STATEMENTS).toBe(
      facts.grants(services, ({ name, migrate }) => [
        facts.databaseUser(gcp, { service: name }),
        ...(migrate ? [facts.databaseUser(gcp, { migration: name })] : []),
      ]),
    );
    for (const { name, database } of each) {
      const said = variables.STATEMENTS?.includes(`TO "${facts.databaseUser(gcp, { service: name })}"`);
      expect([name, said]).toEqual([name, database !== undefined]);
    }
  });

  test('are given after the logins, by the administrator, whose password is a file', () => {
    const users = Object.keys(data.resource.google_sql_user ?? {}).map((name) => `google_sql_user.${name}`);
    const databases = Object.keys(data.resource.google_sql_database ?? {}).map((name) => `google_sql_database.${name}`);
    expect(job.depends_on).toEqual(expect.arrayContaining([...users, ...databases]));
    expect(variables).toMatchObject({
      PGUSER: facts.names.databaseAdmin,
      PGPASSWORD_FILE: facts.secretPath(facts.ADMIN_SECRET),
    });
    expect(proxy.args).not.toContain('--auto-iam-authn');
    expect(job.template.template.vpc_access).toMatchObject({
      network_interfaces: [{ subnetwork: subnetId(gcp, facts.names.egressSubnet) }],
    });
  });

  test('are given again whenever they change, before anything after this stack', () => {
    expect(data.resource.terraform_data?.rights_job_run).toMatchObject({
      depends_on: ['google_cloud_run_v2_job.rights_job'],
      triggers_replace: { statements: variables.STATEMENTS },
      provisioner: [{ 'local-exec': { command: expect.stringContaining('gcloud run jobs execute "$JOB"') } }],
    });
    expect(job).not.toHaveProperty(
      'lifecycle.ignore_changes',
      expect.arrayContaining([expect.stringContaining('image')]),
    );
  });
});

describe('the store', () => {
  test('is reached from the network alone, over TLS, by who IAM lets in', () => {
    expect(only(data, 'google_memorystore_instance')).toMatchObject({
      authorization_mode: 'IAM_AUTH',
      transit_encryption_mode: 'SERVER_AUTHENTICATION',
      desired_auto_created_endpoints: [{ network: networkId(gcp, facts.names.network), project_id: gcp.projectId }],
      node_type: gcp.store.nodeType,
      replica_count: gcp.store.replicas,
      deletion_protection_enabled: true,
    });
    const users = all(data, 'google_project_iam_member').filter(
      ({ role }) => role === 'roles/memorystore.dbConnectionUser',
    );
    const wanted = each.filter(({ store }) => store).map(({ name }) => facts.accountId({ service: name }));
    expect(users.map((grant) => memberOf(data, grant))).toEqual(wanted);
    for (const { condition } of users) {
      expect(condition).toMatchObject({ expression: expect.stringContaining(`/instances/${facts.names.store}"`) });
    }
  });
});

test('a database and a store are not there when no service has one, nor is what serves them', async () => {
  const bare = builtIn<Config>('twittix', 'production', (record) => {
    for (const service of Object.values(record.services)) {
      Object.assign(service, { database: undefined, migrate: undefined, store: undefined });
    }
    return record;
  });
  const stack = part(await synthesize(bare), 'data');
  expect(Object.keys(stack.resource)).toEqual(['google_service_account', 'terraform_data']);
  expect(stack).not.toHaveProperty('ephemeral');
});

test('media are a bucket that everybody reads where the config says so, and nothing else is', async () => {
  expect(JSON.stringify(built.stacks)).not.toMatch(/allUsers|google_storage_bucket\b/);
  const withMedia = await moreOf('data');
  expect(only(withMedia, 'google_storage_bucket')).toMatchObject({
    name: facts.mediaBucket(gcp),
    uniform_bucket_level_access: true,
    labels: { 'readable-by': 'everybody' },
  });
  expect(only(withMedia, 'google_storage_bucket_iam_member')).toMatchObject({
    role: 'roles/storage.legacyObjectReader',
    member: 'allUsers',
  });
  expect(check((await more).view('production')).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

describe('secrets', () => {
  const named = Object.entries(config.secrets);

  test('are those of the config and the token of the builds, kept in the region', () => {
    const made = all(secrets, 'google_secret_manager_secret');
    expect(made.map(({ secret_id }) => secret_id)).toEqual(
      [...named.map(([name]) => name), gcp.build.tokenSecret].sort(),
    );
    for (const secret of made) {
      expect(secret).toMatchObject({
        deletion_protection: true,
        replication: { user_managed: { replicas: [{ location: gcp.region }] } },
      });
    }
  });

  test('have values that are in no state, or none at all', () => {
    const versions = [secrets, data].flatMap((stack) => all(stack, 'google_secret_manager_secret_version'));
    const generated = named.filter(([, from]) => from === 'generated').map(([name]) => name.replaceAll('-', '_'));
    expect(versions.map(({ secret_data_wo }) => secret_data_wo)).toEqual(
      [...generated, 'database_admin'].map((name) => `\${ephemeral.random_password.${name}.result}`),
    );
    for (const stack of [secrets, data]) {
      for (const block of Object.values(stack.ephemeral?.random_password ?? {})) {
        expect(block).toEqual({ length: 48, special: false });
      }
    }
    expect(JSON.stringify(built.stacks)).not.toMatch(/"(secret_data|password|root_password|auth_string)":/);
    expect(data.resource.google_sql_user?.postgres_admin).toMatchObject({
      password_wo: '${ephemeral.random_password.database_admin.result}',
    });
  });

  test('get a new value by a higher number, for everybody who must know it', async () => {
    const numbers = (stack: Stack) =>
      Object.fromEntries(
        Object.entries(stack.resource.google_secret_manager_secret_version ?? {}).map(([name, version]) => [
          name,
          version.secret_data_wo_version,
        ]),
      );
    expect(numbers(await moreOf('secrets'))).toMatchObject({ jwt_secret_version: 2, app_secret_version: 1 });
    expect(numbers(await moreOf('data'))).toEqual({ database_admin_version: 3 });
    expect((await moreOf('data')).resource.google_sql_user?.postgres_admin?.password_wo_version).toBe(3);
  });

  test('are read by the services that name them, and by nobody else', () => {
    const grants = (stack: Stack) =>
      Object.values(stack.resource.google_secret_manager_secret_iam_member ?? {}).map((grant) => {
        const [, made = ''] =
          /^\$\{google_secret_manager_secret\.(\w+)\.secret_id\}$/.exec(String(grant.secret_id)) ?? [];
        const secret = stack.resource.google_secret_manager_secret?.[made]?.secret_id ?? grant.secret_id;
        expect(grant.role).toBe('roles/secretmanager.secretAccessor');
        return `${memberOf(stack, grant)} reads ${secret}`;
      });
    const wanted = each.flatMap((service) =>
      Object.values(facts.secretsOf(service, mail)).map((secret) => `run-${service.name} reads ${secret}`),
    );
    expect(grants(secrets).sort()).toEqual([...new Set(wanted)].sort());
    expect(grants(data)).toEqual([`twittix-grants reads ${facts.ADMIN_SECRET}`]);
    expect(grants(registry)).toEqual([expect.stringMatching(/^service-.* reads github-token$/)]);
  });
});

describe('builds', () => {
  const triggers = registry.resource.google_cloudbuild_trigger ?? {};
  const trigger = (name: string, of = triggers) => of[`${name.replaceAll('-', '_')}_trigger`] as Block;
  const steps = (one: Block) => (one.build as { step: (Block & { id: string; args: string[] })[] }).step;

  test('come from one connection, each repository connected once', () => {
    expect(only(registry, 'google_cloudbuildv2_connection')).toMatchObject({
      github_config: {
        app_installation_id: gcp.build.githubAppInstallationId,
        authorizer_credential: {
          oauth_token_secret_version: `projects/${gcp.projectId}/secrets/${gcp.build.tokenSecret}/versions/latest`,
        },
      },
    });
    const remotes = all(registry, 'google_cloudbuildv2_repository').map(({ remote_uri }) => remote_uri);
    expect(remotes.sort()).toEqual(
      [...new Set(each.map(({ repository }) => `https://github.com/${repository}.git`))].sort(),
    );
  });

  test.each(each.map((service) => [service.name, service] as const))(
    'of %s deliver it, and as nobody else',
    (name, service) => {
      const one = trigger(name);
      const [, repository = ''] = /google_cloudbuildv2_repository\.(\w+)\./.exec(JSON.stringify(one)) ?? [];
      expect(registry.resource.google_cloudbuildv2_repository?.[repository]?.remote_uri).toBe(
        `https://github.com/${service.repository}.git`,
      );
      expect(one).toMatchObject({
        repository_event_config: { push: { branch: '^main$' } },
        service_account: accountResource(gcp, facts.accountId({ build: name })),
        build: { options: { logging: 'CLOUD_LOGGING_ONLY' } },
      });
      expect(one.included_files).toEqual(service.folder === '.' ? undefined : [`${service.folder}/**`]);
      const image = `${facts.imageRepository(gcp, name)}:$COMMIT_SHA`;
      expect(steps(one).map(({ id }) => id)).toEqual([
        'image',
        ...(service.migrate ? [`update-${name}-migrate`, `run-${name}-migrate`] : []),
        `deploy-${name}`,
      ]);
      expect(steps(one)[0]?.args.join(' ')).toContain(`docker push ${image}`);
      expect(steps(one).at(-1)?.args).toEqual([
        'run',
        'services',
        'update',
        name,
        `--image=${image}`,
        `--region=${gcp.region}`,
        '--quiet',
      ]);
      if (service.migrate) expect(steps(one)[2]?.args).toContain('--wait');
    },
  );

  test('may push, and write their log; what they deliver, the services say', () => {
    const wanted = each.map(({ name }) => facts.accountId({ build: name })).sort();
    const grants = Object.keys(registry.resource).filter((type) => /_iam_member$/.test(type));
    expect(grants.sort()).toEqual([
      'google_artifact_registry_repository_iam_member',
      'google_project_iam_member',
      'google_secret_manager_secret_iam_member',
    ]);
    const of = (type: string) => all(registry, type).map((grant) => `${memberOf(registry, grant)} ${grant.role}`);
    expect(of('google_artifact_registry_repository_iam_member')).toEqual(
      wanted.map((who) => `${who} roles/artifactregistry.writer`),
    );
    expect(of('google_project_iam_member')).toEqual(wanted.map((who) => `${who} roles/logging.logWriter`));
  });

  test('see their secrets as variables of the step that makes the image, and nowhere else', async () => {
    const stack = await moreOf('registry');
    const one = trigger('user-front', stack.resource.google_cloudbuild_trigger);
    expect(one).toMatchObject({
      build: {
        available_secrets: {
          secret_manager: [
            { env: 'NPM_TOKEN', version_name: `projects/${gcp.projectId}/secrets/npm-token/versions/latest` },
          ],
        },
      },
    });
    expect(steps(one).map(({ secret_env }) => secret_env)).toEqual([['NPM_TOKEN'], undefined]);
    expect(steps(one)[0]?.args.join(' ')).toContain('--secret id=NPM_TOKEN,env=NPM_TOKEN');
    const readers = all(stack, 'google_secret_manager_secret_iam_member').filter(
      ({ secret_id }) => secret_id === 'npm-token',
    );
    expect(readers.map((grant) => memberOf(stack, grant))).toEqual(['build-user-front']);
    expect(trigger('api', stack.resource.google_cloudbuild_trigger)).toEqual(trigger('api'));
  });

  test('wait for the token that somebody provides, and a synth says so', () => {
    const { expectations } = builtInSynthesis().view('production').output;
    expect(expectations).toContainEqual({
      kind: 'cloud',
      name: 'twittix-production-registry: a version of the secret github-token',
      from: facts.provideCommand(gcp, 'github-token'),
    });
  });
});

test('every account is one of the map, and is made once', () => {
  const made = Object.values(built.stacks).flatMap((stack) =>
    all(stack, 'google_service_account').map(({ account_id }) => account_id),
  );
  const wanted = each.flatMap(({ name, migrate }): facts.Actor[] => [
    { service: name },
    { build: name },
    ...(migrate ? [{ migration: name }] : []),
  ]);
  expect(made.sort()).toEqual([...wanted, 'grants' as const].map(facts.accountId).sort());
  expect(email({ service: 'api' })).toBe(`run-api@${gcp.projectId}.iam.gserviceaccount.com`);
});

test('a role on the whole project is one that no smaller thing has, and never a primitive one', () => {
  const grants = Object.entries(built.stacks).flatMap(([name, stack]) =>
    all(stack, 'google_project_iam_member').map(({ role, condition }) => [name, role, condition !== undefined]),
  );
  const roles = new Map(grants.map(([, role, narrowed]) => [role, narrowed]));
  expect(Object.fromEntries(roles)).toEqual({
    'roles/cloudsql.client': true,
    'roles/cloudsql.instanceUser': true,
    'roles/logging.logWriter': false,
    'roles/memorystore.dbConnectionUser': true,
  });
  expect(JSON.stringify(built.stacks)).not.toMatch(/roles\/(owner|editor|viewer)"/);
});

test.each<[string, (record: Config) => void, string]>([
  [
    "a secret with the name of the administrator's password",
    (record) => Object.assign(record.secrets, { [facts.ADMIN_SECRET]: 'generated' }),
    `secrets.${facts.ADMIN_SECRET}: "generated" - expected another name: this secret has another purpose`,
  ],
  [
    'a secret with the name of the token of the builds',
    (record) => Object.assign(record.secrets, { [record.gcp.build.tokenSecret]: 'provided' }),
    'secrets.github-token: "provided" - expected another name: this secret has another purpose',
  ],
  [
    'a new value for a secret that nobody generates',
    (record) => Object.assign(record.gcp, { generations: { 'smtp-password': 2 } }),
    'gcp.generations.smtp-password: 2 - expected one of database-admin, app-secret, auth-api-key, jwt-secret',
  ],
])('refuses %s', (_, change, says) => {
  const record = structuredClone(production.record) as Config;
  change(record);
  expect(validate(production, record).map(({ keys, tell }) => `${keys.join('.')}: ${tell()}`)).toContain(says);
});
