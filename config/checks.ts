import { z } from 'zod';
import { cidrSize, contains, isCidr, overlap } from './ranges';

/**
 * The value types that configurations are made of. Each message says what would be right,
 * so that it can follow "expected" in a problem.
 */

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';

/** A fully qualified DNS name in lower case (RFC 1123), e.g. `app.example.com`. No top-level domain is a number, but an
 * address ends with one, which no Ingress takes for a host. */
export const hostName = z
  .string()
  .regex(
    new RegExp(`^(?=.{1,253}$)(${LABEL}\\.)+(?![0-9]+$)${LABEL}$`),
    'a DNS name in lower case, e.g. app.example.com',
  );

/** The same, or all names one label below it, e.g. `*.example.com`. */
export const hostOrWildcard = z
  .string()
  .refine(
    (name) => hostName.safeParse(name.replace(/^\*\./, '')).success,
    'a DNS name in lower case, or all below it, e.g. *.example.com',
  );

/** A DNS label as Kubernetes and Google Cloud want it for names: at most 63 characters. */
export const label = z.string().regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: 'a DNS label: lower-case letters, digits and hyphens, e.g. my-name',
  abort: true,
});

/** What something is called that becomes part of a Terraform name. */
export const key = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, 'a name of lower-case letters, digits and underscores');

export const emailAddress = z.email('an e-mail address, e.g. ops@example.com');

/** Size of a volume, as a Kubernetes quantity; what is kept on less than a gibibyte is not worth keeping. */
export const volumeSize = z
  .string()
  .regex(/^[1-9][0-9]{0,4}(Gi|Ti)$/, { error: 'a volume of at least 1Gi, e.g. 10Gi', abort: true })
  .refine((size) => Number.parseInt(size, 10) * (size.endsWith('Ti') ? 1024 : 1) <= 65536, 'a volume of 64Ti at most');

/** Whether an image's name begins with a registry, as the container runtimes tell; https://pkg.go.dev/github.com/distribution/reference */
export function hasRegistry(name: string): boolean {
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
}

const PATH_PART = '[a-z0-9]+([._-]+[a-z0-9]+)*';

/**
 * An image that the user builds, `[registry[:port]/]path/name:tag[@digest]`, which `imageOf` reads; without a registry it is
 * below the environment's. `latest` says nothing and is refused, and the tag must fit into a label: at most 63 characters.
 */
export const image = z
  .string()
  .regex(
    new RegExp(
      `^([a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?/)?${PATH_PART}(/${PATH_PART})*` +
        ':(?!latest(@|$))[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?(@sha256:[0-9a-f]{64})?$',
    ),
    {
      error: 'an image with an exact tag (not latest), e.g. app:1.4.2 or ghcr.io/me/app:1.4.2',
      abort: true,
    },
  );

/** The same for environments that have no registry. */
export const imageWithRegistry = image.refine(hasRegistry, 'an image with its registry, e.g. ghcr.io/me/app:1.4.2');

/** Addresses that nothing is reached from or at over a network; https://www.iana.org/assignments/iana-ipv4-special-registry */
const unreachable = { loopback: '127.0.0.0/8', 'link-local': '169.254.0.0/16', multicast: '224.0.0.0/4' } as const;

/** An IPv4 range whose host bits are zero, e.g. `10.0.0.0/16`, of addresses that somebody can have. */
export const cidr = z
  .string()
  .refine(isCidr, {
    error: 'an IPv4 range without host bits, e.g. 10.0.0.0/16',
    abort: true,
  })
  .refine((value) => !Object.values(unreachable).some((range) => contains(range, value)), {
    error: `a range that somebody can have: no address of ${Object.keys(unreachable).join(', ')}`,
    abort: true,
  });

/** A range of a network that is to be made: as wide as a provider takes, and of addresses that it can hand out. */
export function networkRange({ widest, narrowest }: { readonly widest: number; readonly narrowest: number }) {
  const special = ['0.0.0.0/8', '255.255.255.255/32', ...Object.values(unreachable)];
  return cidr
    .refine((value) => !special.some((range) => overlap(range, value)), {
      error: 'a range of addresses that a network can have',
      abort: true,
    })
    .refine(
      (value) => cidrSize(value) >= 2 ** (32 - narrowest) && cidrSize(value) <= 2 ** (32 - widest),
      `a range from /${widest} to /${narrowest}`,
    );
}
