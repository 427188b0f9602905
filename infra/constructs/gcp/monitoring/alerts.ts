import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import { aggregationOf, filterOf, type TimeSeries } from './time-series';

export interface AlertProps {
  /** What is wrong, as the subject of the mail. */
  readonly name: string;
  readonly severity: 'CRITICAL' | 'ERROR' | 'WARNING';
  readonly series: TimeSeries;
  /** Divides the series: then the alert is about a ratio. */
  readonly of?: TimeSeries;
  readonly above?: number;
  readonly below?: number;
  /** How long it must be so. */
  readonly forMinutes: number;
  /** Over how many minutes a point is made. @default 1 */
  readonly overMinutes?: number;
  /** What whoever reads the mail does first. */
  readonly advice: string;
}

/** Mails when something is wrong, to everybody who is told. */
export class Alerts extends Construct {
  /** Ids of the channels, for others that tell the same people. */
  public readonly channels: string[];

  constructor(scope: Construct, id: string, emails: readonly string[]) {
    super(scope, id);
    const each = TerraformIterator.fromList([...emails]);
    const { terraformResourceType, friendlyUniqueId } = new MonitoringNotificationChannel(this, 'email', {
      forEach: each,
      displayName: each.value,
      type: 'email',
      labels: { email_address: each.value },
    });
    const channels = `${terraformResourceType}.${friendlyUniqueId}`;
    this.channels = emails.map((email) => `\${${channels}["${email}"].id}`);
  }

  public add(
    id: string,
    { name, severity, series, of, above, below, forMinutes, overMinutes = 1, advice }: AlertProps,
  ) {
    const seconds = overMinutes * 60;
    new MonitoringAlertPolicy(this, id, {
      displayName: name,
      severity,
      combiner: 'OR',
      notificationChannels: this.channels,
      documentation: { content: advice, mimeType: 'text/markdown' },
      alertStrategy: { autoClose: '86400s' },
      conditions: [
        {
          displayName: name,
          conditionThreshold: {
            filter: filterOf(series),
            aggregations: [aggregationOf(series, seconds)],
            ...(of && { denominatorFilter: filterOf(of), denominatorAggregations: [aggregationOf(of, seconds)] }),
            comparison: above === undefined ? 'COMPARISON_LT' : 'COMPARISON_GT',
            thresholdValue: above ?? below,
            duration: `${forMinutes * 60}s`,
            trigger: { count: 1 },
          },
        },
      ],
    });
  }
}
