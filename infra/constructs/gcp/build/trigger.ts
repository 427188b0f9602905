import { CloudbuildTrigger } from '@cdktf/provider-google/lib/cloudbuild-trigger';
import type { Cloudbuildv2Repository } from '@cdktf/provider-google/lib/cloudbuildv2-repository';
import { Construct } from 'constructs';
import { type Step, stepsFor } from './steps';

export interface BuildTriggerProps {
  readonly name: string;
  readonly description: string;
  readonly project: string;
  readonly region: string;
  readonly repository: Cloudbuildv2Repository;
  /** Regular expression for the branch, e.g. `^main$`. */
  readonly branch: string;
  /** Folder whose changes build, `.` for all of the repository. */
  readonly folder: string;
  /** Resource name of the account that the build acts as. */
  readonly account: string;
  /** Repository of the image, without tag. */
  readonly image: string;
  /** Names of secrets by the variable that a step may ask for. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** After which a build that has not ended is one that failed. */
  readonly timeoutSeconds: number;
}

/** A push to a branch is built, and what its steps say is done with the image. */
export class BuildTrigger extends Construct {
  constructor(scope: Construct, id: string, props: BuildTriggerProps) {
    super(scope, id);
    const { name, description, project, region, repository, branch, folder, account, image, secrets, steps } = props;
    new CloudbuildTrigger(this, 'Resource', {
      name,
      location: region,
      description,
      repositoryEventConfig: { repository: repository.id, push: { branch } },
      ...(folder !== '.' && { includedFiles: [`${folder}/**`] }),
      serviceAccount: account,
      buildAttribute: {
        step: steps.flatMap((step) => stepsFor(step, { image, region })),
        timeout: `${props.timeoutSeconds}s`,
        // An account of one's own has no bucket for logs.
        // https://docs.cloud.google.com/build/docs/securing-builds/store-manage-build-logs
        options: { logging: 'CLOUD_LOGGING_ONLY' },
        ...(Object.keys(secrets).length > 0 && {
          availableSecrets: {
            secretManager: Object.entries(secrets).map(([env, secret]) => ({
              env,
              versionName: `projects/${project}/secrets/${secret}/versions/latest`,
            })),
          },
        }),
      },
    });
  }
}
