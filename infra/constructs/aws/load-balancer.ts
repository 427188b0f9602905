import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { Construct } from 'constructs';
import { wellKnownPorts } from '../../../config/ports';
import { ANYWHERE } from '../../../config/ranges';
import { idleSeconds } from '../../../config/timeouts';
import type { LogBucket } from './log-bucket';
import type { SecurityGroup } from './security-group';

/** TLS 1.3 and, for older browsers, 1.2 with forward secrecy; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

export interface LoadBalancerProps {
  /** At most 32 characters. */
  readonly name: string;
  readonly vpcId: string;
  /** In two zones at least. */
  readonly subnetIds: readonly string[];
  readonly group: SecurityGroup;
  /** Certificate in ACM: with it HTTPS, and a redirect to it. @default plain HTTP */
  readonly certificateArn?: string | undefined;
  /** While true, Terraform refuses any plan that destroys it, and AWS refuses to delete it. */
  readonly deletionProtection: boolean;
  readonly accessLogs: LogBucket;
}

export interface TargetsProps {
  readonly name: string;
  readonly port: number;
  /** Instance ids by construct id. */
  readonly instances: Readonly<Record<string, string>>;
  /** Status codes that say "healthy", e.g. `200,404`. */
  readonly healthyCodes: string;
}

/** A public HTTP load balancer, and the only thing here that answers the whole internet. */
export class LoadBalancer extends Construct {
  public readonly loadBalancer: Lb;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { name, subnetIds, group, deletionProtection, accessLogs } = props;
    this.loadBalancer = new Lb(this, 'Resource', {
      name,
      loadBalancerType: 'application',
      internal: false,
      subnets: [...subnetIds],
      securityGroups: [group.groupId],
      enableDeletionProtection: deletionProtection,
      dropInvalidHeaderFields: true,
      // The default of 60 cuts WebSockets that are silent for a minute.
      idleTimeout: idleSeconds.loadBalancer,
      accessLogs: { enabled: true, bucket: accessLogs.bucket.id },
      // AWS writes a test file when logs are switched on.
      dependsOn: [accessLogs.policy],
      lifecycle: { preventDestroy: deletionProtection },
    });
    group.allowFrom('anywhere_http', ANYWHERE, { description: 'Browsers', port: wellKnownPorts.http });
    if (props.certificateArn)
      group.allowFrom('anywhere_https', ANYWHERE, { description: 'Browsers', port: wellKnownPorts.https });
  }

  /** Sends everything to a port of machines, as long as `/` answers there. */
  public forwardTo(id: string, { name, port, instances, healthyCodes }: TargetsProps): LbTargetGroup {
    const targets = new LbTargetGroup(this, id, {
      name,
      vpcId: this.props.vpcId,
      targetType: 'instance',
      protocol: 'HTTP',
      port,
      // How long a machine that leaves may finish what it serves, in seconds.
      deregistrationDelay: '30',
      // Votes come in bursts, and connections stay: who has fewest gets the next.
      loadBalancingAlgorithmType: 'least_outstanding_requests',
      healthCheck: {
        protocol: 'HTTP',
        path: '/',
        port: 'traffic-port',
        matcher: healthyCodes,
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
    });
    for (const [name, targetId] of Object.entries(instances)) {
      new LbTargetGroupAttachment(this, `${id}_${name}`, { targetGroupArn: targets.arn, targetId, port });
    }
    this.listen(targets.arn);
    return targets;
  }

  private listen(targetGroupArn: string): void {
    const { certificateArn } = this.props;
    const loadBalancerArn = this.loadBalancer.arn;
    const forward = [{ type: 'forward', targetGroupArn }];
    const toHttps = [
      { type: 'redirect', redirect: { protocol: 'HTTPS', port: String(wellKnownPorts.https), statusCode: 'HTTP_301' } },
    ];
    new LbListener(this, 'http', {
      loadBalancerArn,
      port: wellKnownPorts.http,
      protocol: 'HTTP',
      defaultAction: certificateArn ? toHttps : forward,
    });
    if (!certificateArn) return;
    new LbListener(this, 'https', {
      loadBalancerArn,
      port: wellKnownPorts.https,
      protocol: 'HTTPS',
      sslPolicy: TLS_POLICY,
      certificateArn,
      defaultAction: forward,
      // Browsers that came by HTTPS once stay with it for a year.
      routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
    });
  }
}
