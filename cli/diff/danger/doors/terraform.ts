import type { Change } from '../../compare';
import { fromTo, shown } from '../../values';
import { firewalls, givesRights } from '../resources';
import { type Door, gone, more, off, on, opened, to } from './door';

const EVERYBODY = /allUsers|allAuthenticatedUsers|0\.0\.0\.0\/0|::\/0/;

/** What lets in those who are named. */
const listens = (type: string) =>
  /firewall|security_group|container_cluster|sql|load|lb|security_policy|listener/.test(type);
const isFirewall = (type: string) => firewalls.has(type);
const another: Door['opens'] = (difference, path) => `${path} is another, ${fromTo(difference)}`;

const doors: readonly Door[] = [
  { at: /^condition/, of: givesRights, opens: gone(() => 'its condition is gone') },
  { at: /^(?!condition)/, of: givesRights, opens: more((values, path) => `${path} is another: ${values}`) },
  {
    at: /ranges?$|cidr|authorized_networks|source|block$|networks$/i,
    of: listens,
    opens: more((values, path) => `${path} lets in ${values} as well`),
  },
  { at: /ports?$|protocol/, of: isFirewall, opens: more((values, path) => `${path}: ${values} as well`) },
  {
    at: /^/,
    opens: to(
      (value) => EVERYBODY.test(JSON.stringify(value ?? '')),
      (_, path) => `${path} names everybody`,
    ),
  },
  // TLS and encryption.
  { at: /(tls_version|ssl_policy|min_tls\w*|ssl_mode|tls_mode)$/, opens: another },
  { at: /kms|encryption|cmek/, opens: gone((path) => `${path} is gone: encrypted by no key of ours`) },
  {
    at: /(authorization_mode|transit_encryption_mode)$/,
    opens: to(
      (value) => /DISABLED/.test(String(value)),
      (_, path) => `${path} is switched off`,
    ),
  },
  { at: /(encrypt\w*|require_ssl)$/, opens: off },
  // What keeps strangers out.
  {
    at: /(private_nodes|uniform_bucket_level_access|block_public\w*|restrict_public\w*|ignore_public\w*)$/,
    opens: off,
  },
  {
    at: /http_tokens$/,
    opens: to(
      (value) => value !== 'required',
      (value, path) => `${path} is ${value}`,
    ),
  },
  {
    at: /public_access_prevention$/,
    opens: to(
      (value) => value !== 'enforced',
      () => 'may be made public',
    ),
  },
  {
    at: /(ipv4_enabled|invoker_iam_disabled|publicly_accessible|map_public_ip_on_launch|associate_public_ip_address)$/,
    opens: on(': reachable from outside'),
  },
  {
    at: /^ingress$/,
    opens: to(
      (value) => value === 'INGRESS_TRAFFIC_ALL',
      () => 'is reachable from everywhere',
    ),
  },
];

export function terraformDoors({ thing: { kind }, verb, after, differences }: Change): string[] {
  return verb === 'added' ? newDoors(kind, (after?.body ?? {}) as Body) : opened(doors, kind, differences);
}

type Body = Readonly<Record<string, unknown>>;

function newDoors(kind: string, body: Body): string[] {
  const { role, policy_arn: policy, member } = body;
  return [
    ...(isFirewall(kind) && body.direction !== 'EGRESS' && !body.deny ? [`lets in ${shown(rangesOf(body))}`] : []),
    ...(givesRights(kind)
      ? [`gives ${shown(role ?? policy ?? 'rights')} to ${shown(member ?? role ?? body.bucket)}`]
      : []),
    ...(EVERYBODY.test(JSON.stringify(member ?? '')) ? ['to everybody'] : []),
  ];
}

/** Whom a rule of a firewall lets in. */
function rangesOf(body: Body): unknown {
  const peers = [
    ...['source_ranges', 'source_tags', 'source_service_accounts'],
    ...['cidr_ipv4', 'cidr_ipv6', 'referenced_security_group_id', 'prefix_list_id'],
  ];
  return peers.map((key) => body[key]).find((peer) => peer !== undefined) ?? 'anybody';
}
