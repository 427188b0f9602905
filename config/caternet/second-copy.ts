import * as google from '../google/names';
import type { AwsConfig, GcpConfig } from './cloud-schema';
import { SYSTEM } from './facts';
import { namespaceOf, serviceAccounts } from './namespaces';

/** The copy at another provider: whoever takes over one of the two accounts does not have the other. */

/** Who makes it, in the cluster. */
export const secondCopyAccount = 'mongodb-backup';

/** Below which the copies are, in the bucket. */
export const SECOND_COPY_PREFIX = 'mongodb';

/** Whom the token of the pod is for; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export const AWS_AUDIENCE = 'sts.amazonaws.com';

export function secondCopyRole(environment: string): string {
  return `${SYSTEM}-${environment}-second-copy`;
}

/** What the pod asks AWS for. */
export function secondCopyRoleArn({ accountId }: AwsConfig, environment: string): string {
  return `arn:aws:iam::${accountId}:role/${secondCopyRole(environment)}`;
}

/** Who signs the token, and what it says of the pod. */
export function secondCopyIdentity({ projectId, region, cluster }: GcpConfig, environment: string) {
  return {
    issuer: google.clusterIssuer({ projectId, region }, cluster.name),
    subject: `system:serviceaccount:${namespaceOf(environment, serviceAccounts[secondCopyAccount])}:${secondCopyAccount}`,
  };
}
