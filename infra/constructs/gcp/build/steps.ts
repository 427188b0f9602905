import type { CloudbuildTriggerBuildStep } from '@cdktf/provider-google/lib/cloudbuild-trigger';
import { images, reference } from '../../../../config/versions';

/** The steps of a build, one after the other; Cloud Build knows `$COMMIT_SHA`, and takes `$$` for a `$`. */

/** Makes the image of a commit. */
export interface ImageStep {
  readonly kind: 'image';
  /** Folder with the Dockerfile. */
  readonly folder: string;
  /** Variables with secrets, which the Dockerfile mounts by the same ids. */
  readonly secretVariables: readonly string[];
}

/** Has a job of Cloud Run run the commit, and waits for its end. */
export interface RunJobStep {
  readonly kind: 'run-job';
  readonly job: string;
}

/** Has a service of Cloud Run run the commit; nothing else of it changes. */
export interface DeployStep {
  readonly kind: 'deploy';
  readonly service: string;
}

export type Step = ImageStep | RunJobStep | DeployStep;

export interface Commit {
  /** Repository of the image, without tag. */
  readonly image: string;
  readonly region: string;
}

/** What Cloud Build does for a step. */
export function stepsFor(step: Step, { image, region }: Commit): CloudbuildTriggerBuildStep[] {
  const built = `${image}:$COMMIT_SHA`;
  switch (step.kind) {
    case 'image':
      return [imageStep(step, built)];
    case 'run-job':
      return [
        gcloud(`update-${step.job}`, ['jobs', 'update', step.job, `--image=${built}`, `--region=${region}`]),
        gcloud(`run-${step.job}`, ['jobs', 'execute', step.job, `--region=${region}`, '--wait']),
      ];
    case 'deploy':
      return [
        gcloud(`deploy-${step.service}`, [
          'services',
          'update',
          step.service,
          `--image=${built}`,
          `--region=${region}`,
        ]),
      ];
  }
}

/** A commit is built once: tags do not move, so a build that is run again delivers the image that is there. */
function imageStep({ folder, secretVariables }: ImageStep, built: string): CloudbuildTriggerBuildStep {
  const secrets = secretVariables.map((name) => ` --secret id=${name},env=${name}`).join('');
  return {
    id: 'image',
    name: reference(images.docker),
    entrypoint: 'sh',
    args: [
      '-euc',
      [
        `if docker manifest inspect ${built} >/dev/null 2>&1; then exit 0; fi`,
        `docker buildx build --pull --load --tag ${built}${secrets} ${folder}`,
        `docker push ${built}`,
      ].join('\n'),
    ],
    ...(secretVariables.length > 0 && { secretEnv: [...secretVariables] }),
  };
}

function gcloud(id: string, args: readonly string[]): CloudbuildTriggerBuildStep {
  return { id, name: reference(images.gcloud), entrypoint: 'gcloud', args: ['run', ...args, '--quiet'] };
}
