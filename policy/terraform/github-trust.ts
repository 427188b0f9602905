import { at } from '../../model/blocks';
import type { Rule } from '../rule';
import { type Statement, statements } from './identity';
import { type Problem, resourceRule } from './resource-rule';

/** Signs the tokens of GitHub's runners. */
const ISSUER = 'token.actions.githubusercontent.com';

/** One repository, by its names or by names and ids, and what in it; https://docs.github.com/en/actions/reference/security/oidc */
const SUBJECT = /^repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?:(environment|ref):[^*?]+$/;

/** A workflow on GitHub that takes a role is one of ours, of the branch or environment that was meant. */
const githubTrust = resourceRule(
  {
    id: 'github-trust',
    protects: 'Only the workflows of one repository take a role, whoever may get its name one day.',
    mend: "On AWS compare audience and subject by StringEquals, with the ids of owner and repository if GitHub's tokens have them; on Google the ids and the environment or ref, joined by &&.",
    link: 'https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims',
  },
  {
    aws_iam_role: ({ assume_role_policy }) => statements(assume_role_policy).flatMap(trustProblems),
    google_iam_workload_identity_pool_provider: (body) =>
      String(at(body, 'oidc.issuer_uri')).endsWith(ISSUER) ? conditionProblems(String(body.attribute_condition)) : [],
  },
);

function trustProblems({ Effect, Condition = {} }: Statement): Problem[] {
  const conditions = Object.entries(Condition as Record<string, Record<string, unknown>>);
  const ofGithub = conditions.filter(([, keys]) => Object.keys(keys).some((key) => key.startsWith(`${ISSUER}:`)));
  if (Effect !== 'Allow' || ofGithub.length === 0) return [];
  const equals = Object.fromEntries(ofGithub).StringEquals ?? {};
  return [
    ...(equals[`${ISSUER}:aud`] === 'sts.amazonaws.com' ? [] : [`compares no ${ISSUER}:aud with sts.amazonaws.com`]),
    ...[equals[`${ISSUER}:sub`]].flat().flatMap(subjectProblems),
  ];
}

/** What Google compares of a token: each claim with one value, and all of them. */
function conditionProblems(condition: string): Problem[] {
  const compared = condition.split(' && ').map((part) => /^assertion\.(\w+) == '[^'*]+'$/.exec(part)?.[1]);
  const wanted = [['repository_id'], ['repository_owner_id'], ['environment', 'ref']];
  return wanted
    .filter((claims) => !claims.some((claim) => compared.includes(claim)))
    .map((claims) => `compares no assertion.${claims.join(' or ')} with one value (attribute_condition)`);
}

function subjectProblems(subject: unknown): Problem[] {
  const [, owner, repository] = SUBJECT.exec(String(subject)) ?? [];
  if (!SUBJECT.test(String(subject))) {
    return [
      `trusts ${subject ?? 'every repository'}, not one subject like repo:OWNER@ID/NAME@ID:environment:production`,
    ];
  }
  if (Boolean(owner) !== Boolean(repository)) return [`trusts ${subject}: GitHub names both ids or none`];
  if (owner) return [];
  return [
    {
      detail: `trusts ${subject}, which is whoever has these names, and which newer repositories are not called by`,
      severity: 'warning',
    },
  ];
}

export const githubTrustRules: readonly Rule[] = [githubTrust];
