import { ownRanges } from '../clients';
import { clusterRanges } from '../k3s/facts';
import { clusterRules } from '../laptop/facts';
import { cidrSize, contains, overlap } from '../ranges';
import { disjoint, distinct, inRegion } from '../rules';
import type { Rule } from '../system';
import type { AwsConfig } from './aws-schema';
import { zoneKeys } from './instances';
import type { LaptopConfig, OnAwsConfig } from './schema';

const subnets = zoneKeys.flatMap((key) => (['publicRange', 'privateRange'] as const).map((kind) => ({ key, kind })));
const pathOf = ({ key, kind }: (typeof subnets)[number]) => `aws.network.zones.${key}.${kind}`;
const rangeOf = ({ network }: AwsConfig, { key, kind }: (typeof subnets)[number]) => network.zones[key][kind];

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

/** What a laptop demands. */
export const laptopRules: readonly Rule<LaptopConfig>[] = clusterRules('workloads.f1-vote.image');

/** What AWS demands. */
export const awsRules: readonly Rule<OnAwsConfig>[] = [
  ...disjoint(subnets.map(pathOf)),
  ...subnetsInNetwork,
  ...subnetSizes,
  ...zoneKeys.map((key) => inRegion(`aws.network.zones.${key}.name`, 'aws.region')),
  ...distinct(
    'a zone',
    zoneKeys.map((key) => `aws.network.zones.${key}.name`),
  ),
  {
    reads: ['aws.network.range'],
    check: ({ aws }) =>
      Object.values(clusterRanges).some((range) => overlap(range, aws.network.range))
        ? `a range that overlaps neither K3s's pods (${clusterRanges.pods}) nor its services (${clusterRanges.services})`
        : undefined,
  },
  ownRanges(
    'aws.bastion.admins',
    '0.0.0.0/0 is everybody, and port 22 is scanned within minutes. Your address: curl https://checkip.amazonaws.com',
  ),
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
