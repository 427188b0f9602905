import { cloudLabels } from '../../../config/labels';
import { reviewedStacks } from '../../support/reviewed';
import { type Block, synthesize } from '../../support/terraform';
import { all, cluster, network, part, parts, production, synthesized } from './production';

reviewedStacks('f1-vote');

describe('stacks', () => {
  test('are named after system, environment and part, and deployed in order', () => {
    expect(synthesized.dependencies).toEqual({
      'f1-vote-production-network': [],
      'f1-vote-production-cluster': ['f1-vote-production-network'],
      'f1-vote-production-edge': ['f1-vote-production-cluster'],
    });
  });

  test('keep their state in the bucket that the environment names, with a lock file', async () => {
    const inBucket = await synthesize(production((config) => Object.assign(config.aws, { stateBucket: 'my-states' })));
    for (const name of Object.keys(synthesized.stacks)) {
      expect(inBucket.stacks[name]?.terraform.backend).toEqual({
        s3: { bucket: 'my-states', region: 'eu-west-3', key: `${name}.tfstate`, encrypt: true, use_lockfile: true },
      });
    }
  });

  test('look up by tags what exactly one resource of an earlier stack bears', () => {
    const earlier = { network: [], cluster: [network], edge: [network, cluster] };
    const found = parts.flatMap((name) =>
      Object.entries(part(synthesized, name).data ?? {}).flatMap(([type, named]) =>
        Object.entries(named).flatMap(([id, { tags, instance_tags }]) => {
          const wanted = (tags ?? instance_tags) as Record<string, string> | undefined;
          if (!wanted) return [];
          const bearers = all(type, ...earlier[name]).filter(({ tags }) => (tags as Block)?.Name === wanted.Name);
          expect(bearers).toHaveLength(1);
          expect(wanted).toEqual({ Name: wanted.Name, ...cloudLabels('f1-vote', 'production') });
          return [`${name} ${type}.${id}: ${wanted.Name}`];
        }),
      ),
    );
    expect(found).toMatchSnapshot();
    expect(found).toHaveLength(10);
  });

  test('tag everything with the system and the environment', () => {
    for (const { provider } of Object.values(synthesized.stacks)) {
      expect(provider.aws).toEqual([
        { region: 'eu-west-3', default_tags: [{ tags: cloudLabels('f1-vote', 'production') }] },
      ]);
    }
  });
});

test('outputs say what people need, each with a description, and no secret', () => {
  const outputs = Object.values(synthesized.stacks).flatMap(({ output }) => Object.entries(output));
  expect(outputs.map(([name]) => name).sort()).toEqual([
    'api_tunnel_command',
    'app_url',
    'bastion_ip',
    'load_balancer_dns',
    'nat_addresses',
    'server_private_ip',
    'ssh_command',
    'vpc_id',
    'worker_private_ips',
  ]);
  for (const [, { description }] of outputs) expect(description).toMatch(/\.$/);
  expect(JSON.stringify(outputs)).not.toContain('private_key');
  expect(cluster.output.ssh_command?.value).toBe(
    'ssh -F .terrachart/f1-vote-production/ssh_config -J bastion ubuntu@${aws_instance.server.private_ip}',
  );
});
