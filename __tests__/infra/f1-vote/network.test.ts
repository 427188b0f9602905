import * as facts from '../../../config/f1-vote';
import { k3sPorts } from '../../../config/k3s/facts';
import { type Stack, synthesize } from '../../support/terraform';
import { all, aws, cluster, edge, network, only, part, production, type Resource, withCertificate } from './production';

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
