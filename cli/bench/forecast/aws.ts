import { AWS, block, type Case, told } from './changes';

const aws = (address: string, path: string, value?: unknown) => block(AWS, address, path, value);

export const awsCases: readonly Case[] = [
  told('another image of a server', aws('aws_instance.server', 'ami', 'ami-2'), 'replace', 'data'),
  told('a larger server', aws('aws_instance.server', 'instance_type', 't3.large'), 'update in place', 'interruption'),
  told('another first start of a server', aws('aws_instance.server', 'user_data', 'two'), 'replace', 'data'),
  told(
    'metadata without a token',
    aws('aws_instance.server', 'metadata_options.http_tokens', 'optional'),
    'update in place',
    'doors',
  ),
  told('another bucket', aws('aws_s3_bucket.files', 'bucket', 'other'), 'replace', 'data'),
  told(
    'a bucket that goes although it is full',
    aws('aws_s3_bucket.files', 'force_destroy', true),
    'update in place',
    'data',
  ),
  told(
    'a range that is wider',
    aws('aws_vpc_security_group_ingress_rule.https', 'cidr_ipv4', '0.0.0.0/0'),
    'update in place',
    'doors',
  ),
  told(
    'more that a role may do',
    aws('aws_iam_role_policy.deploy', 'policy', '{"Statement":[{"Action":["s3:*"]}]}'),
    'update in place',
    'doors',
  ),
  told(
    'older TLS',
    aws('aws_lb_listener.https', 'ssl_policy', 'ELBSecurityPolicy-2016-08'),
    'update in place',
    'doors',
  ),
  told(
    'logs of AWS for less time',
    aws('aws_cloudwatch_log_group.logs', 'retention_in_days', 30),
    'update in place',
    'data',
  ),
  told('another load balancer', aws('aws_lb.public', 'name', 'other'), 'replace', 'interruption'),
];
