import type { Block } from '../../model/blocks';
import { ACTS_AS, type Impersonation, impersonations, podsAs } from '../../model/edges/identity';
import { accounts, grantedKey, memberOf, workloadPoolOf } from '../../model/google';
import { releasedAccounts } from '../../model/helm';
import { nameOf } from '../../model/objects';
import type { Pod } from '../../model/pods';
import { proxiesOf, sealOf, usesIamLogin } from '../../model/software';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { contract, differs, nobody } from './contract';

const workloadIdentity = contract(
  {
    id: 'workload-identity',
    protects: 'A pod that is to act on Google Cloud may, and no identity is granted to pods that do not exist.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity',
  },
  (both) => {
    const granted = impersonations(both);
    const annotated = both
      .ofKind('ServiceAccount')
      .flatMap((account) => (account.metadata.annotations?.[ACTS_AS] ? [account] : []));
    return [
      ...granted.flatMap((grant) => grantProblems(grant, both)),
      ...annotated
        .filter((account) => !granted.some((grant) => grant.account === nameOf(account)))
        .map((account) =>
          nobody(
            { object: nameOf(account), field: ACTS_AS, value: account.metadata.annotations?.[ACTS_AS] },
            'no google_service_account_iam_member lets it act so',
          ),
        ),
    ];
  },
);

function grantProblems({ grant, pool, account, email }: Impersonation, both: View): Violation[] {
  const here = { object: grant.address, field: 'member', value: grant.body.member };
  const released = releasedAccounts(both).get(account);
  if (released !== undefined)
    return released === email
      ? []
      : [
          differs(
            { object: grant.address, field: 'service_account_id', value: email },
            { object: account, field: ACTS_AS, value: released || 'not set' },
          ),
        ];
  const acting = both.get(account);
  if (!acting) return [nobody(here, `there is no ${account}`)];
  const annotation = acting.metadata.annotations?.[ACTS_AS];
  const pools = both.resources('google_container_cluster').map((cluster) => workloadPoolOf(cluster, both));
  return [
    ...(podsAs(acting, both).length > 0 ? [] : [nobody(here, `no pod runs as ${account}`)]),
    ...(annotation === email
      ? []
      : [
          differs(
            { object: grant.address, field: 'service_account_id', value: email },
            { object: account, field: ACTS_AS, value: annotation ?? 'not set' },
          ),
        ]),
    ...(accounts(both).has(email)
      ? []
      : [nobody({ ...here, field: 'service_account_id', value: email }, 'no google_service_account has that address')]),
    ...(pools.length === 0 || pools.includes(pool)
      ? []
      : [nobody(here, `the cluster's workload pool is ${pools.join(', ')}`)]),
  ];
}

/** What pods need of Google Cloud, by what runs in them. */
interface Need {
  readonly role: string;
  readonly because: string;
  /** Type of the resource that grants it. */
  readonly grants: string;
  readonly needed: (pod: Pod, both: View) => boolean;
  /** Whether a grant is about the right thing. @default it is */
  readonly fits?: (grant: Block, pod: Pod, both: View) => boolean;
}

const needs: readonly Need[] = [
  {
    role: 'roles/cloudsql.client',
    because: 'runs the Cloud SQL Auth Proxy',
    grants: 'google_project_iam_member',
    needed: (pod) => proxiesOf(pod).length > 0,
  },
  {
    role: 'roles/cloudsql.instanceUser',
    because: 'logs in to Cloud SQL by IAM',
    grants: 'google_project_iam_member',
    needed: usesIamLogin,
  },
  ...['roles/cloudkms.cryptoKeyEncrypterDecrypter', 'roles/cloudkms.viewer'].map(
    (role): Need => ({
      role,
      because: 'unseals Vault with a key of Cloud KMS',
      grants: 'google_kms_crypto_key_iam_member',
      needed: (pod, both) => sealOf(pod, both) !== undefined,
      fits: (grant, pod, both) => grantedKey(grant, both) === sealOf(pod, both)?.key,
    }),
  ),
];

const cloudRoles = contract(
  {
    id: 'cloud-roles',
    protects: 'An identity has the roles that its pods use: none is missing at the first start, none is left over.',
    mend: 'Grant the role in the data stack exactly where the pod has the sidecar or the seal that needs it.',
    link: 'https://cloud.google.com/sql/docs/mysql/iam-authentication',
  },
  (both) =>
    impersonations(both).flatMap(({ account, email, grant }) => {
      const acting = both.get(account);
      const pods = acting ? podsAs(acting, both) : [];
      return pods.length > 0 ? needs.flatMap((need) => roleProblems(need, pods, email, grant, both)) : [];
    }),
);

function roleProblems(need: Need, pods: readonly Pod[], email: string, identity: Block, both: View): Violation[] {
  const { role, because, needed, fits = () => true } = need;
  const grants = both
    .resources(need.grants)
    .filter((grant) => grant.body.role === role && memberOf(grant, both) === email);
  const [user] = pods.filter((pod) => needed(pod, both));
  if (!user)
    return grants.map((grant) => ({
      object: grant.address,
      detail: `grants ${role} to ${email}, but no pod that acts so ${because}`,
      other: nameOf((pods[0] as Pod).owner),
    }));
  if (grants.some((grant) => fits(grant, user, both))) return [];
  const detail = `${because} as ${email}, which is not granted ${role}${grants.length > 0 ? ' on the right thing' : ''}`;
  return [{ object: nameOf(user.owner), detail, other: (grants[0] ?? identity).address }];
}

export const identityContracts: readonly Rule[] = [workloadIdentity, cloudRoles];
