import { UPLOAD_SECONDS } from '../../config/timeouts';
import { nameOf } from '../../model/objects';
import type { Rule, Violation } from '../rule';
import { idleSecondsOf } from '../servers';
import { traefiks } from '../traefik';
import { type Hop, hops } from './hops';

const keepAlive: Rule = {
  id: 'keep-alive',
  protects: 'No request meets a connection that the app is just closing: that is a 502, now and then.',
  mend: "Set the app's keep-alive to outlasting() what its proxy keeps, and the proxy's from idleSeconds, both of config/timeouts.ts.",
  link: 'https://www.rfc-editor.org/rfc/rfc9112#name-tear-down',
  check: (view) => hops(view).flatMap(hopProblems),
};

function hopProblems({ caller, pod, container }: Hop): Violation[] {
  const object = nameOf(pod.owner);
  const seconds = idleSecondsOf(container);
  if (seconds !== undefined && seconds > caller.idleSeconds) return [];
  const kept = seconds === undefined ? 'does not say how long it keeps' : `keeps for ${seconds} seconds`;
  return [
    {
      object,
      detail: `container ${container.name} ${kept} an idle connection that ${caller.object} uses for ${caller.idleSeconds}`,
      other: caller.object,
    },
  ];
}

const uploadTime: Rule = {
  id: 'upload-time',
  protects: 'A large upload over a slow line ends, instead of being cut after a minute.',
  mend: 'Set the readTimeout of the entry point from UPLOAD_SECONDS of config/timeouts.ts.',
  link: 'https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#respondingtimeouts',
  check: (view) =>
    traefiks(view).flatMap(({ object, entryPoints, timeout }) =>
      entryPoints
        .map((name) => ({ name, seconds: timeout(name, 'readTimeout') }))
        .filter(({ seconds }) => seconds > 0 && seconds < UPLOAD_SECONDS)
        .map(({ name, seconds }) => ({
          object,
          detail: `gives a request at its entry point ${name} ${seconds} seconds to arrive, where ${UPLOAD_SECONDS} are needed`,
        })),
    ),
};

export const keepAliveRules: readonly Rule[] = [keepAlive, uploadTime];
