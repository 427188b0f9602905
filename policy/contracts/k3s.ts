import { type Block, list } from '../../model/blocks';
import { bundledTraefik } from '../../model/software';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { contract, differs, nobody } from './contract';

/** What K3s nodes say to each other; https://docs.k3s.io/installation/requirements#networking */
const nodeFlows = [
  { port: 6443, protocol: 'tcp', what: 'the API server' },
  { port: 10250, protocol: 'tcp', what: 'the kubelet' },
  { port: 8472, protocol: 'udp', what: 'pods of other nodes' },
] as const;
const SSH = 22;

/** Ports on which the cluster lets requests in at every node, and who says so. */
function listeners(both: View): { object: string; field: string; port: number }[] {
  const traefik = bundledTraefik(both);
  return [
    ...Object.entries(traefik?.values.ports ?? {}).flatMap(([name, { hostPort }]) =>
      hostPort === undefined
        ? []
        : [{ object: traefik?.object ?? '', field: `ports.${name}.hostPort`, port: hostPort }],
    ),
    ...both
      .ofKind('Service')
      .flatMap(({ metadata, spec }) =>
        (spec.ports ?? []).flatMap(({ nodePort }) =>
          nodePort === undefined
            ? []
            : [{ object: `Service/${metadata.namespace}/${metadata.name}`, field: 'nodePort', port: nodePort }],
        ),
      ),
  ];
}

const loadBalancerTarget = contract(
  {
    id: 'load-balancer-target',
    protects: 'The load balancer sends requests to a port on which every node answers.',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
  },
  (both) => {
    const known = listeners(both);
    return ['aws_lb_target_group', 'aws_lb_target_group_attachment']
      .flatMap((type) => both.resources(type))
      .filter(({ body }) => body.port !== undefined && !known.some(({ port }) => port === body.port))
      .map(({ address, body }): Violation => {
        const side = { object: address, field: 'port', value: body.port };
        const [first] = known;
        return first
          ? differs(side, { ...first, value: first.port })
          : nobody(side, 'no Service and no HelmChartConfig opens a port on the nodes');
      });
  },
);

const ingressRules = (both: View) => both.resources('aws_vpc_security_group_ingress_rule');

/** Security groups that machines are in, as their own stack calls them or by name from another. */
function machineGroups(both: View): Set<string> {
  return new Set(
    both.resources('aws_instance').flatMap((machine) =>
      list<string>(machine.body.vpc_security_group_ids).flatMap((group) => {
        const source = both.source(machine, group);
        return source ? [groupName(source)] : [];
      }),
    ),
  );
}

/** A group's name, whether the block makes it or looks it up by its tag. */
function groupName({ body }: Block): string {
  return String(body.name ?? (body.tags as { Name?: string } | undefined)?.Name);
}

function groupOf(rule: Block, both: View): string {
  const source = both.source(rule, rule.body.security_group_id);
  return source ? groupName(source) : String(rule.body.security_group_id);
}

const nodePorts = contract(
  {
    id: 'node-ports',
    protects: 'Security groups open what the cluster uses, and nothing else.',
    mend: "Open the ports of K3s between nodes, SSH from the bastion, and the port of the load balancer's targets.",
    link: 'https://docs.k3s.io/installation/requirements#networking',
  },
  (both) => {
    const groups = machineGroups(both);
    if (groups.size === 0) return [];
    const rules = ingressRules(both).filter((rule) => groups.has(groupOf(rule, both)));
    const used = [...nodeFlows.map(({ port }) => port), SSH, ...listeners(both).map(({ port }) => port)] as number[];
    const [machine] = both.resources('aws_instance') as [Block];
    return [
      ...nodeFlows
        .filter(({ port, protocol }) => !rules.some(({ body }) => opens(body, port, protocol)))
        .map(
          ({ port, protocol, what }): Violation => ({
            object: machine.address,
            detail: `no security group lets nodes reach ${what} at ${protocol} ${port}`,
          }),
        ),
      ...rules
        .filter(({ body }) => body.from_port !== body.to_port || !used.includes(Number(body.from_port)))
        .map((rule) =>
          nobody(
            { object: rule.address, field: 'from_port', value: `${rule.body.from_port}-${rule.body.to_port}` },
            `the cluster uses ${used.join(', ')}`,
          ),
        ),
      ...listeners(both)
        .filter(
          ({ port }) => both.resources('aws_lb').length > 0 && !rules.some(({ body }) => opens(body, port, 'tcp')),
        )
        .map(({ object, field, port }) =>
          nobody({ object, field, value: port }, 'no security group lets the load balancer in there'),
        ),
    ];
  },
);

function opens({ from_port, to_port, ip_protocol }: Block['body'], port: number, protocol: string): boolean {
  return ip_protocol === '-1' || (ip_protocol === protocol && Number(from_port) <= port && port <= Number(to_port));
}

const trustedProxies = contract(
  {
    id: 'trusted-proxies',
    protects: 'The app sees the address of the browser, and nobody but the load balancer can make one up.',
    link: 'https://doc.traefik.io/traefik/routing/entrypoints/#forwarded-headers',
  },
  (both) => {
    const traefik = bundledTraefik(both);
    const balancers = both.resources('aws_lb');
    if (!traefik || balancers.length === 0) return [];
    const subnets = both.resources('aws_subnet').filter(({ body }) => isPublic(body));
    const ranges = subnets.map(({ body }) => String(body.cidr_block));
    return Object.entries(traefik.values.ports ?? {}).flatMap(([name, { hostPort, forwardedHeaders }]): Violation[] => {
      if (hostPort === undefined || ranges.length === 0) return [];
      const trusted = forwardedHeaders?.trustedIPs ?? [];
      const same = trusted.length === ranges.length && ranges.every((range) => trusted.includes(range));
      if (same) return [];
      return [
        differs(
          {
            object: traefik.object,
            field: `ports.${name}.forwardedHeaders.trustedIPs`,
            value: trusted.join(', ') || 'empty',
          },
          {
            object: subnets[0]?.address ?? '',
            field: 'cidr_block of the public subnets, from',
            value: ranges.join(', '),
          },
        ),
      ];
    });
  },
);

/** Load balancers stand in the subnets that are named so. */
function isPublic({ tags }: Block['body']): boolean {
  return /public/.test((tags as { Name?: string } | undefined)?.Name ?? '');
}

export const k3sContracts: readonly Rule[] = [loadBalancerTarget, nodePorts, trustedProxies];
