import { BlockList } from 'node:net';

/** Arithmetic of IPv4 ranges that the value type `cidr` accepts. */

/** Every IPv4 address there is. */
export const ANYWHERE = '0.0.0.0/0';

/** Whether a text is an IPv4 range whose host bits are zero. */
export function isCidr(value: string): boolean {
  return parseCidr(value) !== undefined;
}

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

/** The first address of a range. */
export function networkOf(range: string): string {
  return range.split('/')[0] ?? '';
}

/** The network part of a range as a dotted mask, e.g. `255.255.255.0`. */
export function netmaskOf(range: string): string {
  const host = cidrSize(range);
  return [24, 16, 8, 0].map((shift) => Math.floor((2 ** 32 - host) / 2 ** shift) % 256).join('.');
}
