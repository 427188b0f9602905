import { BlockList } from 'node:net';
import { z } from 'zod';

/**
 * The value types that configurations are made of. Each message says what would be right,
 * so that it can follow "expected" in a problem.
 */

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';

/** A fully qualified DNS name in lower case (RFC 1123), e.g. `app.example.com`. */
export const hostName = z
  .string()
  .regex(new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})+$`), 'a DNS name in lower case, e.g. app.example.com');

/** A DNS label as Kubernetes and Google Cloud want it for names: at most 63 characters. */
export const label = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a DNS label: lower-case letters, digits and hyphens, e.g. my-name');

export const emailAddress = z.email('an e-mail address, e.g. ops@example.com');

/** Size of a volume, as a Kubernetes quantity; what is kept on less than a gibibyte is not worth keeping. */
export const volumeSize = z.string().regex(/^[1-9][0-9]{0,5}(Gi|Ti)$/, 'a volume of at least 1Gi, e.g. 10Gi');

/** An image's name and tag below the registry, e.g. `fastapi:1.4.2`; `latest` says nothing and is refused, and
 * the tag must fit into a label: at most 63 characters. */
export const imageTag = z
  .string()
  .regex(
    /^[a-z0-9]+([._/-][a-z0-9]+)*:(?!latest$)[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
    'a name and an exact tag, e.g. fastapi:1.4.2 (not latest)',
  );

/** An IPv4 range whose host bits are zero, e.g. `10.0.0.0/16`. */
export const cidr = z
  .string()
  .refine((value) => parseCidr(value) !== undefined, 'an IPv4 range without host bits, e.g. 10.0.0.0/16');

export const gcpProjectId = z
  .string()
  .regex(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/, 'a Google Cloud project id: 6 to 30 lower-case letters, digits, hyphens');

export const gcpRegion = z.string().regex(/^[a-z]+-[a-z]+[0-9]{1,2}$/, 'a Google Cloud region, e.g. europe-west1');

export const gcpZone = z.string().regex(/^[a-z]+-[a-z]+[0-9]{1,2}-[a-z]$/, 'a Google Cloud zone, e.g. europe-west1-b');

/** A Cloud Storage bucket's name; dots would need a verified domain and are refused. */
export const gcsBucket = z
  .string()
  .regex(/^[a-z0-9][-_a-z0-9]{1,61}[a-z0-9]$/, 'a Cloud Storage bucket name, e.g. my-project-tfstate');

function parseCidr(value: string): { address: string; prefix: number } | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(value);
  const [address, prefix] = [match?.[1], Number(match?.[2])];
  if (address === undefined || prefix > 32) return undefined;
  const octets = address.split('.').map(Number);
  if (octets.some((octet, i) => octet > 255 || String(octet) !== address.split('.')[i])) return undefined;
  const bits = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return bits % 2 ** (32 - prefix) === 0 ? { address, prefix } : undefined;
}

/** The number of addresses in a range that `cidr` accepts. */
export function cidrSize(range: string): number {
  return 2 ** (32 - Number(range.split('/')[1]));
}

/** Whether two ranges that `cidr` accepts share an address. */
export function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [network = '', prefix] = outer.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(prefix));
  return Number(prefix) <= Number(inner.split('/')[1]) && list.check(inner.split('/')[0] ?? '');
}
