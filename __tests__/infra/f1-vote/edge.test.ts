import { parse } from 'yaml';
import * as facts from '../../../config/f1-vote';
import { manifestsOf } from '../../support/manifests';
import { type Block, type Stack, synthesize } from '../../support/terraform';
import { all, aws, builtIn, certificateArn, edge, only, part, production, withCertificate } from './production';

describe('edge', () => {
  const targets = (stack = edge) => only('aws_lb_target_group', stack);

  test('sends everything to the workers, on the port where Traefik answers', async () => {
    const { get } = await manifestsOf([builtIn]);
    const { valuesContent } = get('HelmChartConfig/kube-system/traefik').spec as { valuesContent: string };
    const hostPort = parse(valuesContent).ports.web.hostPort;
    expect(targets()).toMatchObject({ port: hostPort, protocol: 'HTTP', target_type: 'instance' });
    expect(all('aws_lb_target_group_attachment', edge).map(({ target_id, port }) => [target_id, port])).toEqual(
      facts.workers(aws).map(({ name }) => [`\${data.aws_instance.${name.replace('-', '_')}.id}`, hostPort]),
    );
  });

  test('takes Traefik for healthy whether or not its default route knows the vote', () => {
    expect(targets()).toMatchObject({ health_check: { path: '/', matcher: '200,404', port: 'traffic-port' } });
  });

  test('without a certificate, 80 forwards', () => {
    expect(only('aws_lb_listener', edge)).toMatchObject({
      port: 80,
      protocol: 'HTTP',
      default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.alb_workers.arn}' }],
    });
    expect(edge.output.app_url?.value).toBe('http://${aws_lb.alb.dns_name}');
  });

  test('with a certificate, 80 redirects for good and 443 speaks TLS 1.2 at least', async () => {
    const stack = part(await synthesize(withCertificate()), 'edge');
    expect(stack.resource.aws_lb_listener).toMatchObject({
      alb_http: {
        port: 80,
        default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } }],
      },
      alb_https: {
        port: 443,
        protocol: 'HTTPS',
        certificate_arn: certificateArn,
        ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.alb_workers.arn}' }],
      },
    });
    expect(stack.output.app_url?.value).toBe('https://vote.example.com');
    expect(stack.output.dns_records?.value).toEqual(['vote.example.com. 300 IN CNAME ${aws_lb.alb.dns_name}.']);
  });

  test('spans both public subnets, drops invalid headers and logs', () => {
    expect(only('aws_lb', edge)).toMatchObject({
      internal: false,
      subnets: ['${data.aws_subnet.public_a.id}', '${data.aws_subnet.public_b.id}'],
      drop_invalid_header_fields: true,
      access_logs: { enabled: true, bucket: '${aws_s3_bucket.logs.id}' },
      depends_on: ['aws_s3_bucket_policy.logs_policy'],
    });
    // What Traefik is told to believe are these subnets.
    expect(facts.trustedProxies(builtIn.config)).toEqual([
      aws.network.zones.a.publicRange,
      aws.network.zones.b.publicRange,
    ]);
  });

  test('keeps its logs private, encrypted, for a while, and written by load balancers alone', () => {
    expect(only('aws_s3_bucket_public_access_block', edge)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(JSON.stringify(only('aws_s3_bucket_server_side_encryption_configuration', edge))).toContain('"AES256"');
    expect(JSON.stringify(only('aws_s3_bucket_lifecycle_configuration', edge))).toContain(
      `{"days":${aws.loadBalancer.accessLogDays}}`,
    );
    const { Statement } = JSON.parse(String(only('aws_s3_bucket_policy', edge).policy));
    expect(Statement.map(({ Effect, Principal, Action }: Block) => [Effect, Principal, Action])).toEqual([
      ['Allow', { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }, ['s3:PutObject']],
      ['Deny', '*', ['s3:*']],
    ]);
  });

  test('can be deleted, logs and all, where the config allows it', async () => {
    const protections = (stack: Stack) => [
      only('aws_lb', stack).enable_deletion_protection,
      only('aws_s3_bucket', stack).force_destroy,
    ];
    expect(protections(edge)).toEqual([true, false]);
    const free = production((config) => Object.assign(config.aws.loadBalancer, { deletionProtection: false }));
    expect(protections(part(await synthesize(free), 'edge'))).toEqual([false, true]);
  });

  test('raises an alarm for workers and for errors, and tells whoever is named', async () => {
    const metrics = (stack: Stack) => all('aws_cloudwatch_metric_alarm', stack).map(({ metric_name }) => metric_name);
    expect(metrics(edge).sort()).toEqual(['HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count', 'UnHealthyHostCount']);
    const told = part(
      await synthesize(production((config) => Object.assign(config.aws, { alarmEmail: 'ops@example.com' }))),
      'edge',
    );
    expect(only('aws_sns_topic_subscription', told).endpoint).toBe('ops@example.com');
    for (const { alarm_actions } of all('aws_cloudwatch_metric_alarm', told)) {
      expect(alarm_actions).toEqual(['${aws_sns_topic.alarms_topic.arn}']);
    }
  });
});
