import type { App } from 'cdk8s';
import {
  AWS_AUDIENCE,
  google,
  namespaceOf,
  type OnAutopilotConfig,
  SCRATCH_CLASS,
  SECOND_COPY_PREFIX,
  secondCopyAccount,
  secondCopyRoleArn,
  storageClass,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { backupAlerts, type Copying } from '../../components/backups/alerts';
import type { Elasticsearch } from '../../components/elasticsearch';
import { ElasticsearchSnapshots } from '../../components/elasticsearch/snapshots';
import { actingAs } from '../../components/google-cloud';
import type { Mongodb } from '../../components/mongodb';
import { type Copies, MongodbBackups, MongodbRestoreTest } from '../../components/mongodb/backups';
import type { AlertGroup } from '../../components/monitoring/alert';
import { CaternetChart } from './chart';

const SNAPSHOTS = 'search-snapshot';
const TEST = 'restore-test';
const WEEK_MINUTES = 7 * 24 * 60;

/** Copies of what is kept, and the ways back. */
export function backupChart(
  app: App,
  id: string,
  target: Target<OnAutopilotConfig>,
  { mongodb, search }: { readonly mongodb: Mongodb; readonly search: Elasticsearch },
): void {
  const { environment, config } = target;
  const { gcp, recovery } = config;
  const chart = new CaternetChart(app, id, target, 'data');
  new MongodbBackups(chart, secondCopyAccount, {
    mongodb,
    copies: copiesOf(target),
    schedule: recovery.mongodb.schedule,
    longestRunMinutes: recovery.mongodb.longestRunMinutes,
    storage: config.mongodb.storage,
    storageClass: storageClass(config),
    scratchClass: SCRATCH_CLASS,
    identityAnnotations: actingAs(google.accountEmail(gcp, secondCopyAccount)),
  });
  new ElasticsearchSnapshots(chart, SNAPSHOTS, {
    search,
    bucket: google.backupBucket(gcp, 'search'),
    folder: environment,
    schedule: recovery.search.schedule,
    longestRunMinutes: recovery.search.longestRunMinutes,
    retainedDays: recovery.search.retainedDays,
    drill: recovery.drill,
    longestDrillMinutes: recovery.rtoMinutes,
  });
}

/** The newest dump of MongoDB is restored, far from the data that it is of. */
export function restoreTestChart(app: App, id: string, target: Target<OnAutopilotConfig>): void {
  const { config } = target;
  const chart = new CaternetChart(app, id, target, 'restore-test');
  new MongodbRestoreTest(chart, TEST, {
    copies: copiesOf(target),
    schedule: config.recovery.drill,
    longestRunMinutes: config.recovery.rtoMinutes,
    storage: config.mongodb.storage,
    storageClass: SCRATCH_CLASS,
    identityAnnotations: actingAs(google.accountEmail(config.gcp, TEST)),
  });
}

/**
 * What is in a copy was there when its run began: with the run, it is older than its success says. Of two drills in a row
 * one may fail.
 */
export function backupAlertsOf({ environment, config: { recovery } }: Target<OnAutopilotConfig>): AlertGroup {
  const namespaces = `${namespaceOf(environment, 'data')}|${namespaceOf(environment, TEST)}`;
  const copying = (
    cronJob: string,
    { rpoMinutes, longestRunMinutes }: OnAutopilotConfig['recovery']['mongodb'],
  ): Copying => ({
    cronJob,
    oldestMinutes: rpoMinutes - longestRunMinutes,
  });
  return backupAlerts(
    { namespaces },
    [copying(secondCopyAccount, recovery.mongodb), copying(SNAPSHOTS, recovery.search)],
    [TEST, `${SNAPSHOTS}-test`].map((cronJob) => ({ cronJob, oldestMinutes: 2 * WEEK_MINUTES })),
  );
}

function copiesOf({ environment, config: { gcp, aws } }: Target<OnAutopilotConfig>): Copies {
  return {
    google: google.backupBucket(gcp, 'mongodb'),
    amazon: `${aws.bucket}/${SECOND_COPY_PREFIX}`,
    amazonRegion: aws.region,
    role: secondCopyRoleArn(aws, environment),
    audience: AWS_AUDIENCE,
  };
}
