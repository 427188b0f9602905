import { longestGapMinutes } from '../cron';
import { clusterRules } from '../laptop/facts';
import { cidrSize } from '../ranges';
import { atMost, disjoint, distinct } from '../rules';
import type { Misfit, Rule } from '../system';
import { serviceNames } from './bus-schema';
import { publishersOf, subscriptionsOf } from './facts';
import type { CaternetConfig, LaptopConfig, OnAutopilotConfig, OnInternalClusterConfig } from './schema';

/** What is said on the bus is heard, and what is listened for is said. */
const busRules: readonly Rule<CaternetConfig>[] = [
  {
    reads: ['services', 'topics'],
    check: ({ services, topics }) =>
      serviceNames.flatMap((service) =>
        (['publishes', 'subscribes'] as const).flatMap((verb): Misfit[] => {
          const unknown = services[service][verb].filter((topic) => topics[topic] === undefined);
          return unknown.length > 0
            ? [{ keys: ['services', service, verb], expected: `topics of ${Object.keys(topics).join(', ')}` }]
            : [];
        }),
      ),
  },
  {
    reads: ['services'],
    check: ({ services }) =>
      serviceNames.flatMap((service): Misfit[] =>
        services[service].publishes.length + services[service].subscribes.length === 0
          ? [{ keys: ['services', service], expected: 'a topic that it publishes to or reads' }]
          : [],
      ),
  },
  {
    reads: ['topics', 'services'],
    check: ({ topics, services }) =>
      Object.keys(topics).flatMap((topic): Misfit[] => [
        ...(publishersOf(services).some((each) => each.topic === topic)
          ? []
          : [{ keys: ['topics', topic], expected: 'a topic that a service publishes to' }]),
        ...(subscriptionsOf(services).some((each) => each.topic === topic)
          ? []
          : [{ keys: ['topics', topic], expected: 'a topic that a service reads' }]),
      ]),
  },
];

/** What must be true anywhere. */
const rules: readonly Rule<CaternetConfig>[] = [...busRules, ...distinct('a host', ['hosts.api', 'hosts.market'])];

/** What a laptop demands beside that. */
export const laptopRules: readonly Rule<LaptopConfig>[] = [
  ...rules,
  ...clusterRules('catnodejs.image', 'cadaver-exchange.image', 'mousetrap.image'),
];

/** What the internal cluster demands beside that. */
export const internalRules: readonly Rule<OnInternalClusterConfig>[] = rules;

const copies = ['mongodb', 'search'] as const;

/** What Google Cloud demands beside that. */
export const autopilotRules: readonly Rule<OnAutopilotConfig>[] = [
  ...rules,
  ...disjoint(['nodes', 'pods', 'services', 'controlPlane'].map((name) => `gcp.network.${name}`)),
  ...distinct('a region', ['gcp.region', 'gcp.recoveryRegion']),
  ...distinct('a project', ['gcp.projectId', 'gcp.traps.projectId']),
  atMost('catnodejs.minReplicas', 'catnodejs.maxReplicas'),
  atMost('cadaver-exchange.minReplicas', 'cadaver-exchange.maxReplicas'),
  {
    reads: ['gcp.zones', 'gcp.region'],
    check: ({ gcp: { zones, region } }) =>
      new Set(zones).size === 2 && zones.every((zone) => zone.startsWith(`${region}-`))
        ? undefined
        : `two zones of ${region}`,
  },
  {
    reads: ['gcp.network.controlPlane'],
    check: ({ gcp }) => (cidrSize(gcp.network.controlPlane) !== 16 ? 'a /28, as GKE requires' : undefined),
  },
  {
    reads: ['gcp.traps.regions'],
    check: ({ gcp }) =>
      new Set(gcp.traps.regions).size < Math.max(2, gcp.traps.regions.length)
        ? 'two regions at least, each once: the traps stand in several places'
        : undefined,
  },
  ...copies.map(
    (what): Rule<OnAutopilotConfig> => ({
      reads: [`recovery.${what}.everyMinutes`, `recovery.${what}.schedule`],
      check: ({ recovery }) => {
        const gap = longestGapMinutes(recovery[what].schedule);
        return recovery[what].everyMinutes === gap
          ? undefined
          : `${gap}: that long passes between two starts of ${recovery[what].schedule}`;
      },
    }),
  ),
  // The last copy was begun one interval ago at worst, and counts when it has arrived.
  ...copies.map(
    (what): Rule<OnAutopilotConfig> => ({
      reads: ['rpoMinutes', 'everyMinutes', 'longestRunMinutes', 'copyMinutes'].map((key) => `recovery.${what}.${key}`),
      check: ({ recovery }) => {
        const { everyMinutes, longestRunMinutes, copyMinutes, rpoMinutes } = recovery[what];
        const worst = everyMinutes + longestRunMinutes + copyMinutes;
        return worst > rpoMinutes
          ? `at least ${worst}, or copies made more often: everyMinutes + longestRunMinutes + copyMinutes is what is lost`
          : undefined;
      },
    }),
  ),
  ...copies.map(
    (what): Rule<OnAutopilotConfig> => ({
      reads: [`recovery.${what}.retainedDays`, 'gcp.backups.retentionDays'],
      check: ({ recovery, gcp }) =>
        recovery[what].retainedDays < gcp.backups.retentionDays
          ? `at least gcp.backups.retentionDays (${gcp.backups.retentionDays}): the bucket deletes nothing sooner`
          : undefined,
    }),
  ),
];
