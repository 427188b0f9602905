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

export const githubTrustCases: readonly Case[] = [
  {
    rule: 'github-trust',
    good: [
      trusting('repo:me@123456/vote@456789:environment:production'),
      trusting('repo:me@123456/vote@456789:ref:refs/heads/main'),
      role({ StringEquals: { 'accounts.google.com:aud': 'x' } }),
      resource('aws_iam_role', { assume_role_policy: '${data.aws_iam_policy_document.it.json}' }),
    ],
    bad: [
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
