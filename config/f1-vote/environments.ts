import { sharedCluster } from '../laptop/facts';
import { ANYWHERE } from '../ranges';
import { environment } from '../system';
import { releases } from '../versions';
import { awsRules, laptopRules } from './rules';
import { laptop, onAws } from './schema';

/** On a laptop: k3d, its bundled Traefik unless a system beside brings one, no cloud account. */
export const local = environment({
  schema: laptop,
  halves: ['terraform', 'kubernetes'],
  rules: laptopRules,
  record: {
    host: 'f1-vote.localhost',
    workloads: { 'f1-vote': { image: 'app:1.0.0', autoscaling: { min: 2, max: 4, cpuPercent: 70 } } },
    admin: { user: 'admin', allowedRanges: { everyone: ANYWHERE } },
    redis: { storage: '1Gi' },
    placement: 'anywhere',
    secrets: 'generated',
    cluster: sharedCluster,
  },
});

/** On K3s in Paris. */
export const production = environment({
  schema: onAws,
  halves: ['terraform', 'kubernetes'],
  rules: awsRules,
  placeholders: [
    'ghcr.io/my-account/f1-vote',
    'ghcr.io/example/f1-vote',
    'example-tfstate',
    'example/f1-vote',
    'arn:aws:acm:eu-west-3:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
  ],
  record: {
    workloads: {
      'f1-vote': { image: 'ghcr.io/my-account/f1-vote:1.0.0', autoscaling: { min: 2, max: 8, cpuPercent: 70 } },
    },
    admin: { user: 'admin', allowedRanges: { operator: '203.0.113.0/24' } },
    redis: { storage: '2Gi' },
    placement: 'by-role',
    secrets: 'provided',
    aws: {
      region: 'eu-west-3',
      ubuntu: '22.04',
      network: {
        range: '10.0.0.0/16',
        zones: {
          a: { name: 'eu-west-3a', publicRange: '10.0.0.0/24', privateRange: '10.0.16.0/20' },
          b: { name: 'eu-west-3b', publicRange: '10.0.1.0/24', privateRange: '10.0.32.0/20' },
        },
        nat: 'single',
        flowLogDays: 30,
      },
      bastion: { instanceType: 't3.micro', diskGb: 10, admins: { operator: '203.0.113.0/24' } },
      server: { instanceType: 't3.small', diskGb: 20, terminationProtection: true },
      workers: { instanceType: 't3.micro', diskGb: 20, count: 2 },
      loadBalancer: { deletionProtection: true, accessLogDays: 30 },
    },
    k3s: { version: releases.k3s.version, sha256: releases.k3s.sha256 },
  },
});
