import { caternet } from '../../config/caternet';
import { validate } from '../../config/validate';
import { problemsIn } from '../support/configured';

test.each(Object.entries(caternet.environments))('the built-in record of %s is right', (_, environment) => {
  expect(validate(environment, environment.record).map(({ keys, tell }) => `${keys.join('.')}: ${tell()}`)).toEqual([]);
});

/** What is refused of production, by the overrides. */
const wrong = (overrides: object) => problemsIn({ caternet: { production: overrides } }).join('\n');
const at = (path: string) => `caternet.production.${path}: `;
const mongodb = (more: object) => ({ recovery: { mongodb: more } });

describe('refuses, with the path', () => {
  test.each<[what: string, overrides: object, path: string, says: RegExp]>([
    [
      'data outside Canada',
      { gcp: { region: 'us-east4' } },
      'gcp.region',
      /"us-east4" - expected .*northamerica-northeast1/,
    ],
    [
      'copies outside Canada',
      { gcp: { recoveryRegion: 'europe-west1' } },
      'gcp.recoveryRegion',
      /northamerica-northeast2/,
    ],
    ['the second copy outside Canada', { aws: { region: 'us-east-1' } }, 'aws.region', /ca-central-1/],
    [
      'copies in the region that may be lost',
      { gcp: { recoveryRegion: 'northamerica-northeast1' } },
      'gcp.recoveryRegion',
      /other than gcp/,
    ],
    [
      'disks outside the region',
      { gcp: { zones: ['northamerica-northeast1-a', 'northamerica-northeast2-a'] } },
      'gcp.zones',
      /two zones of northamerica-northeast1/,
    ],
    [
      'disks in one zone',
      { gcp: { zones: ['northamerica-northeast1-a', 'northamerica-northeast1-a'] } },
      'gcp.zones',
      /two zones/,
    ],
    ['one place of traps', { gcp: { traps: { regions: ['us-east4'] } } }, 'gcp.traps.regions', /two regions at least/],
    [
      'one place of traps twice',
      { gcp: { traps: { regions: ['us-east4', 'us-east4'] } } },
      'gcp.traps.regions',
      /each once/,
    ],
    [
      'traps among the data',
      { gcp: { traps: { projectId: 'caternet-production' } } },
      'gcp.traps.projectId',
      /other than gcp/,
    ],
    [
      'a service without its topic',
      { services: { mousetrap: { publishes: ['gone'] } } },
      'services.mousetrap.publishes',
      /topics of mouse-trap/,
    ],
    [
      'a reader of nothing that is said',
      { services: { catnodejs: { subscribes: ['gone'] } } },
      'services.catnodejs.subscribes',
      /topics of/,
    ],
    [
      'a service that publishes twice',
      { services: { mousetrap: { publishes: ['mouse-trap', 'catnodejs'] } } },
      'services.mousetrap.publishes',
      /at most 1/,
    ],
    [
      'a service that is none',
      { services: { gone: { publishes: [], subscribes: [] } } },
      'services.gone',
      /unknown key/,
    ],
    [
      'a topic that nobody reads',
      { services: { 'cadaver-exchange': { subscribes: ['mouse-trap'] } } },
      'topics.catnodejs',
      /a service reads/,
    ],
    [
      'a topic without a class',
      { topics: { 'mouse-trap': { class: 'secret' } } },
      'topics.mouse-trap.class',
      /personal/,
    ],
    [
      'dumps too seldom for what may be lost',
      mongodb({ schedule: '0 * * * *', everyMinutes: 60 }),
      'recovery.mongodb.rpoMinutes',
      /at least 85/,
    ],
    ['a run that takes too long', mongodb({ longestRunMinutes: 45 }), 'recovery.mongodb.rpoMinutes', /at least 75/],
    [
      'copies that expire before they may be deleted',
      mongodb({ retainedDays: 7 }),
      'recovery.mongodb.retainedDays',
      /gcp.backups.retentionDays \(30\)/,
    ],
    [
      'a cluster copied more often than Google does',
      { recovery: { cluster: { rpoMinutes: 30 } } },
      'recovery.cluster.rpoMinutes',
      /60/,
    ],
    [
      'a lock that somebody switched on lightly',
      { gcp: { backups: { lock: 'on' } } },
      'gcp.backups.lock',
      /I know that nobody can ever shorten it again/,
    ],
    ['a folder by its name', { gcp: { folder: 'canada' } }, 'gcp.folder', /the number of a folder/],
    ['ranges that overlap', { gcp: { network: { services: '10.64.0.0/20' } } }, 'gcp.network.services', /overlap/],
    [
      'a name that leaves no room for that of the other bucket',
      { gcp: { backups: { bucket: 'b'.repeat(60) } } },
      'gcp.backups.bucket',
      /56/,
    ],
  ])('%s', (_, overrides, path, says) => {
    const found = wrong(overrides)
      .split('\n')
      .filter((line) => line.startsWith(at(path)));
    expect(found.join('\n')).toMatch(says);
  });
});

describe('takes', () => {
  test('a schedule that is as often as it says', () => {
    expect(wrong(mongodb({ schedule: '*/10 * * * *', everyMinutes: 10 }))).toBe('');
  });

  test('the lock, in as many words', () => {
    expect(wrong({ gcp: { backups: { lock: 'I know that nobody can ever shorten it again' } } })).toBe('');
  });
});
