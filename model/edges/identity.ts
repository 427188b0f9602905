import type { Block } from '../blocks';
import { accounts, memberOf } from '../google';
import { type KubernetesObject, nameOf, namespaceOf } from '../objects';
import type { Pod } from '../pods';
import type { View } from '../view';
import type { Edge } from './edge';

/** Names the account that the pods of a ServiceAccount act as. */
export const ACTS_AS = 'iam.gke.io/gcp-service-account';

/** A grant that lets the pods of a Kubernetes ServiceAccount act as an account of Google's. */
export interface Impersonation {
  readonly grant: Block;
  readonly pool: string;
  /** `ServiceAccount/namespace/name` */
  readonly account: string;
  readonly email: string;
}

export function impersonations(view: View): Impersonation[] {
  return view.resources('google_service_account_iam_member').flatMap((grant) => {
    const [, pool, namespace, name] =
      /^serviceAccount:([^[]+)\[([^/]+)\/([^\]]+)\]$/.exec(String(grant.body.member)) ?? [];
    if (grant.body.role !== 'roles/iam.workloadIdentityUser' || pool === undefined) return [];
    const email = String(grant.body.service_account_id).replace(/^.*\//, '');
    const source = view.source(grant, grant.body.service_account_id);
    const created = source && [...accounts(view)].find(([, block]) => block === source)?.[0];
    return [{ grant, pool, account: `ServiceAccount/${namespace}/${name}`, email: created ?? email }];
  });
}

/** The pods that run as a ServiceAccount. */
export function podsAs(account: KubernetesObject, view: View): Pod[] {
  return view.podsIn(namespaceOf(account)).filter(({ spec }) => spec.serviceAccountName === account.metadata.name);
}

/** Who acts as whom: pods as their ServiceAccounts, those as accounts of Google's, and all of these as what grants them rights. */
export function identityEdges(view: View): Edge[] {
  const known = accounts(view);
  return [
    ...view.pods.map(({ owner, spec }): Edge => {
      const account = `ServiceAccount/${namespaceOf(owner)}/${spec.serviceAccountName ?? 'default'}`;
      return { from: nameOf(owner), to: account, kind: 'identity', via: 'serviceAccountName' };
    }),
    ...impersonations(view).map(({ grant, account, email }): Edge => {
      return { from: account, to: known.get(email)?.address ?? email, kind: 'identity', via: grant.address };
    }),
    ...[...view.ofKind('RoleBinding'), ...view.ofKind('ClusterRoleBinding')].flatMap((binding) => bound(binding)),
    ...view.blocks
      .filter(({ mode, type }) => mode === 'resource' && /_iam_member$/.test(type))
      .flatMap((grant) => granted(grant, known, view)),
  ];
}

function bound(binding: KubernetesObject): Edge[] {
  const { roleRef, subjects = [] } = binding;
  const role = roleRef.kind === 'Role' ? `Role/${namespaceOf(binding)}/${roleRef.name}` : `ClusterRole/${roleRef.name}`;
  return (subjects as { kind: string; name: string; namespace?: string }[]).map(({ kind, name, namespace }) => ({
    from: [kind, namespace, name].filter(Boolean).join('/'),
    to: role,
    kind: 'identity',
    via: nameOf(binding),
  }));
}

/** The account of a grant, and the role that it gives; a Workload Identity is an edge of its own. */
function granted(grant: Block, known: ReadonlyMap<string, Block>, view: View): Edge[] {
  const email = memberOf(grant, view);
  const account = known.get(email);
  return account ? [{ from: account.address, to: String(grant.body.role), kind: 'identity', via: grant.address }] : [];
}
