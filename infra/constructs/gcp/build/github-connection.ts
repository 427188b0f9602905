import { Cloudbuildv2Connection } from '@cdktf/provider-google/lib/cloudbuildv2-connection';
import { Cloudbuildv2Repository } from '@cdktf/provider-google/lib/cloudbuildv2-repository';
import { Construct } from 'constructs';
import { grantSecret } from '../secret';

export interface GithubConnectionProps {
  readonly name: string;
  readonly project: string;
  /** Number of the project, by which Cloud Build's service agent is called. */
  readonly projectNumber: string;
  readonly region: string;
  /** Of Cloud Build's GitHub app in the account that has the repositories. */
  readonly appInstallationId: number;
  /** Name of the secret with a GitHub token; it has a version already. */
  readonly tokenSecret: string;
}

/**
 * Cloud Build's way to repositories on GitHub. Somebody installs the app and makes the token beforehand.
 * https://docs.cloud.google.com/build/docs/automating-builds/github/connect-repo-github#terraform
 */
export class GithubConnection extends Construct {
  private readonly connection: Cloudbuildv2Connection;

  constructor(scope: Construct, id: string, props: GithubConnectionProps) {
    super(scope, id);
    const { name, project, projectNumber, region, appInstallationId, tokenSecret } = props;
    const agent = `serviceAccount:service-${projectNumber}@gcp-sa-cloudbuild.iam.gserviceaccount.com`;
    const readsToken = grantSecret(this, 'token', tokenSecret, agent);
    this.connection = new Cloudbuildv2Connection(this, 'Resource', {
      name,
      location: region,
      githubConfig: {
        appInstallationId,
        authorizerCredential: {
          oauthTokenSecretVersion: `projects/${project}/secrets/${tokenSecret}/versions/latest`,
        },
      },
      dependsOn: [readsToken],
    });
  }

  /** @param repository owner and name, e.g. `my-account/shop` */
  public addRepository(id: string, repository: string): Cloudbuildv2Repository {
    const { name: parentConnection, location } = this.connection;
    return new Cloudbuildv2Repository(this, id, {
      name: repository.replace('/', '-'),
      location,
      parentConnection,
      remoteUri: `https://github.com/${repository}.git`,
    });
  }
}
