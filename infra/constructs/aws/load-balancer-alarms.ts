import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Lb } from '@cdktf/provider-aws/lib/lb';
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';

export interface LoadBalancerAlarmsProps {
  /** Begins the alarms' names. */
  readonly name: string;
  readonly loadBalancer: Lb;
  readonly targets: LbTargetGroup;
  /** Who is told; AWS asks the address first whether it wants to be. @default nobody */
  readonly email?: string | undefined;
}

interface Alarm {
  readonly metric: string;
  readonly description: string;
  readonly statistic: 'Sum' | 'Maximum';
  /** Alarms above it. */
  readonly threshold: number;
}

/** In the order of blame: a machine, the app, the load balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
const alarms: Readonly<Record<string, Alarm>> = {
  unhealthy_hosts: {
    metric: 'UnHealthyHostCount',
    description: 'A worker does not answer on its port for three minutes.',
    statistic: 'Maximum',
    threshold: 0,
  },
  target_errors: {
    metric: 'HTTPCode_Target_5XX_Count',
    description: 'The app or Traefik answers with more than ten errors a minute.',
    statistic: 'Sum',
    threshold: 10,
  },
  own_errors: {
    metric: 'HTTPCode_ELB_5XX_Count',
    description: 'More than ten requests a minute find no worker to answer them.',
    statistic: 'Sum',
    threshold: 10,
  },
};

/** What somebody should look at: three minutes in a row, not a moment of a burst. */
export class LoadBalancerAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, loadBalancer, targets, email }: LoadBalancerAlarmsProps) {
    super(scope, id);
    const actions = email === undefined ? [] : [this.tell(name, email)];
    for (const [key, { metric, description, statistic, threshold }] of Object.entries(alarms)) {
      new CloudwatchMetricAlarm(this, key, {
        alarmName: `${name}-${key.replaceAll('_', '-')}`,
        alarmDescription: description,
        namespace: 'AWS/ApplicationELB',
        metricName: metric,
        // The metric of errors that the load balancer makes itself knows no target group.
        dimensions: {
          LoadBalancer: loadBalancer.arnSuffix,
          ...(metric !== 'HTTPCode_ELB_5XX_Count' && { TargetGroup: targets.arnSuffix }),
        },
        statistic,
        comparisonOperator: 'GreaterThanThreshold',
        threshold,
        period: 60,
        evaluationPeriods: 3,
        // Where nothing was counted, nothing was wrong.
        treatMissingData: 'notBreaching',
        alarmActions: actions,
        okActions: actions,
      });
    }
  }

  /** The topic is not encrypted: CloudWatch cannot publish to AWS's own key, and the alarms say nothing secret. */
  private tell(name: string, email: string): string {
    const topic = new SnsTopic(this, 'topic', { name: `${name}-alarms` });
    new SnsTopicSubscription(this, 'email', { topicArn: topic.arn, protocol: 'email', endpoint: email });
    return topic.arn;
  }
}
