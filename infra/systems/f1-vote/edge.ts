import type { App } from 'cdktf';
import { type AwsConfig, type OnAwsConfig, ports, workers, zoneKeys } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { LoadBalancer } from '../../constructs/aws/load-balancer';
import { LoadBalancerAlarms } from '../../constructs/aws/load-balancer-alarms';
import { LogBucket } from '../../constructs/aws/log-bucket';
import { lookUpInstance, lookUpSecurityGroup, lookUpSubnet, lookUpVpc } from '../../constructs/aws/lookups';
import { SecurityGroup } from '../../constructs/aws/security-group';
import { AwsStack } from '../../constructs/aws/stack';
import { names, publicSubnet } from './names';

/** The way in for voters: a load balancer in front of Traefik on the workers. */
export class EdgeStack extends AwsStack {
  constructor(app: App, target: Target<OnAwsConfig>, aws: AwsConfig) {
    super(app, target, { part: 'edge', ...aws });
    const { certificateArn, deletionProtection, accessLogDays } = aws.loadBalancer;
    const vpcId = lookUpVpc(this, 'vpc', this.tagsOf(names.vpc)).id;

    const name = this.nameOf('alb');
    const group = new SecurityGroup(this, 'alb_group', { name, description: 'The load balancer', vpcId });
    const behind = new SecurityGroup(this, 'workers', {
      existing: lookUpSecurityGroup(this, 'workers_group', this.tagsOf(names.workers)).id,
    });
    group.allowToGroup('traefik', behind, { description: 'Traefik on the workers', port: ports.traefik });

    const balancer = new LoadBalancer(this, 'alb', {
      name,
      vpcId,
      subnetIds: zoneKeys.map((key) => lookUpSubnet(this, `public_${key}`, this.tagsOf(publicSubnet(key))).id),
      group,
      certificateArn,
      deletionProtection,
      accessLogs: new LogBucket(this, 'logs', {
        namePrefix: this.nameOf('alb-logs-'),
        retentionDays: accessLogDays,
        deleteWithContent: !deletionProtection,
      }),
    });
    const targets = balancer.forwardTo('workers', {
      name: this.nameOf('traefik'),
      port: ports.traefik,
      instances: Object.fromEntries(
        workers(aws).map((worker) => {
          const id = worker.name.replace('-', '_');
          return [id, lookUpInstance(this, id, this.tagsOf(worker.name)).id];
        }),
      ),
      // Where the vote has a host, Traefik answers the check, which names none, with 404: it is there all the same.
      healthyCodes: '200,404',
    });
    const { loadBalancer } = balancer;
    new LoadBalancerAlarms(this, 'alarms', { name, loadBalancer, targets, email: aws.alarmEmail });

    const { host } = target.config;
    const scheme = certificateArn ? 'https' : 'http';
    this.publish('load_balancer_dns', 'Name of the load balancer; the vote answers here.', loadBalancer.dnsName);
    this.publish('app_url', 'Where the vote answers.', `${scheme}://${host ?? loadBalancer.dnsName}`);
    if (host) {
      this.publish('dns_records', 'DNS records to create, as lines of a zone file.', [
        `${host}. 300 IN CNAME ${loadBalancer.dnsName}.`,
      ]);
    }
  }
}
