import type { z } from 'zod';
import { awsRegion, awsZone } from '../../config/aws/regions';
import * as check from '../../config/checks';
import { cronSchedule, longestGapMinutes } from '../../config/cron';
import { cloudSqlTier, gkeMachineType } from '../../config/google/machine-types';
import { gcpRegion, gcpZone } from '../../config/google/regions';
import * as google from '../../config/google/values';
import { imageOf, reference } from '../../config/versions';

/** What a provider or Kubernetes would refuse is refused before; what it takes is taken. */
test.each<[string, z.ZodType, string[], string[]]>([
  [
    'a host is no address',
    check.hostName,
    ['a.b', '10.0.0.1.nip.io', '1.example.com'],
    ['10.0.0.1', '1.2', '127.0.0.1', 'a.1'],
  ],
  [
    'an image has an exact tag, and a registry and a digest if it wants',
    check.image,
    [
      'app:1',
      'team/app:1',
      'a.b:1',
      'ghcr.io/a/app:1',
      'localhost:5000/app:1',
      `r.io:443/app:1@sha256:${'0'.repeat(64)}`,
    ],
    [
      'app',
      'app:latest',
      `app@sha256:${'0'.repeat(64)}`,
      `app:latest@sha256:${'0'.repeat(64)}`,
      'app:1@sha256:0',
      ':1',
      'a//b:1',
    ],
  ],
  [
    'an image says its registry where the environment has none',
    check.imageWithRegistry,
    ['ghcr.io/a/app:1', 'localhost/app:1', 'localhost:5000/app:1', `docker.io/app:1@sha256:${'0'.repeat(64)}`],
    ['app:1', 'team/app:1', 'a.b:1', 'ghcr.io/a/app', 'ghcr.io/a/app:latest'],
  ],
  [
    'a range is of addresses that somebody can have',
    check.cidr,
    ['10.0.0.0/8', '0.0.0.0/0', '192.168.1.1/32', '128.0.0.0/1'],
    ['127.0.0.1/32', '127.0.0.0/8', '169.254.169.254/32', '224.0.0.0/4', '239.1.0.0/16'],
  ],
  [
    'a network is as wide as its provider makes it',
    check.networkRange({ widest: 16, narrowest: 28 }),
    ['10.0.0.0/16', '10.0.0.0/28', '172.31.0.0/20', '100.64.0.0/16'],
    [
      '10.0.0.0/15',
      '10.0.0.0/29',
      '0.1.0.0/16',
      '127.1.0.0/16',
      '169.254.0.0/20',
      '224.1.0.0/16',
      '255.255.255.240/28',
    ],
  ],
  ['a cluster has a short name', google.clusterName, ['a', 'a'.repeat(40)], ['a'.repeat(41), 'A']],
  [
    'a project is not named after its provider',
    google.projectId,
    ['acme-prod', 'my-project'],
    ['my-google-app', 'null-island', 'my-ssl-project'],
  ],
  ['a bucket is not named after its provider', google.bucket, ['acme-tfstate'], ['goog-state', 'my-google-state']],
  ['a volume is of a size that exists', check.volumeSize, ['1Gi', '64Ti', '65536Gi'], ['65Ti', '65537Gi', '999999Ti']],
  ['a region exists', gcpRegion, ['europe-west1', 'us-central1'], ['europe-west5', 'europe-west1-b', 'us-north1']],
  ['a zone exists', gcpZone, ['europe-west1-d', 'us-central1-f'], ['europe-west1-a', 'us-east1-a', 'us-central1-d']],
  [
    'nodes are of a machine type that exists and is no Arm',
    gkeMachineType,
    ['e2-standard-2', 'n2d-highcpu-224', 'e2-medium'],
    ['t2a-standard-1', 'c4a-standard-4', 'e2-standard-3', 'n2-highcpu-128', 'e2-micro', 'f1-micro', 'e2'],
  ],
  [
    'a database is of a tier that exists',
    cloudSqlTier,
    ['db-custom-1-3840', 'db-custom-2-7680', 'db-custom-96-638976', 'db-n1-standard-4', 'db-g1-small'],
    [
      'db-custom-3-7680',
      'db-custom-2-7681',
      'db-custom-2-3584',
      'db-custom-2-13568',
      'db-custom-98-638976',
      'db-n1-standard-3',
    ],
  ],
  [
    'an AWS region exists',
    awsRegion,
    ['eu-west-3', 'us-east-1'],
    ['eu-west-4', 'us-east-3', 'eu-west-3a', 'cn-north-1'],
  ],
  [
    'an AWS zone is of a region that exists',
    awsZone,
    ['eu-west-3a', 'us-east-1f'],
    ['eu-west-4a', 'eu-west-3', 'eu-west-3z'],
  ],
  [
    'a schedule has five fields within their bounds',
    cronSchedule,
    ['30 2 * * *', '*/5 0-6,18 1 1,7 0', '0 0 31 12 7'],
    [
      '60 2 * * *',
      '0 24 * * *',
      '0 0 0 * *',
      '0 0 * 13 *',
      '0 0 * * 8',
      '* * * *',
      'a b c d e',
      '5-1 * * * *',
      '*/0 * * * *',
      '@daily',
    ],
  ],
])('%s', (_, type, right, wrong) => {
  expect(right.filter((value) => !type.safeParse(value).success)).toEqual([]);
  // One word for each, whatever it is: nothing is judged that is no such value at all.
  for (const value of [...wrong, '', 'Not One', '\u0000', '1/2/3']) {
    expect([value, type.safeParse(value).error?.issues.length]).toEqual([value, 1]);
  }
});

test('a repository names its registry, or is below one', () => {
  const registries = ['ghcr.io/a/b', 'localhost/a', 'registry:5000/a', 'docker.io/a'];
  expect(registries.filter((repository) => !check.hasRegistry(repository))).toEqual([]);
  expect(['a', 'me/app', 'a/b.c/d'].filter(check.hasRegistry)).toEqual([]);
});

test('an image is below the registry of the environment, unless it names one itself, and comes out as it went in', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(imageOf('team/app:1', 'r.io/own')).toEqual({ repository: 'r.io/own/team/app', tag: '1' });
  expect(imageOf('localhost:5000/app:1', 'r.io/own')).toEqual({ repository: 'localhost:5000/app', tag: '1' });
  expect(reference(imageOf(`app:1@${digest}`, 'r.io'))).toBe(`r.io/app:1@${digest}`);
  expect(reference(imageOf(`ghcr.io:443/a/app:1@${digest}`, 'r.io'))).toBe(`ghcr.io:443/a/app:1@${digest}`);
});

test.each([
  ['* * * * *', 1],
  ['*/20 * * * *', 20],
  // The last of an hour is followed by the first of the next.
  ['*/25 * * * *', 25],
  ['0,50 * * * *', 50],
  ['5 * * * *', 60],
  ['5/20 * * * *', 20],
  ['30 */6 * * *', 360],
  ['0 8-18 * * *', 14 * 60],
  ['30 2 * * *', 1440],
  ['0 4 * * 1', 7 * 1440],
  ['0 4 * * 1-5', 3 * 1440],
  ['0 4 * * 0,7', 7 * 1440],
  ['0 0 1 * *', 31 * 1440],
  // Either kind of day will do where both are narrowed.
  ['0 0 1 * 1', 7 * 1440],
  ['0 0 29 2 *', 1461 * 1440],
  ['0 0 31 4 *', Number.POSITIVE_INFINITY],
])('%s leaves %d minutes between two starts at most', (schedule, minutes) => {
  expect(longestGapMinutes(schedule)).toBe(minutes);
});
