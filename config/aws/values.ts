import { z } from 'zod';
import * as check from '../checks';

/** Value types of AWS; like those of `../checks`, each message can follow "expected". */

export { awsRegion as region, awsZone as zone } from './regions';

/** An S3 bucket's name; dots break TLS and are refused. */
export const bucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, {
    error: 'an S3 bucket name without dots, e.g. my-company-tfstate',
    abort: true,
  })
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  .regex(
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ols-s3|--x-s3|--table-s3)$)/,
    'an S3 bucket name without a prefix or suffix that AWS keeps',
  );

/** Of a VPC or a subnet; https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const networkRange = check.networkRange({ widest: 16, narrowest: 28 });

export const certificateArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[0-9a-f-]{36}$/,
    "the ARN of a certificate in ACM, in the load balancer's region",
  );

/** One line as in `~/.ssh/id_ed25519.pub`; EC2 takes these two kinds. */
export const publicKey = z
  .string()
  .regex(/^ssh-(ed25519|rsa) [A-Za-z0-9+/]+={0,2}( [^\n"\\$]*)?$/, 'an OpenSSH public key, ssh-ed25519 or ssh-rsa');

/** CloudWatch accepts these and no others; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetention = z.union(
  ([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const).map((days) => z.literal(days)),
  'a number of days that CloudWatch knows, e.g. 7, 30, 90 or 365',
);
