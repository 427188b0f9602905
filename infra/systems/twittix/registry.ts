import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import type { App } from 'cdktf';
import { accountResource } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import {
  accountId,
  type GcpConfig,
  imageRepository,
  isProtected,
  migrationJob,
  type Named,
  named,
  names,
  type OnGoogleCloudConfig,
  provideCommand,
} from '../../../config/twittix';
import { GithubConnection } from '../../constructs/gcp/build/github-connection';
import type { Step } from '../../constructs/gcp/build/steps';
import { BuildTrigger } from '../../constructs/gcp/build/trigger';
import { DockerRepository } from '../../constructs/gcp/docker-repository';
import { grantSecret } from '../../constructs/gcp/secret';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';

/** An image, a migration and a new version at worst. */
const BUILD_SECONDS = 3600;

/** Where images are, and what makes and delivers them: a build for each service, as an account of its own. */
export class RegistryStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    const { gcp, services } = target.config;
    super(app, target, { part: 'registry', ...gcp });
    const { projectId: project, region, build } = gcp;
    const images = new DockerRepository(this, 'images', {
      name: names.repository,
      region,
      description: 'Images of the services.',
      deletionProtection: isProtected(gcp),
      scanned: true,
    });
    const { number: projectNumber } = new DataGoogleProject(this, 'project', { projectId: project });
    const github = new GithubConnection(this, 'github', {
      name: names.connection,
      project,
      projectNumber,
      region,
      appInstallationId: build.githubAppInstallationId,
      tokenSecret: build.tokenSecret,
    });
    const repositories = new Map(
      [...new Set(named(services).map(({ repository }) => repository))].map((repository) => [
        repository,
        github.addRepository(idOf(repository.replace('/', '-').replaceAll('.', '-').toLowerCase()), repository),
      ]),
    );
    for (const service of named(services)) {
      const repository = repositories.get(service.repository);
      if (!repository) throw new Error(`${service.name}: nothing connects to ${service.repository}`);
      this.addAccount(service, gcp, images);
      const { name, folder, buildSecrets = {} } = service;
      new BuildTrigger(this, `${idOf(name)}_trigger`, {
        name,
        description: `Builds and delivers ${name}.`,
        project,
        region,
        repository,
        branch: '^main$',
        folder,
        account: accountResource(gcp, accountId({ build: name })),
        image: imageRepository(gcp, name),
        secrets: buildSecrets,
        steps: stepsOf(service),
        timeoutSeconds: BUILD_SECONDS,
      });
    }
    this.expectSecrets(target.config);
    this.publish('registry_url', 'Where the images are.', imageRepository(gcp, '').replace(/\/$/, ''));
  }

  /** What a build may do but deliver, which the stack of the services says. */
  private addAccount({ name, buildSecrets = {} }: Named, gcp: GcpConfig, images: DockerRepository): void {
    const account = new ServiceAccount(this, `${idOf(name)}_build`, {
      accountId: accountId({ build: name }),
      displayName: `Builds of ${name}`,
    });
    images.grantPush(idOf(name), account.member);
    // Logs have no policy smaller than the project's.
    account.grant('logs', { project: gcp.projectId, role: 'roles/logging.logWriter' });
    for (const secret of new Set(Object.values(buildSecrets))) {
      grantSecret(account, idOf(secret), secret, account.member);
    }
  }

  private expectSecrets({ gcp, services }: OnGoogleCloudConfig): void {
    const asked = named(services).flatMap(({ buildSecrets = {} }) => Object.values(buildSecrets));
    for (const secret of new Set([gcp.build.tokenSecret, ...asked])) {
      this.expect(`a version of the secret ${secret}`, provideCommand(gcp, secret));
    }
    this.expect(
      "Cloud Build's GitHub app in the account with the repositories, and the service agent that reads the token",
      `gcloud beta services identity create --service=cloudbuild.googleapis.com --project=${gcp.projectId}`,
    );
  }
}

function stepsOf({ name, folder, migrate, buildSecrets = {} }: Named): Step[] {
  return [
    { kind: 'image', folder, secretVariables: Object.keys(buildSecrets) },
    ...(migrate ? [{ kind: 'run-job', job: migrationJob(name) } as const] : []),
    { kind: 'deploy', service: name },
  ];
}
