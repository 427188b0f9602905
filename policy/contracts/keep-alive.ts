import type { Rule } from '../rule';
import { traefiks } from '../traefik';
import { contract, differs } from './contract';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
const UNSET_SECONDS = 60;

const loadBalancerKeepAlive = contract(
  {
    id: 'load-balancer-keep-alive',
    protects:
      'Traefik keeps an idle connection longer than the load balancer before it, which would answer 502 now and then.',
    mend: 'Set both from idleSeconds.loadBalancer of config/timeouts.ts, Traefik with outlasting().',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
  },
  (both) =>
    both.resources('aws_lb').flatMap(({ address, body }) => {
      const idle = Number(body.idle_timeout ?? UNSET_SECONDS);
      return traefiks(both).flatMap(({ object, entryPoints, timeout }) =>
        entryPoints
          .map((name) => ({ name, seconds: timeout(name, 'idleTimeout') }))
          .filter(({ seconds }) => seconds > 0 && seconds <= idle)
          .map(({ name, seconds }) =>
            differs(
              { object, field: `idleTimeout of its entry point ${name}, which must be longer,`, value: seconds },
              { object: address, field: 'idle_timeout', value: idle },
            ),
          ),
      );
    }),
);

export const keepAliveContracts: readonly Rule[] = [loadBalancerKeepAlive];
