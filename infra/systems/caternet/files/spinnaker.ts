import {
  byHand,
  type DeliveredTo,
  namespaceOf,
  pipelineName,
  promotedTo,
  type ServiceName,
  SYSTEM,
} from '../../../../config/caternet';

/** Ids by which a pipeline of Spinnaker refers to itself. */
const ids = {
  image: 'image',
  manifest: 'manifest',
  judge: 'judge',
  deploy: 'deploy',
  undo: 'undo',
  told: 'told',
} as const;

/**
 * A pipeline as Spinnaker's API takes it (`spin pipeline save --file`): it is told of an image by its digest, takes the chart of the
 * environment from the protected project of what a synth made, and rolls out. What does not become ready within ten minutes is rolled
 * back. A rollout by canary wants Kayenta, which is not here.
 * https://spinnaker.io/docs/guides/user/kubernetes-v2/deploy-manifest/
 */
export function spinnakerPipeline(service: ServiceName, environment: DeliveredTo, manifests: string) {
  const account = promotedTo.includes(environment) ? `gke-${environment}` : 'internal';
  const namespace = namespaceOf(environment, 'apps');
  const judged = byHand.includes(environment);
  return {
    schema: '1',
    application: SYSTEM,
    name: pipelineName(service, environment),
    limitConcurrent: true,
    // Who waits is forgotten when a newer one comes.
    keepWaitingPipelines: false,
    expectedArtifacts: [
      {
        id: ids.image,
        displayName: 'image by digest',
        matchArtifact: { type: 'docker/image', name: `.*/${SYSTEM}/${service}` },
        useDefaultArtifact: false,
        usePriorArtifact: false,
      },
      {
        id: ids.manifest,
        displayName: 'what a synth made of the environment',
        matchArtifact: { type: 'gitlab/file', name: manifest(service, environment) },
        defaultArtifact: {
          type: 'gitlab/file',
          artifactAccount: 'manifests',
          name: manifest(service, environment),
          reference: `${manifests}/repository/files/${encodeURIComponent(manifest(service, environment))}/raw`,
          version: 'main',
        },
        useDefaultArtifact: true,
        usePriorArtifact: false,
      },
    ],
    triggers: [
      {
        type: 'webhook',
        source: pipelineName(service, environment),
        enabled: true,
        expectedArtifactIds: [ids.image],
      },
    ],
    stages: [
      ...(judged
        ? [
            {
              refId: ids.judge,
              requisiteStageRefIds: [],
              type: 'manualJudgment',
              name: `Deliver ${service} to ${environment}?`,
              failPipeline: true,
              judgmentInputs: [],
              instructions: 'The same digest runs in staging.',
            },
          ]
        : []),
      {
        refId: ids.deploy,
        requisiteStageRefIds: judged ? [ids.judge] : [],
        type: 'deployManifest',
        name: `Deploy ${service}`,
        cloudProvider: 'kubernetes',
        account,
        source: 'artifact',
        manifestArtifactId: ids.manifest,
        requiredArtifactIds: [ids.image],
        skipExpressionEvaluation: true,
        trafficManagement: { enabled: false },
        stageTimeoutMs: 10 * 60 * 1000,
        // What follows decides what a failure means.
        failPipeline: false,
        continuePipeline: true,
      },
      {
        refId: ids.undo,
        requisiteStageRefIds: [ids.deploy],
        type: 'undoRolloutManifest',
        name: `Take ${service} back`,
        cloudProvider: 'kubernetes',
        account,
        location: namespace,
        mode: 'static',
        manifestName: `deployment ${service}`,
        numRevisionsBack: 1,
        stageEnabled: { type: 'expression', expression: `\${ !(${wentWell(service)}) }` },
      },
      {
        refId: ids.told,
        requisiteStageRefIds: [ids.undo],
        type: 'checkPreconditions',
        name: `${service} runs what was asked for`,
        preconditions: [
          {
            type: 'expression',
            failPipeline: true,
            context: { expression: `\${ ${wentWell(service)} }`, failureMessage: 'It was taken back.' },
          },
        ],
      },
    ],
  };
}

/** Expression of Spinnaker: what failed and was passed over has another status. */
function wentWell(service: ServiceName): string {
  return `#stage('Deploy ${service}')['status'].toString() == 'SUCCEEDED'`;
}

/** Where the chart of an environment is in the project that keeps what a synth made. */
function manifest(service: ServiceName, environment: DeliveredTo): string {
  return `${environment}/${SYSTEM}-${service}.k8s.yaml`;
}
