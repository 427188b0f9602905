import { type Case, resource } from './make';

const github = 'token.actions.githubusercontent.com';

const role = (condition: object) =>
  resource('aws_iam_role', {
    assume_role_policy: JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { Federated: 'arn:x' }, Condition: condition }],
    }),
  });

const trusting = (sub: unknown) =>
  role({ StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: sub } });

const condition =
  "assertion.repository_id == '1' && assertion.repository_owner_id == '2' && assertion.environment == 'live'";
const pool = (attribute_condition?: string, issuer_uri = `https://${github}`) =>
  resource('google_iam_workload_identity_pool_provider', { oidc: { issuer_uri }, attribute_condition });

export const githubTrustCases: readonly Case[] = [
  {
    rule: 'github-trust',
    good: [
      trusting('repo:me@123456/vote@456789:environment:production'),
      trusting('repo:me@123456/vote@456789:ref:refs/heads/main'),
      role({ StringEquals: { 'accounts.google.com:aud': 'x' } }),
      pool(condition),
      pool(condition.replace('environment', 'ref')),
      pool(undefined, 'https://gitlab.com'),
      resource('aws_iam_role', { assume_role_policy: '${data.aws_iam_policy_document.it.json}' }),
    ],
    bad: [
      [pool(), /no assertion.repository_id/],
      [pool(condition.replace(' && ', ' || ')), /no assertion.repository_id/],
      [pool(condition.replace("repository_id == '1'", "repository == 'me/vote'")), /no assertion.repository_id/],
      [pool(condition.replace('repository_owner_id', 'actor_id')), /no assertion.repository_owner_id/],
      [pool(condition.replace('environment', 'actor')), /no assertion.environment or ref/],
      [trusting('repo:me/vote:environment:production'), /whoever has these names/],
      [trusting('repo:me@123456/vote:environment:production'), /both ids or none/],
      [trusting('repo:me/vote@456789:environment:production'), /both ids or none/],
      [trusting('repo:me@*/vote@*:environment:production'), /not one subject/],
      [trusting('repo:me/*'), /not one subject/],
      [trusting('repo:me@1/vote@2:environment:*'), /not one subject/],
      [trusting(['repo:me@1/vote@2:environment:a', 'repo:me/vote:environment:a']), /whoever has these names/],
      [trusting(undefined), /trusts every repository/],
      [
        role({
          StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${github}:sub`]: 'repo:me@1/vote@2:environment:a' },
        }),
        /trusts every repository/,
      ],
      [role({ StringEquals: { [`${github}:sub`]: 'repo:me@1/vote@2:environment:a' } }), /compares no .*:aud/],
    ],
  },
];
