import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountEmail } from '../../config/google/names';
import * as facts from '../../config/twittix';
import { check } from '../../policy/check';
import * as synthesis from '../../synthesis/synthesize';
import { builtIn, builtInStacks, builtInSynthesis } from '../support/built-in';
import { type Block, type Stack, type Synthesized, synthesize } from '../support/terraform';

type Config = facts.OnGoogleCloudConfig;

const target = builtIn<Config>('twittix', 'production');
const { services, gcp, mail } = target.config;
const built = builtInStacks('twittix', 'production');
const stackOf = ({ stacks }: Synthesized, part: string) => stacks[`twittix-production-${part}`] as Stack;
const run = stackOf(built, 'services');
const edge = stackOf(built, 'edge');

/** The same with an organization, in which people can log in, and with media. */
const whole = synthesize(
  builtIn<Config>('twittix', 'production', (config) => {
    Object.assign(config.gcp, { organization: '123456789012', media: 'cdn' });
    return config;
  }),
);

const idOf = (name: string) => name.replaceAll('-', '_');
const all = (stack: Stack, type: string): Block[] => Object.values(stack.resource[type] ?? {});
const member = (account: string) => `serviceAccount:${accountEmail(gcp, account)}`;

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly depends_on?: string[];
  readonly env?: { name: string; value: string }[];
  readonly ports?: { container_port: number };
  readonly startup_probe?: { http_get: { path: string; port: number } };
  readonly liveness_probe?: { http_get: { path: string; port: number } };
  readonly volume_mounts?: { name: string; mount_path: string }[];
}

function service(name: string, stack = run) {
  const block = stack.resource.google_cloud_run_v2_service?.[idOf(name)] as Block;
  const template = block.template as Block & { containers: [Container, ...Container[]]; volumes: Block[] };
  const variables = Object.fromEntries((template.containers[0].env ?? []).map((entry) => [entry.name, entry.value]));
  return { block, template, containers: template.containers, variables };
}

/** Who may call a service, as Cloud Run checks it. */
function invokers(name: string, stack = run): unknown[] {
  return all(stack, 'google_cloud_run_v2_service_iam_member')
    .filter(({ name: of, role }) => role === 'roles/run.invoker' && String(of).includes(`.${idOf(name)}.`))
    .map(({ member: who }) => who);
}

const each = facts.named(services);

describe.each(each.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const { block, template, containers, variables } = service(name);

  test('runs as nobody else, with the sizes of its entry', () => {
    expect(template).toMatchObject({
      service_account: accountEmail(gcp, `run-${name}`),
      max_instance_request_concurrency: entry.concurrency,
      scaling: { min_instance_count: entry.instances.min, max_instance_count: entry.instances.max },
    });
    expect(containers[0]).toMatchObject({
      ports: { container_port: entry.port },
      resources: { limits: { cpu: String(entry.cpu), memory: `${entry.memoryMiB}Mi` } },
    });
    expect(block.deletion_protection).toBe(true);
  });

  test('starts when it is ready, and lives by what asks nobody', () => {
    const below = entry.path === undefined || entry.path === '/' ? '' : entry.path;
    expect(containers[0].startup_probe?.http_get).toEqual({ path: `${below}/ready`, port: entry.port });
    expect(containers[0].liveness_probe?.http_get).toEqual({ path: `${below}/health`, port: entry.port });
  });

  test('reads its secrets from files, each in a folder of its own, and from no variable', () => {
    const secrets = Object.entries(facts.secretsOf(entry, mail));
    const names = [...new Set(secrets.map(([, secret]) => secret))].sort();
    expect(template.volumes).toEqual(
      names.map((secret) => ({ name: secret, secret: { secret, items: [{ path: 'value', version: 'latest' }] } })),
    );
    expect(containers[0].volume_mounts).toEqual(
      names.map((secret) => ({ name: secret, mount_path: `/secrets/${secret}` })),
    );
    for (const [variable, secret] of secrets) {
      expect(variables[`${variable}_FILE`]).toBe(`/secrets/${secret}/value`);
      expect(variables).not.toHaveProperty(variable);
    }
    expect(JSON.stringify(template)).not.toMatch(/secret_key_ref|password=/);
  });

  test('has the Auth Proxy beside it exactly where it has a database, and waits for it', () => {
    const proxies = containers.slice(1);
    expect(containers[0].depends_on).toEqual(entry.database && ['sql-proxy']);
    expect(proxies.map(({ name: proxy }) => proxy)).toEqual(entry.database ? ['sql-proxy'] : []);
    for (const { args, startup_probe } of proxies) {
      expect(args).toEqual(expect.arrayContaining(['--private-ip', '--auto-iam-authn', '--port=5432']));
      expect(args?.at(-1)).toBe(`${gcp.projectId}:${gcp.region}:${gcp.database.instance}`);
      expect(startup_probe?.http_get.path).toBe('/startup');
    }
    expect(JSON.stringify(template)).not.toContain('cloud_sql_instance');
    const login = encodeURIComponent(`run-${name}@${gcp.projectId}.iam`);
    // Whoever makes tables does so as the role that owns them.
    const as = entry.database?.rights === 'owner' ? `?options=-crole%3D${entry.database.name}_owner` : '';
    expect(variables.DATABASE_URL).toBe(
      entry.database && `postgresql://${login}@127.0.0.1:5432/${entry.database.name}${as}`,
    );
  });

  test('leaves the network for private addresses only, and sets no PORT, which Cloud Run does', () => {
    expect(template.vpc_access).toMatchObject({ egress: 'PRIVATE_RANGES_ONLY' });
    expect(variables).not.toHaveProperty('PORT');
  });

  test('is delivered by its own build alone, whose image Terraform leaves', () => {
    const delivered = all(run, 'google_cloud_run_v2_service_iam_member').filter(
      ({ name: of, role }) => role === 'roles/run.developer' && String(of).includes(`.${idOf(name)}.`),
    );
    expect(delivered.map(({ member: who }) => who)).toEqual([member(`build-${name}`)]);
    expect(block.lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining(['template[0].containers[0].image', 'client', 'client_version']),
    });
  });
});

test('a build acts as its service and its migration, and as nobody else', () => {
  const acts = all(run, 'google_service_account_iam_member').map((grant) => [
    grant.member,
    grant.role,
    String(grant.service_account_id).split('/').at(-1),
  ]);
  const wanted = each.flatMap(({ name, migrate }) =>
    [`run-${name}`, ...(migrate ? [`move-${name}`] : [])].map((account) => [
      member(`build-${name}`),
      'roles/iam.serviceAccountUser',
      accountEmail(gcp, account),
    ]),
  );
  expect(acts.sort()).toEqual(wanted.sort());
});

describe('who calls whom', () => {
  const internal = each.filter(({ access }) => access === 'internal');

  test('internal services have no public way in', () => {
    expect(internal.length).toBeGreaterThan(0);
    const groups = all(edge, 'google_compute_region_network_endpoint_group');
    const led = groups.map(({ cloud_run }) => (cloud_run as Block).service);
    for (const { name } of internal) {
      expect(service(name).block).toMatchObject({
        ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        invoker_iam_disabled: false,
      });
      expect(led).not.toContain(name);
    }
  });

  test('every edge to an internal service has its invoker, and nobody else has one', () => {
    for (const { name } of each) {
      const callers = facts.callsOf(services).filter(({ to }) => to === name);
      const wanted = services[name]?.access === 'internal' ? callers.map(({ from }) => member(`run-${from}`)) : [];
      expect([name, invokers(name)]).toEqual([name, [...new Set(wanted)]]);
    }
  });

  test('an edge to a public service has its shared key', () => {
    for (const { from, to } of facts.callsOf(services)) {
      if (services[to]?.access === 'internal') continue;
      const mounted = (name: string) => service(name).containers[0].volume_mounts?.map(({ name: secret }) => secret);
      expect(mounted(from)?.filter((secret) => mounted(to)?.includes(secret))).not.toEqual([]);
    }
  });

  test('the address of a service is known before it exists, so that a circle of calls is none of resources', () => {
    for (const { from, to, variable } of facts.callsOf(services)) {
      const origin = `https://${to}-\${data.google_project.project.number}.${gcp.region}.run.app`;
      expect(service(from).variables[variable]).toBe(`${origin}${services[to]?.path ?? ''}`);
    }
  });

  test('nobody is asked who he is only where the service asks by itself, behind the load balancer', () => {
    for (const { name, access } of each) {
      const { ingress, invoker_iam_disabled } = service(name).block;
      expect(invoker_iam_disabled).toBe(access === 'public');
      if (invoker_iam_disabled) expect(ingress).toBe('INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER');
    }
  });
});

test('a migration runs as an account of its own, once, and can end the proxy beside it', () => {
  const jobs = run.resource.google_cloud_run_v2_job ?? {};
  expect(Object.keys(jobs)).toEqual(each.filter(({ migrate }) => migrate).map(({ name }) => `${idOf(name)}_migrate`));
  for (const { name, migrate } of each.filter((entry) => entry.migrate)) {
    const { template } = (jobs[`${idOf(name)}_migrate`]?.template ?? {}) as {
      template: Block & { containers: Container[] };
    };
    const [main, proxy] = template.containers;
    expect(template).toMatchObject({ service_account: accountEmail(gcp, `move-${name}`), max_retries: 0 });
    expect(main).toMatchObject({ command: migrate, depends_on: ['sql-proxy'] });
    expect(main?.env).toContainEqual({ name: 'DATABASE_DONE_URL', value: 'http://127.0.0.1:9091/quitquitquit' });
    expect(proxy?.args).toEqual(
      expect.arrayContaining(['--quitquitquit', '--admin-port=9091', '--exit-zero-on-sigterm']),
    );
  }
});

describe('the load balancer', () => {
  const published = facts.published(services).filter(({ access }) => access === 'public');

  test('leads to every public service by its path, which it does not rewrite', () => {
    const { path_matcher } = (edge.resource.google_compute_url_map?.load_balancer ?? {}) as { path_matcher: Block[] };
    const backend = (name: string) => `\${google_compute_backend_service.${idOf(name)}.id}`;
    expect(path_matcher).toEqual([
      {
        name: 'paths',
        default_service: backend('user-front'),
        path_rule: published
          .filter(({ path }) => path !== '/')
          .map(({ name, path }) => ({ paths: [path, `${path}/*`], service: backend(name) })),
      },
    ]);
  });

  test('answers by TLS 1.2 at least, and sends HTTP there', () => {
    expect(all(edge, 'google_compute_ssl_policy')).toMatchObject([{ profile: 'MODERN', min_tls_version: 'TLS_1_2' }]);
    expect(edge.resource.google_compute_url_map?.load_balancer_to_https?.default_url_redirect).toEqual({
      https_redirect: true,
      redirect_response_code: 'MOVED_PERMANENTLY_DEFAULT',
      strip_query: false,
    });
    const ports = all(edge, 'google_compute_global_forwarding_rule').map(({ port_range }) => port_range);
    expect(ports.sort()).toEqual(['443', '80']);
  });

  test('has every backend logged and behind the firewall, whose last word is no', () => {
    const backends = all(edge, 'google_compute_backend_service');
    expect(backends).toHaveLength(published.length);
    for (const backend of backends) {
      expect(backend).toMatchObject({
        log_config: { enable: true, sample_rate: 1 },
        security_policy: '${google_compute_security_policy.firewall.id}',
      });
    }
    const { rule } = (edge.resource.google_compute_security_policy?.firewall ?? {}) as { rule: Block[] };
    const sorted = [...rule].sort((a, b) => Number(a.priority) - Number(b.priority));
    expect(new Set(rule.map(({ priority }) => priority)).size).toBe(rule.length);
    // Known attacks first: who is let in by the limit is asked nothing more.
    expect(sorted.map(({ action }) => action).join(' ')).toMatch(/^(deny\(403\) )+throttle deny\(403\)$/);
    expect(sorted.at(-2)).toMatchObject({
      rate_limit_options: { enforce_on_key: 'IP', rate_limit_threshold: { count: gcp.run.requestsPerMinute } },
    });
  });

  test('tells the DNS records, also the one by which Google knows whose the name is', () => {
    expect(edge.output.dns_records?.value).toEqual([
      `${target.config.host}. 300 IN A \${google_compute_global_address.load_balancer_address.address}`,
      expect.stringContaining('dns_resource_record[0].data'),
    ]);
  });
});

describe("the members' front", () => {
  const [members] = each.filter(({ access }) => access === 'members');
  const name = members?.name ?? '';

  test('is not published without an organization, and a synth says so', () => {
    expect(service(name).block).toMatchObject({
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invoker_iam_disabled: false,
    });
    expect(invokers(name)).toEqual([]);
    expect(edge.resource.google_compute_backend_service).not.toHaveProperty(idOf(name));
    const { expectations } = builtInSynthesis().view('production').output;
    expect(expectations).toContainEqual({
      kind: 'cloud',
      name: `twittix-production-services: an organization: without one IAP lets nobody in, and ${name} is not published`,
      from: expect.stringContaining('gcp.organization'),
    });
  });

  test('has IAP before it with one, which lets in the administrators and is the only caller', async () => {
    const both = await whole;
    const front = stackOf(both, 'edge');
    expect(front.resource.google_compute_backend_service?.[idOf(name)]).toMatchObject({ iap: { enabled: true } });
    expect(all(front, 'google_iap_web_backend_service_iam_member')).toEqual([
      {
        for_each: `\${toset(${JSON.stringify(gcp.admins)})}`,
        member: '${each.value}',
        role: 'roles/iap.httpsResourceAccessor',
        web_backend_service: `\${google_compute_backend_service.${idOf(name)}.name}`,
      },
    ]);
    const back = stackOf(both, 'services');
    expect(service(name, back).block).toMatchObject({
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      invoker_iam_disabled: false,
    });
    expect(invokers(name, back)).toEqual([
      'serviceAccount:service-${data.google_project.project.number}@gcp-sa-iap.iam.gserviceaccount.com',
    ]);
    expect(JSON.stringify(both.stacks)).not.toMatch(/oauth2_client/);
  });
});

test('media are behind the CDN where the config says so, and nowhere else', async () => {
  expect(edge.resource).not.toHaveProperty('google_compute_backend_bucket');
  const { resource } = stackOf(await whole, 'edge');
  expect(resource.google_compute_backend_bucket?.media).toMatchObject({
    bucket_name: facts.mediaBucket(gcp),
    enable_cdn: true,
  });
  expect(JSON.stringify(resource.google_compute_url_map)).toContain(
    '"paths":["/media","/media/*"],"service":"${google_compute_backend_bucket.media.id}"',
  );
});

test('what is provided is expected, with the command that does', () => {
  const { expectations } = builtInSynthesis().view('local').output;
  expect(expectations).toContainEqual({
    kind: 'cloud',
    name: 'twittix-production-services: a version of the secret smtp-password',
    from: `printf '%s' "$VALUE" | gcloud secrets versions add smtp-password --data-file=- --project=${gcp.projectId}`,
  });
});

describe('what the authors of services are told', () => {
  const page = readFileSync(join(__dirname, '../../docs/twittix-services.md'), 'utf8');

  test('names every kind of variable that a service or a migration gets', () => {
    const given = each.flatMap((entry) => {
      const { calls, links, origins, environment } = entry;
      const ofTheEntry = Object.keys({ ...calls, ...links, ...origins, ...environment });
      return ['PORT', ...Object.keys(service(entry.name).variables)].filter((name) => !ofTheEntry.includes(name));
    });
    for (const name of given) expect(page).toContain(name.endsWith('_FILE') ? '`<NAME>_FILE`' : `\`${name}\``);
    for (const kind of ['calls', 'links', 'origins', 'environment']) expect(page).toContain(`each of \`${kind}\``);
    expect(page).toContain('`DATABASE_DONE_URL`');
  });

  test('says what the stacks do: how long requests and migrations may take, and the header of internal calls', () => {
    expect(service('api').template.timeout).toBe('60s');
    expect(page).toContain('within 60 seconds');
    const [job] = all(run, 'google_cloud_run_v2_job') as { template: { template: Block } }[];
    expect(job?.template.template.timeout).toBe('1800s');
    expect(page).toContain('Half an hour is the limit');
    expect(page).toMatch(/Remove `X-Serverless-Authorization`/);
  });
});

describe('with everything that the config offers', () => {
  const delivery = {
    repository: 'me/terrachart',
    repositoryIds: { owner: 11, repository: 22 },
    environment: 'live',
  };
  const offered = builtIn<Config>('twittix', 'production', (config) => {
    Object.assign(config.gcp, { organization: '123456789012', media: 'cdn', delivery, stateBucket: 'my-states' });
    return config;
  });

  test('no rule is broken', async () => {
    const { findings } = check((await synthesis.synthesize({ terraform: [offered] })).view('production'));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('the workflow of one repository and environment applies the stacks, by ids and without a key', async () => {
    expect(built.stacks).not.toHaveProperty('twittix-production-delivery');
    const stack = stackOf(await synthesize(offered), 'delivery');
    expect(all(stack, 'google_iam_workload_identity_pool_provider')).toMatchObject([
      {
        oidc: { issuer_uri: 'https://token.actions.githubusercontent.com' },
        attribute_condition:
          "assertion.repository_id == '22' && assertion.repository_owner_id == '11' && assertion.environment == 'live'",
      },
    ]);
    const granted = all(stack, 'google_project_iam_member');
    const limited = granted.filter(({ role }) => role === 'roles/resourcemanager.projectIamAdmin');
    expect(limited).toMatchObject([{ condition: { expression: expect.stringMatching(/hasOnly\(\['roles\//) } }]);
    expect(JSON.stringify(granted)).not.toMatch(
      /roles\/(owner|editor|viewer|iam\.(serviceAccount(User|Admin)|security))/,
    );
    expect(stack.resource).not.toHaveProperty('google_service_account_key');
    expect(all(stack, 'google_storage_bucket_iam_member')).toMatchObject([{ bucket: 'my-states' }]);
  });

  test('it acts as the accounts of the map, and as no other', async () => {
    const stack = stackOf(await synthesize(offered), 'delivery');
    const users = all(stack, 'google_service_account_iam_member').filter(
      ({ role }) => role === 'roles/iam.serviceAccountUser',
    );
    const accounts = each.flatMap(({ name, migrate }) => [
      `run-${name}`,
      `build-${name}`,
      ...(migrate ? [`move-${name}`] : []),
    ]);
    expect(users.map(({ service_account_id }) => String(service_account_id).split('/').at(-1)).sort()).toEqual(
      [...accounts, 'twittix-grants'].map((account) => accountEmail(gcp, account)).sort(),
    );
  });
});

test('no primitive role, and no role on the whole project', () => {
  const text = JSON.stringify([run, edge]);
  expect(text).not.toMatch(/roles\/(owner|editor|viewer)"|google_project_iam|allUsers|allAuthenticatedUsers/);
});
