import { type Config, certificateArn, problemsOf } from '../infra/f1-vote/production';

describe('config', () => {
  test.each<[string, (config: Config) => void, RegExp]>([
    [
      'SSH from everywhere',
      ({ aws }) => Object.assign(aws.bastion.admins, { operator: '0.0.0.0/0' }),
      /^aws\.bastion\.admins: .*0\.0\.0\.0\/0 is everybody, and port 22 is scanned/,
    ],
    [
      'half of everywhere, too',
      ({ aws }) => Object.assign(aws.bastion.admins, { all: '128.0.0.0/1' }),
      /^aws\.bastion\.admins: .*a \/16 at most/,
    ],
    [
      'SSH from nobody',
      ({ aws }) => Object.assign(aws.bastion, { admins: {} }),
      /^aws\.bastion\.admins: .*at least one/,
    ],
    [
      'a network on the addresses of pods',
      ({ aws }) => Object.assign(aws.network, { range: '10.42.0.0/16' }),
      /^aws\.network\.range: .*K3s's pods \(10\.42\.0\.0\/16\)/,
    ],
    [
      'subnets that overlap',
      ({ aws }) => Object.assign(aws.network.zones.b, { publicRange: '10.0.16.0/24' }),
      /^aws\.network\.zones\.b\.publicRange: .*does not overlap aws\.network\.zones\.a\.privateRange/,
    ],
    [
      'a subnet elsewhere',
      ({ aws }) => Object.assign(aws.network.zones.a, { publicRange: '10.1.0.0/24' }),
      /^aws\.network\.zones\.a\.publicRange: .*within aws\.network\.range/,
    ],
    [
      'one zone twice',
      ({ aws }) => Object.assign(aws.network.zones.b, { name: 'eu-west-3a' }),
      /^aws\.network\.zones\.b\.name: .*other than/,
    ],
    [
      'a zone of another region',
      ({ aws }) => Object.assign(aws.network.zones.b, { name: 'eu-west-1b' }),
      /^aws\.network\.zones\.b\.name: .*a zone of eu-west-3/,
    ],
    [
      'a certificate of nothing',
      ({ aws }) => Object.assign(aws.loadBalancer, { certificateArn }),
      /^aws\.loadBalancer\.certificateArn: .*or a host/,
    ],
    [
      'a certificate of another region',
      (config) => {
        config.host = 'vote.example.com';
        config.aws.loadBalancer.certificateArn = certificateArn.replace('eu-west-3', 'us-east-1');
      },
      /^aws\.loadBalancer\.certificateArn: .*in eu-west-3/,
    ],
    ['machines of unknown size', ({ aws }) => Object.assign(aws.workers, { instanceType: 't4g.micro' }), /t3\.micro/],
    [
      'more replicas than the most',
      ({ workloads }) => Object.assign(workloads['f1-vote'].autoscaling ?? {}, { min: 9 }),
      /^workloads\.f1-vote\.autoscaling\.min: 9 - expected at most max/,
    ],
    [
      'a release that may move',
      ({ k3s }) => Object.assign(k3s, { version: 'stable' }),
      /^k3s\.version: .*a K3s release/,
    ],
    ['no release at all', (config) => Object.assign(config, { k3s: undefined }), /^k3s: missing/],
  ])('is refused: %s', (_, change, problem) => {
    const problems = problemsOf(change);
    expect(problems.filter((found) => problem.test(found))).toHaveLength(1);
  });
});
