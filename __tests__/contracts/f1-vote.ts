import type { Break } from '../support/breaks';

const stack = (name: string) => `f1-vote-production-${name}`;

/** Changes of one half, in production, which the other half does not follow. */
export const breaks: readonly Break[] = [
  ['load-balancer-target', stack('edge'), 'resource.aws_lb_target_group.alb_workers.port', 30080, /port is 30080/],
  [
    'node-ports',
    stack('cluster'),
    'resource.aws_vpc_security_group_ingress_rule.firewall_nodes_from_nodes_nodes_vxlan',
    undefined,
    /udp 8472/,
  ],
  [
    'node-ports',
    stack('edge'),
    'resource.aws_vpc_security_group_ingress_rule.workers_from_alb_group_traefik',
    undefined,
    /lets the load balancer in/,
  ],
  ['trusted-proxies', stack('network'), 'resource.aws_subnet.vpc_public_a.cidr_block', '10.0.9.0/24', /10.0.9.0\/24/],
  [
    'load-balancer-target',
    'HelmChartConfig/kube-system/traefik',
    'spec.valuesContent',
    'ports: { web: { hostPort: 81 } }',
    /is 81/,
  ],
  [
    'trusted-proxies',
    'HelmChartConfig/kube-system/traefik',
    'spec.valuesContent',
    'ports: { web: { hostPort: 80 } }',
    /is empty/,
  ],
  [
    'load-balancer-keep-alive',
    stack('edge'),
    'resource.aws_lb.alb.idle_timeout',
    3600,
    /HelmChartConfig\/kube-system\/traefik idleTimeout .* is 315, but idle_timeout of f1-vote-production-edge\/aws_lb.alb is 3600/,
  ],
  [
    'load-balancer-keep-alive',
    'HelmChartConfig/kube-system/traefik',
    'spec.valuesContent',
    'ports: { web: { hostPort: 80 } }',
    /is 180, but idle_timeout .* is 300/,
  ],
];
