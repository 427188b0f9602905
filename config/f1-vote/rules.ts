import { cidrSize, contains, isTooWide, overlap, WIDEST_CLIENT_RANGE } from '../checks';
import type { Rule } from '../system';
import type { AwsConfig } from './aws-schema';
import { clusterRanges } from './facts';
import { zoneKeys } from './instances';
import type { F1VoteConfig, OnAwsConfig } from './schema';

const subnets = zoneKeys.flatMap((key) => (['publicRange', 'privateRange'] as const).map((kind) => ({ key, kind })));
const pathOf = ({ key, kind }: (typeof subnets)[number]) => `aws.network.zones.${key}.${kind}`;
const rangeOf = ({ network }: AwsConfig, { key, kind }: (typeof subnets)[number]) => network.zones[key][kind];

/** No two subnets share an address: one rule a pair, so that each problem names both. */
const disjointSubnets: Rule<OnAwsConfig>[] = subnets.flatMap((a, i) =>
  subnets.slice(0, i).map((b) => ({
    reads: [pathOf(a), pathOf(b)],
    check: ({ aws }) =>
      overlap(rangeOf(aws, a), rangeOf(aws, b))
        ? `a range that does not overlap ${pathOf(b)} (${rangeOf(aws, b)})`
        : undefined,
  })),
);

const subnetsInNetwork: Rule<OnAwsConfig>[] = subnets.map((subnet) => ({
  reads: [pathOf(subnet), 'aws.network.range'],
  check: ({ aws }) =>
    !contains(aws.network.range, rangeOf(aws, subnet))
      ? `a range within aws.network.range (${aws.network.range})`
      : undefined,
}));

const subnetSizes: Rule<OnAwsConfig>[] = subnets.map((subnet) => ({
  reads: [pathOf(subnet)],
  check: ({ aws }) =>
    // A load balancer wants eight free addresses in a /27 at least, as its subnets' smallest size.
    cidrSize(rangeOf(aws, subnet)) < 32 ? 'a /27 or larger, as load balancers require' : undefined,
}));

const zonesOfRegion: Rule<OnAwsConfig>[] = zoneKeys.map((key) => ({
  reads: [`aws.network.zones.${key}.name`, 'aws.region'],
  check: ({ aws }) => (aws.network.zones[key].name.slice(0, -1) !== aws.region ? `a zone of ${aws.region}` : undefined),
}));

/** What must be true anywhere. */
export const rules: readonly Rule<F1VoteConfig>[] = [
  {
    reads: ['app.minReplicas', 'app.maxReplicas'],
    check: ({ app }) =>
      app.minReplicas > app.maxReplicas ? `a minimum not above app.maxReplicas (${app.maxReplicas})` : undefined,
  },
];

/** What AWS demands beside that. */
export const awsRules: readonly Rule<OnAwsConfig>[] = [
  ...rules,
  ...disjointSubnets,
  ...subnetsInNetwork,
  ...subnetSizes,
  ...zonesOfRegion,
  {
    reads: ['aws.network.range'],
    check: ({ aws }) =>
      Object.values(clusterRanges).some((range) => overlap(range, aws.network.range))
        ? `a range that overlaps neither K3s's pods (${clusterRanges.pods}) nor its services (${clusterRanges.services})`
        : undefined,
  },
  {
    reads: ['aws.network.zones.b.name', 'aws.network.zones.a.name'],
    check: ({ aws }) =>
      aws.network.zones.a.name === aws.network.zones.b.name
        ? 'a zone other than that of aws.network.zones.a'
        : undefined,
  },
  {
    reads: ['aws.bastion.admins'],
    check: ({ aws }) => {
      return Object.values(aws.bastion.admins).some(isTooWide)
        ? `ranges of your own, a /${WIDEST_CLIENT_RANGE} at most: 0.0.0.0/0 is everybody, and port 22 is scanned within minutes. Your address: curl https://checkip.amazonaws.com`
        : undefined;
    },
  },
  {
    reads: ['aws.loadBalancer.certificateArn', 'host'],
    check: ({ aws, host }) =>
      aws.loadBalancer.certificateArn && !host
        ? "none, or a host that it certifies: nobody certifies the load balancer's own name"
        : undefined,
  },
  {
    reads: ['aws.loadBalancer.certificateArn', 'aws.region'],
    check: ({ aws }) =>
      aws.loadBalancer.certificateArn && aws.loadBalancer.certificateArn.split(':')[3] !== aws.region
        ? `a certificate in ${aws.region}`
        : undefined,
  },
];
