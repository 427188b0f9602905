import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../cli/options';
import {
  contracts,
  deadLetters,
  type OnAutopilotConfig,
  publishersOf,
  RETENTION_DAYS,
  residency,
  subscriptionsOf,
} from '../../config/caternet';
import { labelKeys } from '../../config/labels';
import { type Target, waiversOf } from '../../config/system';
import type { View } from '../../model/view';
import { check } from '../../policy/check';
import { synthesize } from '../../synthesis/synthesize';
import { builtIn, builtInStacks, builtInSynthesis } from '../support/built-in';
import type { Block, Stack } from '../support/terraform';

interface Variable {
  readonly name: string;
  readonly value?: string;
}

const environments = ['staging', 'production'] as const;
const config = builtIn<OnAutopilotConfig>('caternet', 'production').config;
const { stacks, dependencies } = builtInStacks('caternet', 'production');

const part = (name: string): Stack => stacks[`caternet-production-${name}`] as Stack;
const all = (stack: Stack, type: string): Block[] => Object.values(stack.resource[type] ?? {});
const everywhere = (type: string): Block[] => Object.values(stacks).flatMap((stack) => all(stack, type));

/** What is wrong with a view, in words. */
const findings = (view: View, targets: readonly Target[]) =>
  check(view, { waivers: waiversOf(targets) }).findings.map(({ object, detail }) => `${object} ${detail}`);

test('the stacks are deployed in order, from the network up; AWS and the traps after what they name', () => {
  const short = (name: string) => name.replace('caternet-production-', '');
  expect(
    Object.fromEntries(Object.entries(dependencies).map(([name, after]) => [short(name), after.map(short)])),
  ).toEqual({
    network: [],
    data: ['network'],
    cluster: ['data'],
    platform: ['cluster'],
    'second-copy': ['cluster'],
    traps: ['data'],
    'mousetrap-northamerica-northeast1': ['traps'],
    'mousetrap-us-east4': ['traps'],
  });
});

describe('the bus', () => {
  const data = part('data');
  const accountOf = (stack: Stack, member: unknown) => {
    const [, id] = /google_service_account\.(\w+)\.member/.exec(String(member)) ?? [];
    const account = stack.resource.google_service_account?.[id ?? ''];
    return account && String(account.account_id).replace(/^caternet-/, '');
  };
  const named = (stack: Stack, expression: unknown) => {
    const [, type = '', id = ''] = /^\$\{(\w+)\.(\w+)\.\w+\}$/.exec(String(expression)) ?? [];
    return String((stack.resource[type]?.[id] as Block | undefined)?.name ?? expression);
  };

  test('each service publishes what the config says, and nothing else', () => {
    const granted = ['data', 'traps'].map(part).flatMap((stack) =>
      all(stack, 'google_pubsub_topic_iam_member')
        .filter(({ role }) => role === 'roles/pubsub.publisher')
        .map(({ member, topic }) => ({ topic: named(stack, topic), service: accountOf(stack, member) }))
        .filter(({ service }) => service !== undefined),
    );
    const sorted = (pairs: readonly object[]) => pairs.map((pair) => JSON.stringify(pair)).sort();
    expect(sorted(granted)).toEqual(
      sorted(publishersOf(config.services).map(({ topic, service }) => ({ topic, service }))),
    );
  });

  test('each service reads what the config says, through a subscription of its own, and nothing else', () => {
    const read = all(data, 'google_pubsub_subscription_iam_member')
      .filter(({ role, member }) => role === 'roles/pubsub.subscriber' && accountOf(data, member) !== undefined)
      .map(({ subscription, member }) => `${accountOf(data, member)} ${named(data, subscription)}`);
    expect(read.sort()).toEqual(
      subscriptionsOf(config.services)
        .map(({ service, name }) => `${service} ${name}`)
        .sort(),
    );
  });

  test.each(subscriptionsOf(config.services))(
    '$name waits for its reader, and puts aside what nobody can work on',
    ({ name, topic }) => {
      const found = (wanted: string) =>
        all(data, 'google_pubsub_subscription').find((each) => each.name === wanted) as Block;
      const subscription = found(name);
      expect(named(data, subscription.topic)).toBe(topic);
      expect(subscription).toMatchObject({
        ack_deadline_seconds: 60,
        expiration_policy: { ttl: '' },
        retry_policy: { minimum_backoff: '10s', maximum_backoff: '600s' },
        enable_message_ordering: topic !== 'mouse-trap',
        message_retention_duration: `${RETENTION_DAYS * 86400}s`,
        dead_letter_policy: { max_delivery_attempts: 10 },
      });
      const dead = (subscription.dead_letter_policy as Block).dead_letter_topic;
      expect(named(data, dead)).toBe(deadLetters(name));
      expect(named(data, found(deadLetters(name)).topic)).toBe(deadLetters(name));

      // The service agent moves the message: it publishes there, and acknowledges here.
      const agent = expect.stringMatching(/^serviceAccount:service-\$\{.*\}@gcp-sa-pubsub\.iam\.gserviceaccount\.com$/);
      const rights = [
        ...all(data, 'google_pubsub_topic_iam_member').filter((each) => named(data, each.topic) === deadLetters(name)),
        ...all(data, 'google_pubsub_subscription_iam_member').filter(
          (each) => named(data, each.subscription) === name && String(each.member).includes('gcp-sa-pubsub'),
        ),
      ];
      expect(rights.map(({ role, member }) => ({ role, member }))).toEqual([
        { role: 'roles/pubsub.publisher', member: agent },
        { role: 'roles/pubsub.subscriber', member: agent },
      ]);
    },
  );

  test('stores every message in Canada; what is not of the traps goes nowhere else, the dead neither', () => {
    const telemetry = ['mouse-trap', 'catnodejs-from-mouse-trap-dead', 'cadaver-exchange-from-mouse-trap-dead'];
    for (const { name, message_storage_policy, kms_key_name } of all(data, 'google_pubsub_topic')) {
      expect({ name, ...(message_storage_policy as Block) }).toEqual({
        name,
        allowed_persistence_regions: residency.regions.google,
        enforce_in_transit: !telemetry.includes(String(name)),
      });
      expect(kms_key_name).toBe('${google_kms_crypto_key.keys_montreal_bus.id}');
    }
  });

  test('refuses what is not the JSON of an event with the fields of its topic', () => {
    for (const [topic, { data: fields }] of Object.entries(config.topics)) {
      const schema = all(data, 'google_pubsub_schema').find(({ name }) => name === topic);
      const found = [...String(schema?.definition).matchAll(/^ {4}(\w+) (\w+) = (\d+);$/gm)].map(([, type, name]) => [
        name,
        type,
      ]);
      expect(Object.fromEntries(found)).toEqual(fields);
    }
    expect(
      all(data, 'google_pubsub_topic')
        .filter((topic) => topic.schema_settings)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(config.topics).sort());
  });
});

test('whatever holds data is protected from a plan that destroys it', () => {
  const holds =
    /^(google_(artifact_registry_repository|compute_network|container_cluster|dns_managed_zone|gke_backup_backup_plan|kms_crypto_key|logging_project_bucket_config|pubsub_topic|pubsub_subscription|storage_bucket)|aws_s3_bucket)$/;
  const open = Object.entries(stacks).flatMap(([name, { resource }]) =>
    Object.entries(resource).flatMap(([type, blocks]) =>
      Object.entries(blocks)
        .filter(([, { lifecycle }]) => holds.test(type) && (lifecycle as Block | undefined)?.prevent_destroy !== true)
        .map(([id]) => `${name}/${type}.${id}`),
    ),
  );
  expect(open).toEqual([]);
});

test('the bus takes what the apps say: the fields of their events, and no others', () => {
  for (const { topic, service } of publishersOf(config.services)) {
    const folder = join(root, 'apps/caternet', service, 'src');
    const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    // The literal that an event's data is.
    const literals = sources.flatMap((source) => [...source.matchAll(/\bdata(?::| =) \{ ([^{}]+) \}/g)]);
    const said = literals.map(([, fields = '']) => fields.split(', ').map((field) => field.replace(/:.*$/, '')));
    expect([service, ...said.map((fields) => fields.sort())]).toEqual([
      service,
      Object.keys(config.topics[topic]?.data ?? {}).sort(),
    ]);
  }
});

test('each service in the cluster is told of the topic and the subscriptions that are made for it, in its project', () => {
  const { pods } = builtInSynthesis().view('production');
  const told = pods
    .filter(({ owner }) => owner.metadata.labels?.[labelKeys.partOf] === 'caternet')
    .flatMap(({ owner, containers }) =>
      containers.map(({ env = [] }) => {
        const value = (wanted: string) => (env as Variable[]).find(({ name }) => name === wanted)?.value;
        const subscriptions = value('SUBSCRIPTIONS')?.split(',');
        return [owner.metadata.name, value('PUBSUB_PROJECT'), value('PUBLISH_TOPIC'), subscriptions] as const;
      }),
    )
    .filter(([, project]) => project !== undefined);
  const names = (type: string) => all(part('data'), type).map(({ name }) => String(name));
  expect(told.map(([service]) => service).sort()).toEqual(['cadaver-exchange', 'catnodejs']);
  for (const [service, project, topic, subscriptions] of told) {
    const facts = subscriptionsOf(config.services).filter((each) => each.service === service);
    expect([project, topic]).toEqual([
      config.gcp.projectId,
      publishersOf(config.services).find((each) => each.service === service)?.topic,
    ]);
    expect(subscriptions).toEqual(facts.map(({ name }) => name));
    expect(names('google_pubsub_topic')).toContain(topic);
    expect(names('google_pubsub_subscription')).toEqual(expect.arrayContaining(subscriptions as string[]));
  }
});

describe('traps', () => {
  const pools = everywhere('google_cloud_run_v2_worker_pool');

  test('stand in every region of the config, which are two at least, and have nothing but what the app is told', () => {
    expect(pools.map(({ location }) => location)).toEqual(config.gcp.traps.regions);
    expect(pools.length).toBeGreaterThan(1);
    const { required, optional } = contracts.mousetrap.variables;
    for (const { template } of pools as { template: Block }[]) {
      const [container] = template.containers as { env: { name: string }[] }[];
      const told = container?.env.map(({ name }) => name) ?? [];
      expect(told).toEqual(expect.arrayContaining([...required]));
      expect(told.filter((name) => ![...required, ...optional].includes(name as never))).toEqual([]);
      expect(template).not.toHaveProperty('volumes');
    }
  });

  test('have a project that keeps nothing, whose logs go to Canada', () => {
    const [policy] = all(part('traps'), 'google_org_policy_policy') as { spec: { rules: Block[] } }[];
    expect(policy?.spec.rules).toEqual([
      { values: { allowed_values: ['in:canada-locations', 'in:us-east4-locations'] } },
    ]);
    expect(all(part('traps'), 'google_logging_project_sink')).toMatchObject([
      {
        name: '_Default',
        destination:
          'logging.googleapis.com/projects/caternet-production/locations/northamerica-northeast1/buckets/caternet',
      },
    ]);
  });
});

describe('copies', () => {
  test('of MongoDB can be added and read, and not deleted or replaced for as long as the config says', () => {
    const copies = part('data').resource.google_storage_bucket?.mongodb_copies;
    expect(copies).toMatchObject({
      location: config.gcp.recoveryRegion,
      retention_policy: { retention_period: config.gcp.backups.retentionDays * 86400, is_locked: false },
      encryption: { default_kms_key_name: '${google_kms_crypto_key.keys_toronto_backups.id}' },
      lifecycle: { prevent_destroy: true },
    });
    const rights = all(part('data'), 'google_storage_bucket_iam_member').filter(({ bucket }) =>
      String(bucket).includes('mongodb'),
    );
    expect([...new Set(rights.map(({ role }) => role))]).toEqual([
      'roles/storage.objectCreator',
      'roles/storage.objectViewer',
    ]);
  });

  test('at AWS are locked, and one pod of the cluster adds to them, by its token', () => {
    const { resource } = part('second-copy');
    expect(resource.aws_s3_bucket?.copies).toMatchObject({
      object_lock_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(resource.aws_s3_bucket_object_lock_configuration?.copies_lock).toMatchObject({
      rule: { default_retention: { mode: config.aws.mode, days: config.aws.retentionDays } },
    });
    const issuer =
      'container.googleapis.com/v1/projects/caternet-production/locations/northamerica-northeast1/clusters/caternet-production';
    const statement = (policy: unknown) => JSON.parse(String(policy)).Statement as Block[];
    expect(statement(resource.aws_iam_role?.writer?.assume_role_policy)[0]?.Condition).toEqual({
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: 'system:serviceaccount:caternet-production-data:mongodb-backup',
      },
    });
    expect(statement(resource.aws_iam_role_policy?.writer_rights?.policy)).toMatchObject([
      { Action: ['s3:PutObject'], Resource: ['${aws_s3_bucket.copies.arn}/mongodb/*'] },
    ]);
    expect(resource).not.toHaveProperty('aws_iam_access_key');
  });

  test('of the whole cluster are made as often as the config says, in the other region', () => {
    expect(all(part('cluster'), 'google_gke_backup_backup_plan')).toMatchObject([
      {
        location: config.gcp.recoveryRegion,
        backup_schedule: { rpo_config: { target_rpo_minutes: config.recovery.cluster.rpoMinutes } },
        retention_policy: { backup_retain_days: config.recovery.cluster.retainedDays, locked: false },
        backup_config: { all_namespaces: true, include_secrets: true, include_volume_data: true },
      },
    ]);
    expect(all(part('cluster'), 'google_gke_backup_restore_plan')).toMatchObject([{ location: config.gcp.region }]);
  });
});

test('cert-manager is installed without a token in the state, and elects leaders where Autopilot lets it', () => {
  const { provider, resource, data = {} } = part('platform');
  expect(provider.helm).toMatchObject([{ kubernetes: { exec: { command: 'gke-gcloud-auth-plugin' } } }]);
  expect(data).not.toHaveProperty('google_client_config');
  const { values } = (resource.helm_release as Record<string, { values: [string] }>).certificates ?? { values: [''] };
  expect(JSON.parse(values[0])).toMatchObject({ global: { leaderElection: { namespace: 'cert-manager' } } });
});

describe.each(environments)('%s', (environment) => {
  test('keeps every rule, those about Canada too', () => {
    const target = builtIn('caternet', environment);
    expect(builtInSynthesis().residency).toHaveProperty('caternet');
    const own = findings(builtInSynthesis().view(environment), [target]);
    expect(own.filter((finding) => finding.startsWith('caternet-'))).toEqual([]);
  });
});

describe('other records', () => {
  const changed = (environment: string, change: (config: OnAutopilotConfig) => void): Target =>
    builtIn<OnAutopilotConfig>('caternet', environment, (record) => {
      change(record);
      return record;
    });
  /** Montréal is lost. */
  const rebuilt = changed('production', ({ gcp }) => {
    [gcp.region, gcp.recoveryRegion] = [gcp.recoveryRegion, gcp.region];
    gcp.zones = [`${gcp.region}-a`, `${gcp.region}-b`];
    gcp.projectId = 'caternet-rebuilt';
    gcp.backups.bucket = 'caternet-rebuilt-backups';
  });
  const varied = changed('staging', ({ gcp, aws }) => {
    gcp.folder = '123456789';
    gcp.stateBucket = 'states-in-canada';
    aws.stateBucket = 'states-at-aws';
    gcp.backups.lock = 'I know that nobody can ever shorten it again';
    gcp.cluster.deletionProtection = false;
    gcp.traps.regions = ['northamerica-northeast1', 'northamerica-northeast2'];
  });
  const targets = [rebuilt, varied];
  const made = synthesize({ terraform: targets, kubernetes: targets });
  const stackOf = async (name: string) => {
    const found = (await made).parts.terraform.find((each) => each.name === name);
    return JSON.parse(found?.text ?? '') as Stack;
  };

  test('production is rebuilt in Toronto from the same record with the regions swapped, and keeps every rule', async () => {
    expect(findings((await made).view('production'), targets)).toEqual([]);
    const { resource } = await stackOf('caternet-production-cluster');
    expect(resource.google_container_cluster?.cluster).toMatchObject({
      location: 'northamerica-northeast2',
      database_encryption: { key_name: expect.stringContaining('/locations/northamerica-northeast2/') },
    });
    const { resource: data } = await stackOf('caternet-production-data');
    expect(data.google_storage_bucket?.mongodb_copies).toMatchObject({ location: 'northamerica-northeast1' });
  });

  test('locks, protections and log settings are as the config says', async () => {
    const view = (await made).view('staging');
    expect(findings(view, targets)).toEqual([]);
    const data = await stackOf('caternet-staging-data');
    expect(data.resource.google_storage_bucket?.mongodb_copies).toMatchObject({
      retention_policy: { is_locked: true },
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
    const network = await stackOf('caternet-staging-network');
    expect(network.resource.google_logging_folder_settings).toEqual({
      folder_logs: expect.objectContaining({ folder: '123456789', storage_location: 'northamerica-northeast1' }),
    });
    const traps = await stackOf('caternet-staging-traps');
    expect(JSON.stringify(all(traps, 'google_org_policy_policy'))).not.toContain('in:us');
  });

  test('states are in a bucket that a plan makes sure is in Canada', async () => {
    const network = await stackOf('caternet-staging-network');
    expect(network.terraform.backend).toEqual({
      gcs: { bucket: 'states-in-canada', prefix: 'caternet-staging-network' },
    });
    expect(network.data?.google_storage_bucket?.states).toMatchObject({
      name: 'states-in-canada',
      lifecycle: {
        postcondition: [{ error_message: expect.stringContaining('is in none of northamerica-northeast1') }],
      },
    });
    const copy = await stackOf('caternet-staging-second-copy');
    expect(copy.terraform.backend).toMatchObject({ s3: { bucket: 'states-at-aws', region: 'ca-central-1' } });
  });
});
