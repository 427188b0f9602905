import { at, type Block, list } from '../../model/blocks';
import type { Rule } from '../rule';
import { demand, each, resourceRule } from './resource-rule';

/** Ports that everybody may reach, and only on a load balancer. */
const PUBLISHED = [80, 443];
/** A range this wide is the internet, in pieces. */
const WIDEST_PREFIX = 8;

function isInternet(range: unknown): boolean {
  const [, prefix] = String(range).split('/');
  return prefix !== undefined && Number(prefix) < WIDEST_PREFIX;
}

/** What is wrong with letting the internet in at ports `from` to `to`. */
function openPorts(from: unknown, to: unknown, protocol: unknown): string[] {
  const published = from === to && PUBLISHED.includes(Number(from)) && protocol === 'tcp';
  if (published) return [];
  return [
    `lets the internet in at ${protocol === '-1' ? 'every port' : `${protocol} ${from === to ? from : `${from}-${to}`}`}`,
  ];
}

/** The security groups of load balancers, as `stack/type.name`. */
const guarded = (block: Block, view: Parameters<Parameters<typeof resourceRule>[1][string]>[2]) =>
  new Set(
    view
      .resources('aws_lb')
      .flatMap((lb) => list(lb.body.security_groups).map((group) => view.source(lb, group)?.address)),
  ).has(view.source(block, block.body.security_group_id)?.address);

const openIngress = resourceRule(
  {
    id: 'open-ingress',
    protects: 'The internet reaches load balancers at 80 and 443, and nothing else; SSH least of all.',
    mend: 'Name the ranges or the groups that need the port; for SSH use IAP, Session Manager or a bastion.',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html',
  },
  {
    google_compute_firewall: (body) => {
      const ranges = list(body.source_ranges);
      const fromNamed = list(body.source_tags).length + list(body.source_service_accounts).length > 0;
      const open = ranges.some(isInternet) || (ranges.length === 0 && !fromNamed);
      if (body.direction === 'EGRESS' || !open) return [];
      return list(body.allow).flatMap(({ protocol, ports }) => {
        const opened = list<string>(ports);
        if (opened.length === 0) return [`lets the internet in at every port of ${protocol}`];
        return opened.flatMap((port) => {
          const [from, to = from] = port.split('-').map(Number);
          return openPorts(from, to, protocol);
        });
      });
    },
    aws_vpc_security_group_ingress_rule: (body, block, view) => {
      if (!isInternet(body.cidr_ipv4) && !isInternet(body.cidr_ipv6)) return [];
      const wrong = openPorts(body.from_port, body.to_port, body.ip_protocol);
      if (wrong.length > 0 || guarded(block, view)) return wrong;
      return [`lets the internet in at ${body.from_port}, and its group is not that of a load balancer`];
    },
    aws_security_group_rule: (body) =>
      body.type === 'ingress' && [...list(body.cidr_blocks), ...list(body.ipv6_cidr_blocks)].some(isInternet)
        ? openPorts(body.from_port, body.to_port, body.protocol)
        : [],
    ...each(['aws_security_group', 'aws_default_security_group'], (body) =>
      list(body.ingress)
        .filter((rule) => [...list(rule.cidr_blocks), ...list(rule.ipv6_cidr_blocks)].some(isInternet))
        .flatMap((rule) => openPorts(rule.from_port, rule.to_port, rule.protocol)),
    ),
  },
);

const privateByDefault = resourceRule(
  {
    id: 'private-network',
    protects: 'A machine that nobody thought of has no public address and no neighbours.',
    mend: 'Build the network with Vpc; give a public address to the bastion alone.',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
  },
  {
    aws_subnet: (body) => demand(body, { map_public_ip_on_launch: false }),
    aws_vpc: (_, block, view) => {
      const emptied = view
        .resources('aws_default_security_group')
        .some((group) => view.source(group, group.body.vpc_id) === block && !group.body.ingress && !group.body.egress);
      return emptied ? [] : ['leaves rules in its default security group'];
    },
    google_compute_network: (body) => demand(body, { auto_create_subnetworks: false }),
  },
);

/** Subnets that belong to Google's proxies have no flows to log. */
const PROXIES = ['REGIONAL_MANAGED_PROXY', 'GLOBAL_MANAGED_PROXY', 'INTERNAL_HTTPS_LOAD_BALANCER'];

const logs = resourceRule(
  {
    id: 'network-logs',
    protects: 'After an incident somebody can tell who talked to whom.',
    mend: 'Build the network with Vpc, which logs flows; give load balancers a LogBucket.',
    link: 'https://cloud.google.com/vpc/docs/flow-logs',
  },
  {
    google_compute_subnetwork: (body) =>
      body.log_config || PROXIES.includes(String(body.purpose)) ? [] : ['has no flow logs (log_config)'],
    google_compute_router_nat: (body) => demand(body, { 'log_config.enable': true }),
    aws_vpc: (_, block, view) =>
      view.resources('aws_flow_log').some((log) => view.source(log, log.body.vpc_id) === block)
        ? []
        : ['has no aws_flow_log'],
    aws_lb: (body) => demand(body, { 'access_logs.enabled': true }),
    aws_cloudwatch_log_group: (body) =>
      Number(at(body, 'retention_in_days')) > 0 ? [] : ['keeps its logs, and their price, for ever'],
  },
);

export const networkRules: readonly Rule[] = [openIngress, privateByDefault, logs];
