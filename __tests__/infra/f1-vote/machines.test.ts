import * as facts from '../../../config/f1-vote';
import { type Block, type Stack, synthesize } from '../../support/terraform';
import { all, builtIn, type Config, cluster, part, problemsOf, production } from './production';

describe('machines', () => {
  test('are a bastion, a server and workers, sized by the config', () => {
    const sizes = all('aws_instance', cluster).map(({ address, instance_type, subnet_id }) => [
      address,
      instance_type,
      subnet_id,
    ]);
    expect(sizes).toEqual([
      ['aws_instance.bastion', 't3.micro', '${data.aws_subnet.public_a.id}'],
      ['aws_instance.server', 't3.small', '${data.aws_subnet.private_a.id}'],
      ['aws_instance.worker_1', 't3.micro', '${data.aws_subnet.private_a.id}'],
      ['aws_instance.worker_2', 't3.micro', '${data.aws_subnet.private_b.id}'],
    ]);
  });

  test('may be more: those that exist keep their names', async () => {
    const four = part(
      await synthesize(production((config) => Object.assign(config.aws.workers, { count: 4 }))),
      'cluster',
    );
    const { worker_1, worker_2, worker_3, worker_4 } = four.resource.aws_instance ?? {};
    expect([worker_1, worker_2]).toEqual([
      cluster.resource.aws_instance?.worker_1,
      cluster.resource.aws_instance?.worker_2,
    ]);
    expect([worker_3?.subnet_id, worker_4?.subnet_id]).toEqual([worker_1?.subnet_id, worker_2?.subnet_id]);
  });

  test('have no public address but the bastion, which keeps its own', () => {
    const addressed = all('aws_instance', cluster).filter(({ associate_public_ip_address: asked }) => asked !== false);
    expect(addressed.map(({ address }) => address)).toEqual(['aws_instance.bastion']);
    // Attached later, it would look like a difference, and the machine would be replaced.
    expect(addressed[0]).not.toHaveProperty('associate_public_ip_address');
    expect(all('aws_eip', cluster).map(({ instance }) => instance)).toEqual(['${aws_instance.bastion.id}']);
  });

  test('ask for IMDSv2 tokens, which pods cannot get, and encrypt their disks', () => {
    for (const machine of all('aws_instance', cluster)) {
      expect(machine).toMatchObject({
        metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
        root_block_device: { encrypted: true, volume_type: 'gp3' },
        iam_instance_profile: '${aws_iam_instance_profile.profile.name}',
      });
    }
  });

  test('run the newest Ubuntu 22.04 of Canonical when they are created, and keep it', () => {
    expect(cluster.data?.aws_ami?.ubuntu).toMatchObject({ owners: ['099720109477'], most_recent: true });
    expect(JSON.stringify(cluster.data?.aws_ami?.ubuntu)).toContain('ubuntu-jammy-22.04-amd64-server-*');
    for (const { ami, lifecycle } of all('aws_instance', cluster)) {
      expect(ami).toBe('${data.aws_ami.ubuntu.id}');
      expect(lifecycle).toMatchObject({ ignore_changes: ['ami'] });
    }
  });

  test('may be of Ubuntu 24.04, which Canonical publishes below hvm-ssd-gp3', async () => {
    const noble = part(
      await synthesize(production((config) => Object.assign(config.aws, { ubuntu: '24.04' }))),
      'cluster',
    );
    expect(noble.data?.aws_ami?.ubuntu).toMatchObject({
      owners: ['099720109477'],
      filter: expect.arrayContaining([
        { name: 'name', values: ['ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*'] },
      ]),
    });
    expect(noble.locals?.access_inventory_content).toMatchObject({ all: { vars: { ubuntu_release: '24.04' } } });
    expect(problemsOf(({ aws }) => Object.assign(aws, { ubuntu: '20.04' })).join()).toMatch(/^aws\.ubuntu: "20\.04"/);
  });

  test('cannot be terminated where the config says so: the server', async () => {
    const protection = (stack: Stack) =>
      Object.fromEntries(
        all('aws_instance', stack).map(({ address, disable_api_termination }) => [address, disable_api_termination]),
      );
    expect(protection(cluster)).toMatchObject({ 'aws_instance.server': true, 'aws_instance.worker_1': false });
    const free = production((config) => Object.assign(config.aws.server, { terminationProtection: false }));
    expect(protection(part(await synthesize(free), 'cluster'))).toMatchObject({ 'aws_instance.server': false });
  });

  test.each<[string, (config: Config) => void, string[]]>([
    ['all', () => {}, ['aws_instance.server', 'aws_lb.alb', 'aws_s3_bucket.logs', 'aws_vpc.vpc']],
    [
      'without the server',
      ({ aws }) => Object.assign(aws.server, { terminationProtection: false }),
      ['aws_lb.alb', 'aws_s3_bucket.logs', 'aws_vpc.vpc'],
    ],
    [
      'without the load balancer',
      ({ aws }) => Object.assign(aws.loadBalancer, { deletionProtection: false }),
      ['aws_instance.server', 'aws_vpc.vpc'],
    ],
    [
      'without both',
      ({ aws }) => {
        aws.server.terminationProtection = false;
        aws.loadBalancer.deletionProtection = false;
      },
      [],
    ],
  ])('are protected at plan already, with what stands around and hangs on them: %s', async (_, change, held) => {
    const { stacks } = await synthesize(production(change));
    const found = Object.values(stacks).flatMap(({ resource }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named)
          .filter(([, { lifecycle }]) => (lifecycle as Block | undefined)?.prevent_destroy === true)
          .map(([name]) => `${type}.${name}`),
      ),
    );
    expect(found.sort()).toEqual(held);
  });

  test('hold back from pods what kubelet and system need', () => {
    const { kube, system, evictionMemoryMi } = facts.reserved;
    const micro = facts.allocatable('t3.micro');
    expect(micro.memoryMi).toBeLessThanOrEqual(1024 - kube.memoryMi - system.memoryMi - evictionMemoryMi);
    expect(micro).toEqual({ cpuMillis: 1800, memoryMi: 552 });
    expect(Object.keys(facts.workerCapacities(builtIn.config))).toEqual(['worker-1', 'worker-2']);
  });
});
