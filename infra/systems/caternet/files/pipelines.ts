import {
  byHand,
  type DeliveredTo,
  deliveredTo,
  inClusters,
  type OnOwnMachinesConfig,
  pipelineName,
  promotedTo,
  type ServiceName,
  SYSTEM,
} from '../../../../config/caternet';
import { contracts } from '../../../../config/caternet/apps';
import { baseImages, images, reference, releases } from '../../../../config/versions';
import { toYaml } from '../../../../model/yaml';
import { spinnakerPipeline } from './spinnaker';

/** Pipelines of every service: GitLab's, and one of Spinnaker for each environment. */
export function pipelineFiles({ delivery }: OnOwnMachinesConfig): Record<string, string> {
  return Object.fromEntries(
    (Object.keys(contracts) as ServiceName[]).flatMap((service) => [
      [`delivery/${service}/gitlab-ci.yml`, toYaml(gitlab(service))],
      ...inClusters(service).map((environment) => [
        `delivery/${service}/spinnaker/${pipelineName(service, environment)}.json`,
        `${JSON.stringify(spinnakerPipeline(service, environment, delivery.manifests), undefined, 2)}\n`,
      ]),
    ]),
  );
}

const APPS = `apps/${SYSTEM}`;
const branch = (environment: string) => `$CI_COMMIT_BRANCH == "${environment}"`;
/** A repository in a registry; versions are tags beside the commit's. */
const image = (registry: string, service: ServiceName) => `${registry}/${SYSTEM}/${service}`;

/** By this nobody but the registry sees the password. */
const login = (registry: string, prefix: string) =>
  `printf '{"auths":{"%s":{"username":"%s","password":"%s"}}}' "${registry}" "$${prefix}_USER" "$${prefix}_PASSWORD" >"$DOCKER_CONFIG/config.json"`;

/**
 * Kept in a protected project and named as the service's "CI/CD configuration file", `delivery/<service>/gitlab-ci.yml@GROUP/PROJECT`:
 * who may push to the service cannot change it. Variables come from GitLab, protected and masked, those of an environment by its scope:
 * SONAR_HOST_URL and SONAR_TOKEN; INTERNAL_REGISTRY with _USER and _PASSWORD; per environment SPINNAKER_GATE and
 * PROMOTION_REGISTRY with _USER and _PASSWORD.
 * https://docs.gitlab.com/ci/pipelines/settings/#specify-a-custom-cicd-configuration-file
 */
function gitlab(service: ServiceName) {
  return {
    workflow: {
      rules: [
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        ...deliveredTo.map((environment) => ({ if: branch(environment) })),
        { if: '$CI_COMMIT_TAG =~ /^v\\d+\\.\\d+\\.\\d+$/' },
      ],
    },
    stages: ['review', 'test', 'build', 'deploy'],
    // Runners of this cluster: without root, without a daemon, without a socket.
    default: { tags: ['internal'], interruptible: true, timeout: '30 minutes' },
    variables: { DOCKER_CONFIG: '/tmp', SERVICE: service },
    review: {
      stage: 'review',
      image: reference(baseImages.node),
      variables: { GIT_DEPTH: '0' },
      script: [
        `npx --yes @sonar/scan@${releases.sonarScanner.version} -Dsonar.projectKey=${SYSTEM}-${service} -Dsonar.projectBaseDir=${APPS} -Dsonar.sources=${service},bus -Dsonar.qualitygate.wait=true`,
      ],
    },
    test: {
      stage: 'test',
      image: reference(baseImages.node),
      script: [
        `cd ${APPS}`,
        'npm ci --ignore-scripts --no-audit --no-fund',
        `npm test --workspace ${service} --if-present`,
      ],
    },
    build: build(service),
    ...Object.fromEntries(promotedTo.map((environment) => [`promote-${environment}`, promote(service, environment)])),
    ...Object.fromEntries(
      inClusters(service).map((environment) => [`deploy-${environment}`, deploy(service, environment)]),
    ),
  };
}

/** Once for a commit, for the internal registry; a tag of the form v1.2.3 is beside it. */
function build(service: ServiceName) {
  const name = image('$INTERNAL_REGISTRY', service);
  return {
    stage: 'build',
    image: { name: reference(images.buildkit), entrypoint: [''] },
    variables: { BUILDKITD_FLAGS: '--oci-worker-no-process-sandbox' },
    rules: [
      ...deliveredTo.filter((each) => !promotedTo.includes(each)).map((environment) => ({ if: branch(environment) })),
      { if: '$CI_COMMIT_TAG' },
    ],
    script: [
      login('$INTERNAL_REGISTRY', 'INTERNAL_REGISTRY'),
      `buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=${APPS} --local dockerfile=${APPS} --opt filename=${service}/Dockerfile --output "type=image,\\"name=${name}:$CI_COMMIT_SHA,${name}:\${CI_COMMIT_TAG:-$CI_COMMIT_SHA}\\",push=true" --metadata-file metadata.json`,
      'DIGEST=$(sed -n \'s/.*"containerimage.digest": *"\\(sha256:[0-9a-f]*\\)".*/\\1/p\' metadata.json)',
      'test -n "$DIGEST"',
      `echo "IMAGE=${name}@$DIGEST" >image.env`,
    ],
    artifacts: { reports: { dotenv: 'image.env' } },
  };
}

/** The same bytes, at Google: a commit that was never built for the environments before cannot come here. */
function promote(service: ServiceName, environment: DeliveredTo) {
  const [from, to] = [image('$INTERNAL_REGISTRY', service), image('$PROMOTION_REGISTRY', service)];
  return {
    stage: 'build',
    image: reference(images.skopeo),
    environment: { name: environment, action: 'prepare' },
    rules: [{ if: branch(environment), ...manual(environment) }],
    script: [
      'skopeo login --authfile /tmp/auth.json --username "$INTERNAL_REGISTRY_USER" --password-stdin "$INTERNAL_REGISTRY" <<<"$INTERNAL_REGISTRY_PASSWORD"',
      'skopeo login --authfile /tmp/auth.json --username "$PROMOTION_REGISTRY_USER" --password-stdin "${PROMOTION_REGISTRY%%/*}" <<<"$PROMOTION_REGISTRY_PASSWORD"',
      `DIGEST=$(skopeo inspect --authfile /tmp/auth.json --format '{{.Digest}}' "docker://${from}:$CI_COMMIT_SHA")`,
      `skopeo copy --authfile /tmp/auth.json --all --preserve-digests "docker://${from}@$DIGEST" "docker://${to}:$CI_COMMIT_SHA"`,
      `echo "IMAGE=${to}@$DIGEST" >image.env`,
    ],
    artifacts: { reports: { dotenv: 'image.env' } },
  };
}

/** Tells Spinnaker, which waits, rolls back, and for production asks somebody once more. */
function deploy(service: ServiceName, environment: DeliveredTo) {
  const needs = promotedTo.includes(environment) ? `promote-${environment}` : 'build';
  return {
    stage: 'deploy',
    image: { name: reference(images.curl), entrypoint: [''] },
    environment: { name: environment },
    resource_group: environment,
    interruptible: false,
    needs: [{ job: needs, artifacts: true }],
    rules: [{ if: branch(environment), ...manual(environment) }],
    script: [
      `printf '{"artifacts":[{"type":"docker/image","name":"%s","reference":"%s"}]}' "\${IMAGE%%@*}" "$IMAGE" | curl --fail --silent --show-error --header 'Content-Type: application/json' --data @- "$SPINNAKER_GATE/webhooks/webhook/${pipelineName(service, environment)}"`,
    ],
  };
}

/** Somebody starts it, and the pipeline is not done until then. */
function manual(environment: DeliveredTo) {
  return byHand.includes(environment) ? { when: 'manual', allow_failure: false } : {};
}
