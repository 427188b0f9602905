import { contains } from '../../config/ranges';
import { at, list } from '../../model/blocks';
import { flowsOf } from '../../model/edges/peers';
import { nameOf } from '../../model/objects';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { contract } from './contract';

/** A range of addresses, and the resource that makes it. */
interface Range {
  readonly cidr: string;
  readonly object: string;
}

/** Ranges that a port says something about: where Cloud SQL listens, and where the API server does. */
const byPort: Readonly<Record<number, { what: string; ranges: (both: View) => Range[] }>> = {
  3307: { what: 'the range of private services, where Cloud SQL is', ranges: peered },
  6443: { what: 'the range of the control plane', ranges: controlPlane },
};

function peered(both: View): Range[] {
  return both
    .resources('google_compute_global_address')
    .filter(({ body }) => body.purpose === 'VPC_PEERING')
    .map(({ address: object, body }) => ({ cidr: `${body.address}/${body.prefix_length}`, object }));
}

function controlPlane(both: View): Range[] {
  return both.resources('google_container_cluster').flatMap(({ address: object, body }) => {
    const cidr = at(body, 'private_cluster_config.master_ipv4_cidr_block');
    return cidr === undefined ? [] : [{ cidr: String(cidr), object }];
  });
}

function subnets(both: View): Range[] {
  return [
    ...both.resources('google_compute_subnetwork').flatMap(({ address: object, body }) =>
      [body.ip_cidr_range, ...list(body.secondary_ip_range).map(({ ip_cidr_range }) => ip_cidr_range)].map((cidr) => ({
        cidr: String(cidr),
        object,
      })),
    ),
    ...[...both.resources('aws_vpc'), ...both.resources('aws_subnet')].map(({ address: object, body }) => ({
      cidr: String(body.cidr_block),
      object,
    })),
  ];
}

/** RFC 1918; other ranges are the internet's, or link-local. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const networkRanges = contract(
  {
    id: 'network-ranges',
    protects: 'A NetworkPolicy that names a private range names the one that the network gives out.',
    link: 'https://cloud.google.com/sql/docs/mysql/private-ip#allocated-ip-address-ranges',
  },
  (both) => {
    const all = [...peered(both), ...controlPlane(both), ...subnets(both)];
    return both.ofKind('NetworkPolicy').flatMap((policy) => {
      return flowsOf(policy).flatMap(({ to = [], from = [], ports = [] }): Violation[] => {
        const special = ports.map(({ port }) => byPort[Number(port ?? 0)]).find((found) => found !== undefined);
        const own = special?.ranges(both) ?? [];
        // Where the system has no such range, the port says nothing.
        const [what, known] = special && own.length > 0 ? [special.what, own] : ['a range that Terraform makes', all];
        return [...to, ...from]
          .flatMap(({ ipBlock }) => ipBlock?.cidr ?? [])
          .filter((cidr) => PRIVATE.some((range) => contains(range, cidr)))
          .filter((cidr) => !known.some((range) => contains(range.cidr, cidr)))
          .map((cidr) => ({
            object: nameOf(policy),
            detail: `names ${cidr}, which is not in ${what}: ${known.map((range) => `${range.cidr} of ${range.object}`).join(', ')}`,
            ...(known[0] && { other: known[0].object }),
          }));
      });
    });
  },
);

export const rangeContracts: readonly Rule[] = [networkRanges];
