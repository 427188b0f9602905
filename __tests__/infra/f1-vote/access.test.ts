import { synthesize } from '../../support/terraform';
import { graphOf } from '../../support/terraform-graph';
import { cluster, only, part, problemsOf, production } from './production';

describe('access', () => {
  test('is by a generated ED25519 key, whose file only its owner reads', () => {
    expect(only('tls_private_key', cluster).algorithm).toBe('ED25519');
    expect(only('aws_key_pair', cluster).public_key).toBe('${tls_private_key.ssh_key_generated.public_key_openssh}');
    expect(only('local_sensitive_file', cluster)).toMatchObject({
      filename: '../../../.terrachart/f1-vote-production/ssh-key',
      file_permission: '0600',
      directory_permission: '0700',
    });
  });

  test('is by your own key when you give one: then no state holds any', async () => {
    const sshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me@example';
    const stack = part(
      await synthesize(production((config) => Object.assign(config.aws, { sshPublicKey }))),
      'cluster',
    );
    expect(only('aws_key_pair', stack).public_key).toBe(sshPublicKey);
    for (const type of ['tls_private_key', 'local_sensitive_file']) expect(stack.resource).not.toHaveProperty(type);
    expect(stack.provider).not.toHaveProperty('tls');
    expect(JSON.stringify(stack)).not.toContain('IdentityFile');
  });

  test('from GitHub is a role of one repository and environment, for SSH to the bastion', async () => {
    const delivery = { repository: 'me/vote', githubProvider: 'create' };
    const stack = part(await synthesize(production((config) => Object.assign(config.aws, { delivery }))), 'cluster');
    const { assume_role_policy } = stack.resource.aws_iam_role?.deploy_role ?? {};
    expect(JSON.parse(String(assume_role_policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: '${aws_iam_openid_connect_provider.deploy_role_github.arn}' },
        Action: ['sts:AssumeRoleWithWebIdentity'],
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:me/vote:environment:production',
          },
        },
      },
    ]);
    const { Statement } = JSON.parse(String(only('aws_iam_role_policy', stack).policy));
    expect(Statement.flatMap(({ Action }: { Action: string[] }) => Action)).toEqual([
      'ssm:StartSession',
      'ec2:DescribeInstances',
    ]);
    expect(Statement[0].Resource).toEqual([
      expect.stringMatching(/instance\/\$\{aws_instance\.bastion\.id\}$/),
      'arn:aws:ssm:eu-west-3::document/AWS-StartSSHSession',
    ]);
    expect(stack.output).toHaveProperty('deploy_role_arn');
    expect(graphOf(stack).dangling).toEqual([]);
    expect(cluster.resource.aws_iam_role).not.toHaveProperty('deploy_role');
  });

  test('from GitHub is a role of the ids alone, where they are given', async () => {
    const repositoryIds = { owner: 123456, repository: 456789 };
    const delivery = { repository: 'me/vote', repositoryIds, githubProvider: 'create' };
    const stack = part(await synthesize(production((config) => Object.assign(config.aws, { delivery }))), 'cluster');
    const [statement, ...others] = JSON.parse(
      String(stack.resource.aws_iam_role?.deploy_role?.assume_role_policy),
    ).Statement;
    expect(others).toEqual([]);
    expect(statement.Condition.StringEquals).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': 'repo:me@123456/vote@456789:environment:production',
    });
  });

  test.each([{ owner: 123456 }, { repository: 456789 }, { owner: '*', repository: 1 }, { owner: 0, repository: 1.5 }])(
    'from GitHub is refused with ids like %j',
    (repositoryIds) => {
      const delivery = { repository: 'me/vote', repositoryIds, githubProvider: 'create' };
      const problems = problemsOf((config) => Object.assign(config.aws, { delivery }));
      expect(problems.join()).toMatch(/^aws\.delivery\.repositoryIds\./);
    },
  );
});
