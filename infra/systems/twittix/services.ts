import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { App } from 'cdktf';
import { accountResource, serviceAgent } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import {
  type Actor,
  accountEmail,
  accountId,
  accountMember,
  callsOf,
  cloudRunVariables,
  databaseConnection,
  type GcpConfig,
  isPublished,
  migrationJob,
  migrationVariables,
  type Named,
  named,
  type OnGoogleCloudConfig,
  placeholderImages,
  probePath,
  provideCommand,
  secretFiles,
} from '../../../config/twittix';
import { RunJob } from '../../constructs/gcp/run/job';
import { RunService } from '../../constructs/gcp/run/service';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';
import { egressOf } from './egress';
import { ExistingStore } from './store';

/** A migration rewrites tables at worst, and nobody waits for it in a browser. */
const MIGRATION_SECONDS = 1800;
const MIGRATION_MEMORY_MIB = 512;

/** What runs: a service for each entry of the map, a job for each that changes tables. None of them keeps anything. */
export class ServicesStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    const { config } = target;
    const { gcp } = config;
    super(app, target, { part: 'services', ...gcp });
    const { number } = new DataGoogleProject(this, 'project', { projectId: gcp.projectId });
    const usesStore = named(config.services).some(({ store }) => store);
    const store = usesStore ? new ExistingStore(this, 'store', gcp) : undefined;
    const found = { projectNumber: number, storeUrl: store?.url ?? '', storeCa: store?.ca ?? '' };

    for (const service of named(config.services)) {
      const run = this.addService(service, config, cloudRunVariables(service, config, found));
      this.letCallersIn(run, service, config, number);
      this.letBuildDeliver(run, service, gcp);
      if (service.migrate) this.addMigration(service, service.migrate, config);
    }
    this.expectSecrets(config);
  }

  private addService(service: Named, { gcp, ...config }: OnGoogleCloudConfig, variables: Record<string, string>) {
    const { name, description, access, port, cpu, memoryMiB, concurrency, instances, database } = service;
    const open = isPublished(gcp, config.services, name);
    return new RunService(this, idOf(name), {
      name,
      region: gcp.region,
      description,
      account: accountEmail(gcp, { service: name }),
      image: placeholderImages.service,
      port,
      variables,
      secrets: secretFiles(service, { gcp, ...config }),
      probes: { startup: probePath(service, 'ready'), liveness: probePath(service, 'health') },
      cpu,
      memoryMiB,
      concurrency,
      instances,
      egress: egressOf(gcp),
      database: database && databaseConnection(gcp),
      ingress: open ? 'load-balancer' : 'internal',
      asksForIdentity: access !== 'public',
      deletionProtection: gcp.run.deletionProtection,
    });
  }

  /** An internal service knows its callers; one for members knows IAP, which has asked them who they are. */
  private letCallersIn(
    run: RunService,
    { name, access }: Named,
    { services, gcp }: OnGoogleCloudConfig,
    number: string,
  ) {
    if (access === 'internal') {
      const callers = new Set(callsOf(services).flatMap(({ from, to }) => (to === name ? [from] : [])));
      for (const from of callers) run.allowCaller(idOf(from), accountMember(gcp, { service: from }));
    }
    if (access !== 'members') return;
    if (gcp.organization === undefined) {
      this.expect(
        `an organization: without one IAP lets nobody in, and ${name} is not published`,
        'gcp.organization in terrachart.yaml, its number; docs/twittix-services.md',
      );
      return;
    }
    run.allowCaller('iap', serviceAgent(number, 'iap'));
    this.expect(
      `the service agent of IAP, which calls ${name}`,
      `gcloud beta services identity create --service=iap.googleapis.com --project=${gcp.projectId}`,
    );
  }

  /** The build of a service delivers this service and its migration, and acts as nobody else. */
  private letBuildDeliver(run: RunService, { name }: Named, gcp: GcpConfig): void {
    run.allowDelivery('build', accountMember(gcp, { build: name }));
    this.letActAs(run, { service: name }, name, gcp);
  }

  private addMigration(service: Named, command: readonly string[], config: OnGoogleCloudConfig): void {
    const { gcp } = config;
    const { name } = service;
    const job = new RunJob(this, idOf(migrationJob(name)), {
      name: migrationJob(name),
      region: gcp.region,
      account: accountEmail(gcp, { migration: name }),
      image: placeholderImages.job,
      delivered: true,
      command,
      variables: migrationVariables(service, config),
      memoryMiB: MIGRATION_MEMORY_MIB,
      timeoutSeconds: MIGRATION_SECONDS,
      egress: egressOf(gcp),
      database: databaseConnection(gcp),
      deletionProtection: gcp.run.deletionProtection,
    });
    job.allowDelivery('build', accountMember(gcp, { build: name }));
    this.letActAs(job, { migration: name }, name, gcp);
  }

  private letActAs(scope: RunService | RunJob, actor: Actor, build: string, gcp: GcpConfig): void {
    new ServiceAccountIamMember(scope, 'build_acts_as', {
      serviceAccountId: accountResource(gcp, accountId(actor)),
      role: 'roles/iam.serviceAccountUser',
      member: accountMember(gcp, { build }),
    });
  }

  /** A service whose secret has no version does not start. */
  private expectSecrets({ secrets, gcp }: OnGoogleCloudConfig): void {
    for (const [secret, from] of Object.entries(secrets)) {
      if (from !== 'provided') continue;
      this.expect(`a version of the secret ${secret}`, provideCommand(gcp, secret));
    }
  }
}
