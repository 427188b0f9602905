import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { App, ITerraformDependable } from 'cdktf';
import { google, type OnAutopilotConfig, residency } from '../../../config/caternet';
import { logBucketId, serviceAgent } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import { AuditLogs } from '../../constructs/gcp/audit-logs';
import { grantPullFrom } from '../../constructs/gcp/docker-repository';
import { DefaultSink } from '../../constructs/gcp/monitoring/default-sink';
import { grantPublish } from '../../constructs/gcp/pubsub/topic';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { ProjectStack } from './project';

const services = {
  cloudresourcemanager: 'cloudresourcemanager.googleapis.com',
  iam: 'iam.googleapis.com',
  logging: 'logging.googleapis.com',
  orgpolicy: 'orgpolicy.googleapis.com',
  pubsub: 'pubsub.googleapis.com',
  run: 'run.googleapis.com',
};

const { names } = google;

/** The project of the traps: who they are and where they may stand. They publish, and what they log goes home. */
export class TrapsStack extends ProjectStack {
  constructor(app: App, target: Target<OnAutopilotConfig>) {
    const { gcp, services: who } = target.config;
    const { traps, region } = gcp;
    super(app, target, { part: 'traps', ...gcp, projectId: traps.projectId });
    const { number } = new DataGoogleProject(this, 'project', { projectId: traps.projectId });
    const abroad = traps.regions.filter((trap) => !residency.regions.google.includes(trap));
    const dependsOn = this.settle({ projectId: traps.projectId, services, abroad });
    this.expectLogsAtHome(traps.projectId, gcp.folder);

    const account = new ServiceAccount(this, 'mousetrap', {
      accountId: google.accountId('mousetrap'),
      displayName: 'The traps, wherever they stand',
      dependsOn,
    });
    for (const topic of who.mousetrap.publishes) {
      grantPublish(this, 'mousetrap', { project: gcp.projectId, topic }, account.member);
    }
    grantPullFrom(
      this,
      'images',
      { project: gcp.projectId, location: region, repository: names.repository },
      serviceAgent(number, 'cloudRun'),
    );
    this.sendLogsHome(target.config, dependsOn);
    new AuditLogs(this, 'audit', traps.projectId, { iam: services.iam, run: services.run });
  }

  private sendLogsHome(
    { gcp: { projectId: project, region } }: OnAutopilotConfig,
    dependsOn: ITerraformDependable[],
  ): void {
    const bucket = logBucketId({ projectId: project, region }, names.logBucket);
    const { writer } = new DefaultSink(this, 'all_logs', { bucket, dependsOn });
    new ProjectIamMember(this, 'logs_go_home', {
      project,
      role: 'roles/logging.bucketWriter',
      member: writer,
      condition: {
        title: `only ${names.logBucket}`,
        expression: `resource.name.endsWith("${bucket.slice(bucket.indexOf('locations/'))}")`,
      },
    });
  }
}
