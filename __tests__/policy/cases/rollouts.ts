import { type Case, change, deployment, object, objects, own, pod } from './make';

const service = object('Service', 'app', { spec: { selector: own.matchLabels, ports: [{ port: 80 }] } });
const waiting = (preStop: object, grace = 30) =>
  change(pod('terminationGracePeriodSeconds', grace), 'spec.template.spec.containers.0.lifecycle', { preStop });
const statefulSet = (replicas: number) => ({ ...change(deployment, 'spec.replicas', replicas), kind: 'StatefulSet' });
const spread = (...matchLabelKeys: string[]) =>
  pod('topologySpreadConstraints', [{ topologyKey: 'zone', ...(matchLabelKeys.length > 0 && { matchLabelKeys }) }]);

export const rolloutCases: readonly Case[] = [
  {
    rule: 'graceful-stop',
    good: [
      objects(deployment),
      objects(service, statefulSet(1)),
      objects(service, waiting({ sleep: { seconds: 5 } })),
      objects(service, waiting({ exec: { command: ['sleep', '5'] } })),
    ],
    bad: [
      [objects(service, deployment), /container app closes at once/],
      [objects(service, statefulSet(3)), /closes at once/],
      [objects(service, waiting({ exec: { command: ['nginx', '-s', 'quit'] } })), /closes at once/],
      [objects(service, waiting({ sleep: { seconds: 0 } })), /closes at once/],
      [objects(service, waiting({ sleep: { seconds: 28 } })), /waits 28 of the 30 seconds/],
    ],
  },
  {
    rule: 'rollout-spread',
    good: [objects(deployment), objects(spread('pod-template-hash')), objects({ ...spread(), kind: 'StatefulSet' })],
    bad: [
      [objects(spread()), /over zone by labels that .* no matchLabelKeys/],
      [objects(spread('version')), /have too: version/],
      [objects({ ...spread('pod-template-hash'), kind: 'StatefulSet' }), /pods of a StatefulSet do not have/],
    ],
  },
];
