import { nameOf } from '../../model/objects';
import type { Container } from '../../model/pods';
import type { Rule, Violation } from '../rule';
import { trustedProxiesOf } from '../servers';
import { traefiks } from '../traefik';
import { throughIngresses } from './hops';

const forwardedHeaders: Rule = {
  id: 'forwarded-headers',
  protects:
    'An app knows who asks and by which protocol: its redirects stay HTTPS, its log names clients, and nobody makes them up.',
  mend: 'Let the server believe the range of the pods, and Traefik the subnets of what stands before it.',
  link: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#security_and_privacy_concerns',
  check: (view) => [
    ...throughIngresses(view).flatMap(({ pod, container, caller }): Violation[] => {
      const problem = serverProblem(container);
      return problem ? [{ object: nameOf(pod.owner), detail: problem, other: caller.object }] : [];
    }),
    ...traefiks(view).flatMap(({ object, entryPoints, believes }) =>
      entryPoints
        .filter((name) => believes(name).some(isAnybody))
        .map((name) => ({ object, detail: `believes what anybody says of himself at its entry point ${name}` })),
    ),
  ],
};

function serverProblem(container: Container): string | undefined {
  const trusted = trustedProxiesOf(container);
  if (!trusted) return undefined;
  if (trusted.length === 0) return `container ${container.name} does not say which proxies it believes`;
  const anybody = trusted.find(isAnybody);
  return anybody && `container ${container.name} believes ${anybody}, whoever it is that connects`;
}

function isAnybody(range: string): boolean {
  return range === '*' || range.endsWith('/0');
}

export const forwardedRules: readonly Rule[] = [forwardedHeaders];
