import type { Rule } from '../rule';
import { objectRule } from './object-rule';

interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

const reading = ['get', 'list', 'watch'];
/** Verbs by which a subject gives itself more than it has. */
const escalating = ['escalate', 'bind', 'impersonate'];
/** Subresources that run commands in pods, reach every kubelet, mint tokens or sign certificates. */
const powerful = [
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'nodes/proxy',
  'serviceaccounts/token',
  'certificatesigningrequests/approval',
];

const leastPrivilege = objectRule(
  {
    id: 'rbac',
    kinds: ['Role', 'ClusterRole'],
    protects: 'A role says what it grants, and nobody can give himself more; wildcards grant what does not exist yet.',
    mend: 'Name groups, resources and verbs; for Secrets, their names.',
    link: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  },
  ({ rules = [] }) => (rules as PolicyRule[]).flatMap(problemsOf),
);

function problemsOf({ apiGroups = [], resources = [], resourceNames, nonResourceURLs = [], verbs }: PolicyRule) {
  const wild = [...apiGroups, ...resources, ...nonResourceURLs, ...verbs].some((word) => word.includes('*'));
  const secrets = resources.includes('secrets') && !resourceNames?.length;
  return [
    ...(wild ? ['grants a wildcard'] : []),
    ...(secrets && verbs.some((verb) => reading.includes(verb)) ? ['reads every Secret'] : []),
    ...verbs.filter((verb) => escalating.includes(verb)).map((verb) => `grants the verb ${verb}`),
    ...resources.filter((resource) => powerful.includes(resource)).map((resource) => `grants ${resource}`),
  ];
}

const builtIn = ['cluster-admin', 'admin', 'edit'];
const crowds = ['system:masters', 'system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];

const bindings = objectRule(
  {
    id: 'rbac-binding',
    kinds: ['RoleBinding', 'ClusterRoleBinding'],
    protects: 'A grant goes to one identity, and is never all there is.',
    mend: 'Bind a role of your own to one ServiceAccount, with ServiceAccount.grant().',
    link: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege',
  },
  ({ roleRef, subjects = [] }) => [
    ...(builtIn.includes(roleRef.name) ? [`binds ${roleRef.name}`] : []),
    ...(subjects as { kind: string; name: string }[])
      .filter(({ name }) => name === 'system:anonymous' || crowds.some((crowd) => `${name}:`.startsWith(`${crowd}:`)))
      .map(({ kind, name }) => `grants to the ${kind} ${name}`),
  ],
);

export const accessRules: readonly Rule[] = [leastPrivilege, bindings];
