import * as check from '../checks';
import { ownApp, pods, stored, workloads } from '../workloads';

/** The image on AWS is pulled by machines of one's own, which know no registry of ours. */
export const appOnAws = ownApp.extend({
  image: check.imageWithRegistry.describe(
    'The image that you build and push. The delivery tags it with the SHA of the commit that it was built from.',
  ),
});

const everywhere = { redis: stored, 'generate-redis-secret': pods, 'generate-admin-secret': pods };

export const laptopWorkloads = workloads({ 'f1-vote': ownApp }, everywhere);

export const onAwsWorkloads = workloads({ 'f1-vote': appOnAws }, everywhere);
