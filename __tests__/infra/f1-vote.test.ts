import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import * as facts from '../../config/f1-vote';
import { k3sPorts } from '../../config/k3s/facts';
import { cloudLabels } from '../../config/labels';
import type { Target } from '../../config/system';
import { joinKeys, validate } from '../../config/validate';
import { loadTargets } from '../../synthesis/targets';
import { builtInStacks } from '../support/built-in';
import { manifestsOf } from '../support/manifests';
import { reviewedStacks } from '../support/reviewed';
import { type Block, type Stack, type Synthesized, synthesize } from '../support/terraform';
import { graphOf } from '../support/terraform-graph';

type Config = facts.F1VoteConfig & { aws: facts.AwsConfig; k3s: facts.K3sConfig };
type Resource = Block & { readonly address: string };

const builtIn = loadTargets().find(
  ({ system, environment }) => system.name === 'f1-vote' && environment === 'production',
) as Target<Config>;
const { aws, k3s } = builtIn.config;
const parts = ['network', 'cluster', 'edge'] as const;
const ansible = join(__dirname, '../../infra/systems/f1-vote/ansible');
const certificateArn = 'arn:aws:acm:eu-west-3:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';

/** The production target with some of its record changed. */
function production(change: (config: Config) => void): Target<Config> {
  const config = structuredClone(builtIn.config);
  change(config);
  return { ...builtIn, config };
}

function part(synthesized: Synthesized, name: (typeof parts)[number]): Stack {
  return synthesized.stacks[`f1-vote-production-${name}`] as Stack;
}

/** The resources of a type in some stacks. */
function all(type: string, ...stacks: Stack[]): Resource[] {
  return stacks.flatMap(({ resource }) =>
    Object.entries(resource[type] ?? {}).map(([name, block]) => ({ address: `${type}.${name}`, ...block })),
  );
}

/** The only resource of its type in a stack. */
function only(type: string, stack: Stack): Resource {
  const [resource, ...others] = all(type, stack);
  expect(others).toEqual([]);
  return resource as Resource;
}

/** What a change of the production record is told, as `path: message`. */
function problemsOf(change: (config: Config) => void): string[] {
  const { config } = production(change);
  return validate(facts.f1Vote.environments.production, config).map(({ keys, tell }) => `${joinKeys(keys)}: ${tell()}`);
}

const synthesized = builtInStacks('f1-vote', 'production');
const network = part(synthesized, 'network');
const cluster = part(synthesized, 'cluster');
const edge = part(synthesized, 'edge');

reviewedStacks('f1-vote');

test('a cluster that is there pulls the image from the registry that it is pushed to', () => {
  const { local } = facts.f1Vote.environments;
  const problems = (image: string) => {
    const config = structuredClone(local.record);
    Object.assign(config.app, { image });
    Object.assign(config.cluster, { existing: { context: 'mine', registry: 'ghcr.io/me' } });
    return validate(local, config).map(({ keys, tell }) => `${joinKeys(keys)}: ${tell()}`);
  };
  expect(problems('vote:1.0.0')).toEqual([]);
  expect(problems('ghcr.io/me/vote:1.0.0')).toEqual([]);
  expect(problems('ghcr.io/you/vote:1.0.0')).toEqual([
    'app.image: "ghcr.io/you/vote:1.0.0" - expected a name without a registry, or in cluster.existing.registry (ghcr.io/me)',
  ]);
});

describe('stacks', () => {
  test('are named after system, environment and part, and deployed in order', () => {
    expect(synthesized.dependencies).toEqual({
      'f1-vote-production-network': [],
      'f1-vote-production-cluster': ['f1-vote-production-network'],
      'f1-vote-production-edge': ['f1-vote-production-cluster'],
    });
  });

  test('keep their state in the bucket that the environment names, with a lock file', async () => {
    const inBucket = await synthesize(production((config) => Object.assign(config.aws, { stateBucket: 'my-states' })));
    for (const name of Object.keys(synthesized.stacks)) {
      expect(inBucket.stacks[name]?.terraform.backend).toEqual({
        s3: { bucket: 'my-states', region: 'eu-west-3', key: `${name}.tfstate`, encrypt: true, use_lockfile: true },
      });
    }
  });

  test('look up by tags what exactly one resource of an earlier stack bears', () => {
    const earlier = { network: [], cluster: [network], edge: [network, cluster] };
    const found = parts.flatMap((name) =>
      Object.entries(part(synthesized, name).data ?? {}).flatMap(([type, named]) =>
        Object.entries(named).flatMap(([id, { tags, instance_tags }]) => {
          const wanted = (tags ?? instance_tags) as Record<string, string> | undefined;
          if (!wanted) return [];
          const bearers = all(type, ...earlier[name]).filter(({ tags }) => (tags as Block)?.Name === wanted.Name);
          expect(bearers).toHaveLength(1);
          expect(wanted).toEqual({ Name: wanted.Name, ...cloudLabels('f1-vote', 'production') });
          return [`${name} ${type}.${id}: ${wanted.Name}`];
        }),
      ),
    );
    expect(found).toMatchSnapshot();
    expect(found).toHaveLength(10);
  });

  test('tag everything with the system and the environment', () => {
    for (const { provider } of Object.values(synthesized.stacks)) {
      expect(provider.aws).toEqual([
        { region: 'eu-west-3', default_tags: [{ tags: cloudLabels('f1-vote', 'production') }] },
      ]);
    }
  });
});

describe('config', () => {
  test.each<[string, (config: Config) => void, RegExp]>([
    [
      'SSH from everywhere',
      ({ aws }) => Object.assign(aws.bastion.admins, { operator: '0.0.0.0/0' }),
      /^aws\.bastion\.admins: .*0\.0\.0\.0\/0 is everybody, and port 22 is scanned/,
    ],
    [
      'half of everywhere, too',
      ({ aws }) => Object.assign(aws.bastion.admins, { all: '128.0.0.0/1' }),
      /^aws\.bastion\.admins: .*a \/16 at most/,
    ],
    [
      'SSH from nobody',
      ({ aws }) => Object.assign(aws.bastion, { admins: {} }),
      /^aws\.bastion\.admins: .*at least one/,
    ],
    [
      'a network on the addresses of pods',
      ({ aws }) => Object.assign(aws.network, { range: '10.42.0.0/16' }),
      /^aws\.network\.range: .*K3s's pods \(10\.42\.0\.0\/16\)/,
    ],
    [
      'subnets that overlap',
      ({ aws }) => Object.assign(aws.network.zones.b, { publicRange: '10.0.16.0/24' }),
      /^aws\.network\.zones\.b\.publicRange: .*does not overlap aws\.network\.zones\.a\.privateRange/,
    ],
    [
      'a subnet elsewhere',
      ({ aws }) => Object.assign(aws.network.zones.a, { publicRange: '10.1.0.0/24' }),
      /^aws\.network\.zones\.a\.publicRange: .*within aws\.network\.range/,
    ],
    [
      'one zone twice',
      ({ aws }) => Object.assign(aws.network.zones.b, { name: 'eu-west-3a' }),
      /^aws\.network\.zones\.b\.name: .*other than/,
    ],
    [
      'a zone of another region',
      ({ aws }) => Object.assign(aws.network.zones.b, { name: 'eu-west-1b' }),
      /^aws\.network\.zones\.b\.name: .*a zone of eu-west-3/,
    ],
    [
      'a certificate of nothing',
      ({ aws }) => Object.assign(aws.loadBalancer, { certificateArn }),
      /^aws\.loadBalancer\.certificateArn: .*or a host/,
    ],
    [
      'a certificate of another region',
      (config) => {
        config.host = 'vote.example.com';
        config.aws.loadBalancer.certificateArn = certificateArn.replace('eu-west-3', 'us-east-1');
      },
      /^aws\.loadBalancer\.certificateArn: .*in eu-west-3/,
    ],
    ['machines of unknown size', ({ aws }) => Object.assign(aws.workers, { instanceType: 't4g.micro' }), /t3\.micro/],
    ['more replicas than the most', ({ app }) => Object.assign(app, { minReplicas: 9 }), /^app\.minReplicas: /],
    [
      'a release that may move',
      ({ k3s }) => Object.assign(k3s, { version: 'stable' }),
      /^k3s\.version: .*a K3s release/,
    ],
    ['no release at all', (config) => Object.assign(config, { k3s: undefined }), /^k3s: missing/],
  ])('is refused: %s', (_, change, problem) => {
    const problems = problemsOf(change);
    expect(problems.filter((found) => problem.test(found))).toHaveLength(1);
  });
});

describe('network', () => {
  test('has public and private subnets in two zones, by the address plan', () => {
    const subnets = all('aws_subnet', network).map(({ availability_zone, cidr_block }) => [
      availability_zone,
      cidr_block,
    ]);
    const { a, b } = aws.network.zones;
    expect(subnets.sort()).toEqual([
      [a.name, a.publicRange],
      [a.name, a.privateRange],
      [b.name, b.publicRange],
      [b.name, b.privateRange],
    ]);
    expect(only('aws_vpc', network).cidr_block).toBe(aws.network.range);
  });

  test('routes public subnets to the internet, private ones to NAT', () => {
    expect(routes(network)).toEqual({
      vpc_public_a: 'gateway_id ${aws_internet_gateway.vpc_gateway.id}',
      vpc_public_b: 'gateway_id ${aws_internet_gateway.vpc_gateway.id}',
      vpc_private_a: 'nat_gateway_id ${aws_nat_gateway.nat_a.id}',
      vpc_private_b: 'nat_gateway_id ${aws_nat_gateway.nat_a.id}',
    });
  });

  test('may have NAT in each zone', async () => {
    const perZone = part(
      await synthesize(production((config) => Object.assign(config.aws.network, { nat: 'per-zone' }))),
      'network',
    );
    expect(all('aws_nat_gateway', perZone)).toHaveLength(2);
    expect(routes(perZone).vpc_private_b).toBe('nat_gateway_id ${aws_nat_gateway.nat_b.id}');
    expect(perZone.output.nat_addresses?.value).toHaveLength(2);
  });

  test('gives out no public address unasked, and its default group lets nothing through', () => {
    for (const { map_public_ip_on_launch } of all('aws_subnet', network)) expect(map_public_ip_on_launch).toBe(false);
    expect(only('aws_default_security_group', network)).toEqual({
      address: 'aws_default_security_group.vpc_default_group',
      vpc_id: '${aws_vpc.vpc.id}',
      tags: { Name: 'f1-vote-production-vpc-default-unused' },
    });
  });

  test('logs what flows, for a while, through a role that can do nothing else', () => {
    expect(only('aws_flow_log', network)).toMatchObject({ traffic_type: 'ALL', vpc_id: '${aws_vpc.vpc.id}' });
    expect(only('aws_cloudwatch_log_group', network).retention_in_days).toBe(aws.network.flowLogDays);
    const { Statement } = JSON.parse(String(only('aws_iam_role_policy', network).policy));
    expect(Statement).toHaveLength(1);
    for (const resource of Statement[0].Resource) {
      expect(resource).toMatch(/^\$\{aws_cloudwatch_log_group\.flow_logs_group\.arn\}/);
    }
  });

  /** What each subnet reaches the internet through. */
  function routes(stack: Stack): Record<string, string> {
    return Object.fromEntries(
      all('aws_route_table_association', stack).map(({ subnet_id, route_table_id }) => {
        const found = all('aws_route', stack).filter((route) => route.route_table_id === route_table_id);
        expect(found).toHaveLength(1);
        const { gateway_id, nat_gateway_id } = found[0] as Resource;
        const subnet = /aws_subnet\.(\w+)\.id/.exec(String(subnet_id))?.[1] ?? '';
        return [subnet, gateway_id ? `gateway_id ${gateway_id}` : `nat_gateway_id ${nat_gateway_id}`];
      }),
    );
  }
});

describe('firewall', () => {
  /** Rules in one direction: group, its peer, and the port. */
  function rules(direction: 'ingress' | 'egress', ...stacks: Stack[]): string[] {
    const short = (reference: unknown) =>
      /(?:firewall_)?(\w+)\.id\}$/.exec(String(reference))?.[1]?.replace(/_group$/, '');
    return all(`aws_vpc_security_group_${direction}_rule`, ...stacks)
      .map(({ security_group_id, referenced_security_group_id, cidr_ipv4, ip_protocol, from_port, to_port }) => {
        expect(to_port).toBe(from_port);
        const peer = cidr_ipv4 ?? short(referenced_security_group_id);
        return `${short(security_group_id)} ${direction === 'ingress' ? '<-' : '->'} ${peer} ${ip_protocol}/${from_port}`;
      })
      .sort();
  }

  test('lets in what K3s, Traefik and people need, and nothing else', () => {
    const { ports } = facts;
    expect(rules('ingress', network, cluster, edge)).toEqual(
      [
        `alb <- 0.0.0.0/0 tcp/80`,
        `bastion <- ${aws.bastion.admins.operator} tcp/22`,
        `nodes <- bastion tcp/22`,
        `nodes <- nodes tcp/${k3sPorts.kubelet}`,
        `nodes <- nodes udp/${k3sPorts.vxlan}`,
        `server <- bastion tcp/${k3sPorts.api}`,
        `server <- workers tcp/${k3sPorts.api}`,
        `workers <- alb tcp/${ports.traefik}`,
      ].sort(),
    );
    // The requirements of K3s itself, so that a wrong fact is noticed.
    expect(k3sPorts).toEqual({ api: 6443, kubelet: 10250, vxlan: 8472 });
  });

  test('lets out the other half of it, and what machines fetch from the internet', () => {
    const internet = ['bastion', 'nodes'].flatMap((group) =>
      [443, 80].map((port) => `${group} -> 0.0.0.0/0 tcp/${port}`),
    );
    const mirrored = rules('ingress', network, cluster, edge)
      .map((rule) => rule.replace(/^(\S+) <- (\S+)/, '$2 -> $1').split(' '))
      .filter(([from]) => !from?.includes('/'))
      .map((words) => words.join(' '));
    expect(rules('egress', network, cluster, edge)).toEqual([...internet, ...mirrored].sort());
  });

  test('opens 22 to no one but admins, each by a rule of their own', async () => {
    const two = await synthesize(
      production((config) =>
        Object.assign(config.aws.bastion, { admins: { office: '198.51.100.0/24', anna: '192.0.2.7/32' } }),
      ),
    );
    const open = all('aws_vpc_security_group_ingress_rule', ...Object.values(two.stacks)).filter(
      ({ cidr_ipv4, from_port }) => cidr_ipv4 && from_port === 22,
    );
    expect(open).toMatchObject([
      { address: expect.stringMatching(/admin_anna_ssh$/), cidr_ipv4: '192.0.2.7/32', description: 'SSH from anna' },
      {
        address: expect.stringMatching(/admin_office_ssh$/),
        cidr_ipv4: '198.51.100.0/24',
        description: 'SSH from office',
      },
    ]);
  });

  test('is open to the world on the load balancer alone, on 80 and, with a certificate, on 443', async () => {
    const stacks = Object.values((await synthesize(withCertificate())).stacks);
    const open = rules('ingress', ...stacks).filter((rule) => rule.includes('0.0.0.0/0'));
    expect(open).toEqual(['alb <- 0.0.0.0/0 tcp/443', 'alb <- 0.0.0.0/0 tcp/80']);
  });

  test('says why, rule by rule; no group has rules of its own', () => {
    for (const direction of ['ingress', 'egress']) {
      for (const rule of all(`aws_vpc_security_group_${direction}_rule`, cluster, edge)) {
        expect(rule.description).toMatch(/\w/);
      }
    }
    for (const group of all('aws_security_group', cluster, edge)) {
      expect(group).not.toHaveProperty('ingress');
      expect(group).not.toHaveProperty('egress');
    }
  });
});

describe('machines', () => {
  test('are a bastion, a server and workers, sized by the config', () => {
    const sizes = all('aws_instance', cluster).map(({ address, instance_type, subnet_id }) => [
      address,
      instance_type,
      subnet_id,
    ]);
    expect(sizes).toEqual([
      ['aws_instance.bastion', 't3.micro', '${data.aws_subnet.public_a.id}'],
      ['aws_instance.server', 't3.small', '${data.aws_subnet.private_a.id}'],
      ['aws_instance.worker_1', 't3.micro', '${data.aws_subnet.private_a.id}'],
      ['aws_instance.worker_2', 't3.micro', '${data.aws_subnet.private_b.id}'],
    ]);
  });

  test('may be more: those that exist keep their names', async () => {
    const four = part(
      await synthesize(production((config) => Object.assign(config.aws.workers, { count: 4 }))),
      'cluster',
    );
    const { worker_1, worker_2, worker_3, worker_4 } = four.resource.aws_instance ?? {};
    expect([worker_1, worker_2]).toEqual([
      cluster.resource.aws_instance?.worker_1,
      cluster.resource.aws_instance?.worker_2,
    ]);
    expect([worker_3?.subnet_id, worker_4?.subnet_id]).toEqual([worker_1?.subnet_id, worker_2?.subnet_id]);
  });

  test('have no public address but the bastion, which keeps its own', () => {
    const addressed = all('aws_instance', cluster).filter(({ associate_public_ip_address: asked }) => asked !== false);
    expect(addressed.map(({ address }) => address)).toEqual(['aws_instance.bastion']);
    // Attached later, it would look like a difference, and the machine would be replaced.
    expect(addressed[0]).not.toHaveProperty('associate_public_ip_address');
    expect(all('aws_eip', cluster).map(({ instance }) => instance)).toEqual(['${aws_instance.bastion.id}']);
  });

  test('ask for IMDSv2 tokens, which pods cannot get, and encrypt their disks', () => {
    for (const machine of all('aws_instance', cluster)) {
      expect(machine).toMatchObject({
        metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
        root_block_device: { encrypted: true, volume_type: 'gp3' },
        iam_instance_profile: '${aws_iam_instance_profile.profile.name}',
      });
    }
  });

  test('run the newest Ubuntu 22.04 of Canonical when they are created, and keep it', () => {
    expect(cluster.data?.aws_ami?.ubuntu).toMatchObject({ owners: ['099720109477'], most_recent: true });
    expect(JSON.stringify(cluster.data?.aws_ami?.ubuntu)).toContain('ubuntu-jammy-22.04-amd64-server-*');
    for (const { ami, lifecycle } of all('aws_instance', cluster)) {
      expect(ami).toBe('${data.aws_ami.ubuntu.id}');
      expect(lifecycle).toMatchObject({ ignore_changes: ['ami'] });
    }
  });

  test('may be of Ubuntu 24.04, which Canonical publishes below hvm-ssd-gp3', async () => {
    const noble = part(
      await synthesize(production((config) => Object.assign(config.aws, { ubuntu: '24.04' }))),
      'cluster',
    );
    expect(noble.data?.aws_ami?.ubuntu).toMatchObject({
      owners: ['099720109477'],
      filter: expect.arrayContaining([
        { name: 'name', values: ['ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*'] },
      ]),
    });
    expect(noble.locals?.access_inventory_content).toMatchObject({ all: { vars: { ubuntu_release: '24.04' } } });
    expect(problemsOf(({ aws }) => Object.assign(aws, { ubuntu: '20.04' })).join()).toMatch(/^aws\.ubuntu: "20\.04"/);
  });

  test('cannot be terminated where the config says so: the server', async () => {
    const protection = (stack: Stack) =>
      Object.fromEntries(
        all('aws_instance', stack).map(({ address, disable_api_termination }) => [address, disable_api_termination]),
      );
    expect(protection(cluster)).toMatchObject({ 'aws_instance.server': true, 'aws_instance.worker_1': false });
    const free = production((config) => Object.assign(config.aws.server, { terminationProtection: false }));
    expect(protection(part(await synthesize(free), 'cluster'))).toMatchObject({ 'aws_instance.server': false });
  });

  test.each<[string, (config: Config) => void, string[]]>([
    ['all', () => {}, ['aws_instance.server', 'aws_lb.alb', 'aws_s3_bucket.logs', 'aws_vpc.vpc']],
    [
      'without the server',
      ({ aws }) => Object.assign(aws.server, { terminationProtection: false }),
      ['aws_lb.alb', 'aws_s3_bucket.logs', 'aws_vpc.vpc'],
    ],
    [
      'without the load balancer',
      ({ aws }) => Object.assign(aws.loadBalancer, { deletionProtection: false }),
      ['aws_instance.server', 'aws_vpc.vpc'],
    ],
    [
      'without both',
      ({ aws }) => {
        aws.server.terminationProtection = false;
        aws.loadBalancer.deletionProtection = false;
      },
      [],
    ],
  ])('are protected at plan already, with what stands around and hangs on them: %s', async (_, change, held) => {
    const { stacks } = await synthesize(production(change));
    const found = Object.values(stacks).flatMap(({ resource }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named)
          .filter(([, { lifecycle }]) => (lifecycle as Block | undefined)?.prevent_destroy === true)
          .map(([name]) => `${type}.${name}`),
      ),
    );
    expect(found.sort()).toEqual(held);
  });

  test('hold back from pods what kubelet and system need', () => {
    const { kube, system, evictionMemoryMi } = facts.reserved;
    const micro = facts.allocatable('t3.micro');
    expect(micro.memoryMi).toBeLessThanOrEqual(1024 - kube.memoryMi - system.memoryMi - evictionMemoryMi);
    expect(micro).toEqual({ cpuMillis: 1800, memoryMi: 552 });
    expect(Object.keys(facts.workerCapacities(builtIn.config))).toEqual(['worker-1', 'worker-2']);
  });
});

describe('access', () => {
  test('is by a generated ED25519 key, whose file only its owner reads', () => {
    expect(only('tls_private_key', cluster).algorithm).toBe('ED25519');
    expect(only('aws_key_pair', cluster).public_key).toBe('${tls_private_key.ssh_key_generated.public_key_openssh}');
    expect(only('local_sensitive_file', cluster)).toMatchObject({
      filename: '../../../.terrachart/f1-vote-production/ssh-key',
      file_permission: '0600',
      directory_permission: '0700',
    });
  });

  test('is by your own key when you give one: then no state holds any', async () => {
    const sshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me@example';
    const stack = part(
      await synthesize(production((config) => Object.assign(config.aws, { sshPublicKey }))),
      'cluster',
    );
    expect(only('aws_key_pair', stack).public_key).toBe(sshPublicKey);
    for (const type of ['tls_private_key', 'local_sensitive_file']) expect(stack.resource).not.toHaveProperty(type);
    expect(stack.provider).not.toHaveProperty('tls');
    expect(JSON.stringify(stack)).not.toContain('IdentityFile');
  });

  test('from GitHub is a role of one repository and environment, for SSH to the bastion', async () => {
    const delivery = { repository: 'me/vote', githubProvider: 'create' };
    const stack = part(await synthesize(production((config) => Object.assign(config.aws, { delivery }))), 'cluster');
    const { assume_role_policy } = stack.resource.aws_iam_role?.deploy_role ?? {};
    expect(JSON.parse(String(assume_role_policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: '${aws_iam_openid_connect_provider.deploy_role_github.arn}' },
        Action: ['sts:AssumeRoleWithWebIdentity'],
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:me/vote:environment:production',
          },
        },
      },
    ]);
    const { Statement } = JSON.parse(String(only('aws_iam_role_policy', stack).policy));
    expect(Statement.flatMap(({ Action }: { Action: string[] }) => Action)).toEqual([
      'ssm:StartSession',
      'ec2:DescribeInstances',
    ]);
    expect(Statement[0].Resource).toEqual([
      expect.stringMatching(/instance\/\$\{aws_instance\.bastion\.id\}$/),
      'arn:aws:ssm:eu-west-3::document/AWS-StartSSHSession',
    ]);
    expect(stack.output).toHaveProperty('deploy_role_arn');
    expect(graphOf(stack).dangling).toEqual([]);
    expect(cluster.resource.aws_iam_role).not.toHaveProperty('deploy_role');
  });

  test('from GitHub is a role of the ids alone, where they are given', async () => {
    const repositoryIds = { owner: 123456, repository: 456789 };
    const delivery = { repository: 'me/vote', repositoryIds, githubProvider: 'create' };
    const stack = part(await synthesize(production((config) => Object.assign(config.aws, { delivery }))), 'cluster');
    const [statement, ...others] = JSON.parse(
      String(stack.resource.aws_iam_role?.deploy_role?.assume_role_policy),
    ).Statement;
    expect(others).toEqual([]);
    expect(statement.Condition.StringEquals).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': 'repo:me@123456/vote@456789:environment:production',
    });
  });

  test.each([{ owner: 123456 }, { repository: 456789 }, { owner: '*', repository: 1 }, { owner: 0, repository: 1.5 }])(
    'from GitHub is refused with ids like %j',
    (repositoryIds) => {
      const delivery = { repository: 'me/vote', repositoryIds, githubProvider: 'create' };
      const problems = problemsOf((config) => Object.assign(config.aws, { delivery }));
      expect(problems.join()).toMatch(/^aws\.delivery\.repositoryIds\./);
    },
  );
});

describe('edge', () => {
  const targets = (stack = edge) => only('aws_lb_target_group', stack);

  test('sends everything to the workers, on the port where Traefik answers', async () => {
    const { get } = await manifestsOf([builtIn]);
    const { valuesContent } = get('HelmChartConfig/kube-system/traefik').spec as { valuesContent: string };
    const hostPort = parse(valuesContent).ports.web.hostPort;
    expect(targets()).toMatchObject({ port: hostPort, protocol: 'HTTP', target_type: 'instance' });
    expect(all('aws_lb_target_group_attachment', edge).map(({ target_id, port }) => [target_id, port])).toEqual(
      facts.workers(aws).map(({ name }) => [`\${data.aws_instance.${name.replace('-', '_')}.id}`, hostPort]),
    );
  });

  test('takes Traefik for healthy whether or not its default route knows the vote', () => {
    expect(targets()).toMatchObject({ health_check: { path: '/', matcher: '200,404', port: 'traffic-port' } });
  });

  test('without a certificate, 80 forwards', () => {
    expect(only('aws_lb_listener', edge)).toMatchObject({
      port: 80,
      protocol: 'HTTP',
      default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.alb_workers.arn}' }],
    });
    expect(edge.output.app_url?.value).toBe('http://${aws_lb.alb.dns_name}');
  });

  test('with a certificate, 80 redirects for good and 443 speaks TLS 1.2 at least', async () => {
    const stack = part(await synthesize(withCertificate()), 'edge');
    expect(stack.resource.aws_lb_listener).toMatchObject({
      alb_http: {
        port: 80,
        default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } }],
      },
      alb_https: {
        port: 443,
        protocol: 'HTTPS',
        certificate_arn: certificateArn,
        ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.alb_workers.arn}' }],
      },
    });
    expect(stack.output.app_url?.value).toBe('https://vote.example.com');
    expect(stack.output.dns_records?.value).toEqual(['vote.example.com. 300 IN CNAME ${aws_lb.alb.dns_name}.']);
  });

  test('spans both public subnets, drops invalid headers and logs', () => {
    expect(only('aws_lb', edge)).toMatchObject({
      internal: false,
      subnets: ['${data.aws_subnet.public_a.id}', '${data.aws_subnet.public_b.id}'],
      drop_invalid_header_fields: true,
      access_logs: { enabled: true, bucket: '${aws_s3_bucket.logs.id}' },
      depends_on: ['aws_s3_bucket_policy.logs_policy'],
    });
    // What Traefik is told to believe are these subnets.
    expect(facts.trustedProxies(builtIn.config)).toEqual([
      aws.network.zones.a.publicRange,
      aws.network.zones.b.publicRange,
    ]);
  });

  test('keeps its logs private, encrypted, for a while, and written by load balancers alone', () => {
    expect(only('aws_s3_bucket_public_access_block', edge)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(JSON.stringify(only('aws_s3_bucket_server_side_encryption_configuration', edge))).toContain('"AES256"');
    expect(JSON.stringify(only('aws_s3_bucket_lifecycle_configuration', edge))).toContain(
      `{"days":${aws.loadBalancer.accessLogDays}}`,
    );
    const { Statement } = JSON.parse(String(only('aws_s3_bucket_policy', edge).policy));
    expect(Statement.map(({ Effect, Principal, Action }: Block) => [Effect, Principal, Action])).toEqual([
      ['Allow', { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }, ['s3:PutObject']],
      ['Deny', '*', ['s3:*']],
    ]);
  });

  test('can be deleted, logs and all, where the config allows it', async () => {
    const protections = (stack: Stack) => [
      only('aws_lb', stack).enable_deletion_protection,
      only('aws_s3_bucket', stack).force_destroy,
    ];
    expect(protections(edge)).toEqual([true, false]);
    const free = production((config) => Object.assign(config.aws.loadBalancer, { deletionProtection: false }));
    expect(protections(part(await synthesize(free), 'edge'))).toEqual([false, true]);
  });

  test('raises an alarm for workers and for errors, and tells whoever is named', async () => {
    const metrics = (stack: Stack) => all('aws_cloudwatch_metric_alarm', stack).map(({ metric_name }) => metric_name);
    expect(metrics(edge).sort()).toEqual(['HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count', 'UnHealthyHostCount']);
    const told = part(
      await synthesize(production((config) => Object.assign(config.aws, { alarmEmail: 'ops@example.com' }))),
      'edge',
    );
    expect(only('aws_sns_topic_subscription', told).endpoint).toBe('ops@example.com');
    for (const { alarm_actions } of all('aws_cloudwatch_metric_alarm', told)) {
      expect(alarm_actions).toEqual(['${aws_sns_topic.alarms_topic.arn}']);
    }
  });
});

test('outputs say what people need, each with a description, and no secret', () => {
  const outputs = Object.values(synthesized.stacks).flatMap(({ output }) => Object.entries(output));
  expect(outputs.map(([name]) => name).sort()).toEqual([
    'api_tunnel_command',
    'app_url',
    'bastion_ip',
    'load_balancer_dns',
    'nat_addresses',
    'server_private_ip',
    'ssh_command',
    'vpc_id',
    'worker_private_ips',
  ]);
  for (const [, { description }] of outputs) expect(description).toMatch(/\.$/);
  expect(JSON.stringify(outputs)).not.toContain('private_key');
  expect(cluster.output.ssh_command?.value).toBe(
    'ssh -F .terrachart/f1-vote-production/ssh_config -J bastion ubuntu@${aws_instance.server.private_ip}',
  );
});

describe('Ansible', () => {
  const addresses: Readonly<Record<string, string>> = {
    'aws_eip.bastion_address.public_ip': '192.0.2.10',
    'aws_instance.server.private_ip': '10.0.16.5',
    'aws_instance.worker_1.private_ip': '10.0.16.6',
    'aws_instance.worker_2.private_ip': '10.0.32.7',
  };

  /** A file as Terraform would write it, with sample addresses. */
  function written(name: string): string {
    const { content } = cluster.resource.local_file?.[name] ?? {};
    const encoded = (_: string, local: string) => stringify(cluster.locals?.[local]);
    return sampled(String(content).replace(/\$\{yamlencode\(local\.(\w+)\)\}/, encoded));
  }

  function sampled(text: string): string {
    return text.replace(/\$\{(abspath\("([^"]*)"\)|[^}]*)\}/g, (_, expression: string, path?: string) => {
      const value = path ? path.replace('../../..', '/checkout') : addresses[expression];
      if (value === undefined) throw new Error(`no sample for ${expression}`);
      return value;
    });
  }

  test('finds its inventory beside the playbook', () => {
    expect(cluster.resource.local_file?.access_inventory?.filename).toBe(
      '../../../infra/systems/f1-vote/ansible/inventory.yaml',
    );
    expect(written('access_ssh_config')).toMatchSnapshot('ssh_config');
  });

  test('has the instances for hosts, and gets to nodes through the bastion', () => {
    const { bastions, cluster: nodes } = parse(written('access_inventory')).all.children;
    const { servers, agents } = nodes.children;
    const hosts = { ...bastions.hosts, ...servers.hosts, ...agents.hosts };
    expect(Object.entries<Block>(hosts).map(([name, { ansible_host }]) => [name, ansible_host])).toEqual([
      ['bastion', '192.0.2.10'],
      ['server', '10.0.16.5'],
      ['worker-1', '10.0.16.6'],
      ['worker-2', '10.0.32.7'],
    ]);
    expect(Object.keys(hosts)).toHaveLength(all('aws_instance', cluster).length);
    expect(nodes.vars.ansible_ssh_common_args).toBe(`${bastions.vars.ansible_ssh_common_args} -o ProxyJump=bastion`);
  });

  test('takes release, checksum and address plan of the cluster from the config, and has none of its own', () => {
    const inventory = written('access_inventory');
    expect(parse(inventory).all.vars).toMatchObject({ k3s_version: k3s.version, k3s_sha256: k3s.sha256 });
    const text = sources().join('\n');
    expect(text).not.toMatch(/v\d+\.\d+\.\d+|[0-9a-f]{64}|\b10\.4[23]\.|6443/);
    const used = new Set(
      text.match(/\b(k3s_(?!mode|start|download|node_config)\w+|local_folder|region|zone)(?= [|}])/g),
    );
    expect([...used].filter((name) => !new RegExp(`\\b${name}: `).test(inventory))).toEqual([]);
    expect(used.size).toBeGreaterThan(8);
  });

  test('keeps tokens and configuration to root, and out of its output', () => {
    const text = sources().join('\n');
    for (const task of text
      .split(/\n(?=- name: )/)
      .filter((task) => /node-token|kubeconfig\.content|token\.content|k3s\.yaml/.test(task))) {
      expect(task).toContain('no_log: true');
    }
    expect(text).toMatch(/dest: \/etc\/rancher\/k3s\/token\n.*\n.*\n +mode: "0600"/);
    expect(text).toMatch(/dest: \/etc\/rancher\/k3s\/config\.yaml\n.*\n.*\n +mode: "0600"/);
    expect(text).toContain('secrets-encryption: true');
  });

  test('leaves nothing to a handler, which a run that fails before it never calls', () => {
    const text = sources().join('\n');
    expect(text).not.toMatch(/^ *notify:|flush_handlers/m);
    expect(readdirSync(ansible, { recursive: true }).filter((file) => String(file).includes('handlers'))).toEqual([]);
  });

  test('asks what is, with --check as well: later tasks decide by the answer', () => {
    const tasks = files('.yml').flatMap((file) => tasksIn(parse(readFileSync(file, 'utf8'))));
    const asking = tasks.filter((task) => 'ansible.builtin.command' in task && 'register' in task);
    expect(asking.length).toBeGreaterThan(4);
    expect(asking.filter((task) => task.check_mode !== false).map(({ name }) => name)).toEqual([]);
    // What changes something is not done then.
    const doing = tasks.filter((task) => 'check_mode' in task && task.changed_when !== false);
    expect(doing.map(({ name }) => name)).toEqual([]);
  });

  test('notes what K3s starts from, and sees each later difference', () => {
    const { k3s_files } = parse(readFileSync(join(ansible, 'roles/k3s/vars/main.yml'), 'utf8'));
    const [, note = ''] =
      /^ExecStartPre=\/bin\/sh -c '(.*)'$/m.exec(
        readFileSync(join(ansible, 'roles/k3s/templates/k3s.service.j2'), 'utf8'),
      ) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
    try {
      const started = k3s_files.map((file: string) => join(folder, file.replaceAll('/', '-')));
      const sums = join(folder, 'sums');
      for (const file of started) writeFileSync(file, 'before');
      const run = (command: string) => spawnSync('sh', ['-c', command]).status;
      const start = note
        .replace("{{ k3s_start_files | join(' ') }}", started.join(' '))
        .replace('{{ k3s_start_sums }}', sums);
      const same = () => run(`sha256sum --check --status ${sums}`);
      expect(same()).toBe(1);
      expect([run(start), same()]).toEqual([0, 0]);
      expect(statSync(sums).mode & 0o777).toBe(0o600);
      for (const file of started) {
        writeFileSync(file, 'after');
        expect([file, same()]).toEqual([file, 1]);
        expect([run(start), same()]).toEqual([0, 0]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('notes every file that the roles give to K3s', () => {
    const { k3s_files, k3s_start_files } = parse(readFileSync(join(ansible, 'roles/k3s/vars/main.yml'), 'utf8'));
    const given = sources()
      .flatMap((text) => [...text.matchAll(/^ +dest: (\/(?:etc\/rancher|etc\/systemd|usr\/local)\S*[^\s}])$/gm)])
      .map(([, file]) => file as string)
      .filter((file) => !file.includes('{{'));
    expect(given.length).toBeGreaterThan(4);
    for (const file of given) expect([...k3s_files, ...k3s_start_files.match(/\/[\w./-]+/g)]).toContain(file);
  });

  for (const [tool, args] of [
    ['ansible-playbook', ['--syntax-check', 'playbook.yml']],
    ['ansible-lint', ['--offline', '--nocolor', '--profile', 'production']],
  ] as const) {
    const installed = spawnSync(tool, ['--version']).status === 0;
    const title = `passes ${tool} ${args.join(' ')}`;
    if (!installed) test.skip(`${title} (${tool} is not installed)`, () => {});
    else
      test(title, () => {
        const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
        try {
          // As deep as in a checkout, where the shared roles are found by a relative path.
          const playbooks = join(folder, 'infra/systems/f1-vote/ansible');
          cpSync(ansible, playbooks, { recursive: true });
          cpSync(join(ansible, '../../../ansible'), join(folder, 'infra/ansible'), { recursive: true });
          writeFileSync(join(playbooks, 'inventory.yaml'), written('access_inventory'));
          const { status, stdout, stderr } = spawnSync(tool, args, { cwd: playbooks, encoding: 'utf8' });
          expect({ status, problems: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, problems: '' });
        } finally {
          rmSync(folder, { recursive: true });
        }
      }, 120_000);
  }

  function files(ending = ''): string[] {
    return readdirSync(ansible, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'inventory.yaml' && entry.name.endsWith(ending))
      .map(({ parentPath, name }) => join(parentPath, name));
  }

  function sources(): string[] {
    return files().map((file) => readFileSync(file, 'utf8'));
  }

  /** The tasks of a file of tasks or of plays. */
  function tasksIn(file: unknown): Record<string, unknown>[] {
    if (!Array.isArray(file)) return [];
    return file.flatMap(({ pre_tasks = [], tasks = [], hosts, ...task }) =>
      hosts === undefined ? [task] : [...pre_tasks, ...tasks],
    );
  }
});

function withCertificate(): Target<Config> {
  return production((config) => {
    config.host = 'vote.example.com';
    config.aws.loadBalancer.certificateArn = certificateArn;
  });
}
