import type { Change, Difference } from '../compare';
import { fromTo, gained, keyOf, shown, switchedOff, switchedOn } from '../values';
import type { Look } from './look';

const FIREWALL = /^(google_compute_firewall|aws_vpc_security_group_ingress_rule|aws_security_group_rule)$/;
const RIGHTS = /_iam_(member|binding|policy)$|^aws_iam_(role_policy|role_policy_attachment|policy)$/;
const RANGES = /ranges?$|cidr|authorized_networks|source|block$|cidrs?$|networks$/i;
const EVERYBODY = /allUsers|allAuthenticatedUsers|0\.0\.0\.0\/0|::\/0/;
/** Kubernetes objects that let traffic or people in. */
const WAYS: Readonly<Record<string, string>> = {
  Ingress: 'a way in from outside',
  IngressRoute: 'a way in from outside',
  Gateway: 'a way in from outside',
  VirtualService: 'a way in from outside',
  NetworkPolicy: 'lets more traffic through',
  AuthorizationPolicy: 'lets more requests through',
  Role: 'a right is added',
  ClusterRole: 'a right is added',
  RoleBinding: 'somebody gets rights',
  ClusterRoleBinding: 'somebody gets rights in the whole cluster',
};

/** Somebody or something may do, reach or read more than before. */
export const doorDanger: Look = (change) => {
  const { half } = change.thing;
  if (half === 'terraform') return terraformDoors(change);
  if (half === 'kubernetes') return kubernetesDoors(change);
  return change.thing.kind === 'waiver' ? waiverDoors(change) : [];
};

function waiverDoors({ verb, differences }: Change): string[] {
  if (verb === 'added') return ['a rule no longer holds there'];
  return differences.flatMap((difference) => {
    if (difference.path[0] === 'details' && gained(difference).length > 0)
      return [`excuses ${shown(gained(difference))}`];
    return difference.path[0] === 'expires' ? [`excuses for another time, ${fromTo(difference)}`] : [];
  });
}

function terraformDoors({ thing, verb, after, differences }: Change): string[] {
  const { kind } = thing;
  const body = (after?.body ?? {}) as Readonly<Record<string, unknown>>;
  const reasons: string[] = [];
  if (verb === 'added') {
    if (FIREWALL.test(kind) && body.direction !== 'EGRESS' && !body.deny)
      reasons.push(`lets in ${shown(rangesOf(body))}`);
    if (RIGHTS.test(kind))
      reasons.push(`gives ${shown(body.role ?? body.policy_arn ?? 'rights')} to ${shown(body.member ?? body.role)}`);
    if (EVERYBODY.test(JSON.stringify(body.member ?? ''))) reasons.push('to everybody');
  }
  for (const difference of differences) {
    const path = difference.path.join('.');
    const key = keyOf(difference);
    const more = gained(difference);
    if (RIGHTS.test(kind) && more.length > 0 && !['condition'].includes(key))
      reasons.push(`${path} is another: ${shown(difference.after)}`);
    else if (RIGHTS.test(kind) && path.startsWith('condition') && difference.after === undefined)
      reasons.push('its condition is gone');
    else if (
      RANGES.test(path) &&
      more.length > 0 &&
      /firewall|security_group|container_cluster|sql|load|lb|security_policy|listener/.test(kind)
    ) {
      reasons.push(`${path} lets in ${shown(more)} as well`);
    } else if (FIREWALL.test(kind) && /ports?$|protocol/.test(path) && more.length > 0)
      reasons.push(`${path}: ${shown(more)} as well`);
    if (EVERYBODY.test(JSON.stringify(more)) && !RANGES.test(path)) reasons.push(`${path} names everybody`);
    reasons.push(...lowered(path, key, difference));
  }
  return reasons;
}

function rangesOf(body: Readonly<Record<string, unknown>>): unknown {
  return (
    body.source_ranges ??
    body.cidr_ipv4 ??
    body.cidr_ipv6 ??
    body.source_service_accounts ??
    body.referenced_security_group_id ??
    'anybody'
  );
}

/** TLS, encryption and what keeps strangers out. */
function lowered(path: string, key: string, difference: Difference): string[] {
  const { before, after } = difference;
  if (/tls_version|ssl_policy|min_tls|ssl_mode|tls_mode/i.test(key))
    return [`${path} is another, ${fromTo(difference)}`];
  if (/kms|encryption|cmek/i.test(path) && before !== undefined && after === undefined)
    return [`${path} is gone: encrypted by no key of ours`];
  if (
    /encrypt|require_ssl|private_nodes|uniform_bucket_level_access|block_public|restrict_public|ignore_public|http_tokens/i.test(
      key,
    )
  ) {
    return switchedOff(difference) || after === 'optional' ? [`${path} is switched off`] : [];
  }
  if (key === 'public_access_prevention' && after !== 'enforced') return ['may be made public'];
  if (
    /^(ipv4_enabled|invoker_iam_disabled|publicly_accessible|map_public_ip_on_launch|associate_public_ip_address)$/.test(
      key,
    )
  ) {
    return switchedOn(difference) ? [`${path} is switched on: reachable from outside`] : [];
  }
  if (key === 'ingress' && after === 'INGRESS_TRAFFIC_ALL') return ['is reachable from everywhere'];
  if (key === 'authorization_mode' || key === 'transit_encryption_mode')
    return /DISABLED/.test(String(after)) ? [`${path} is switched off`] : [];
  return [];
}

function kubernetesDoors({ thing, verb, after, differences }: Change): string[] {
  const { kind } = thing;
  const way = WAYS[kind];
  const spec = (after?.body as { spec?: Readonly<Record<string, unknown>> } | undefined)?.spec ?? {};
  if (verb === 'added') {
    if (kind === 'Service') return isOutside(spec.type) ? [`a Service that is reached from outside: ${spec.type}`] : [];
    if (kind === 'NetworkPolicy') return isDenial(spec) ? [] : ['lets traffic through'];
    return way === undefined ? [] : [way];
  }
  return differences.flatMap((difference) => {
    const path = difference.path.join('.');
    const more = gained(difference);
    if (kind === 'Service' && path === 'spec.type' && isOutside(difference.after))
      return [`is reached from outside: ${difference.after}`];
    // Of a selector that is gone all is selected.
    if (/Policy$/.test(kind) && /^spec\.(ingress|egress|rules)/.test(path) && difference.after === undefined) {
      return [`${way}: ${path} is gone`];
    }
    if (/sourceRange|allowList|whitelist/i.test(path) && more.length > 0)
      return [`${path} lets in ${shown(more)} as well`];
    if (/^spec\.tls/.test(path) && difference.after === undefined) return ['its TLS is gone'];
    if (kind === 'PeerAuthentication' && /mode$/.test(path) && difference.after !== 'STRICT')
      return [`mutual TLS is ${shown(difference.after)}`];
    if (kind === 'Namespace' && path.includes('pod-security') && /enforce$/.test(path))
      return [`Pod Security is ${shown(difference.after)}`];
    if (way !== undefined && more.length > 0 && !path.startsWith('metadata')) return [`${way}: ${shown(more)}`];
    return weakened(path, difference);
  });
}

const isOutside = (type: unknown) => type === 'LoadBalancer' || type === 'NodePort';

const isDenial = (spec: Readonly<Record<string, unknown>>) =>
  [spec.ingress, spec.egress].flat().every((rule) => rule === undefined);

/** What a container may do on its node. */
function weakened(path: string, difference: Difference): string[] {
  const key = keyOf(difference);
  if (/^(privileged|allowPrivilegeEscalation|hostNetwork|hostPID|hostIPC|automountServiceAccountToken)$/.test(key)) {
    return switchedOn(difference) ? [`${path} is switched on`] : [];
  }
  if (/^(runAsNonRoot|readOnlyRootFilesystem)$/.test(key))
    return switchedOff(difference) ? [`${path} is switched off`] : [];
  if (/capabilities\.add/.test(path) && gained(difference).length > 0)
    return [`capabilities ${shown(gained(difference))}`];
  if (/capabilities\.drop/.test(path)) return [`drops ${shown(difference.after)} only`];
  if (/\.volumes(\.|$)/.test(path) && `${path} ${JSON.stringify(difference.after)}`.includes('hostPath'))
    return ['reads the disk of its node'];
  if (key === 'runAsUser' && difference.after === 0) return ['runs as root'];
  return [];
}
