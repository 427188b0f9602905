/** What Google calls things, computed beforehand, so that both halves name them without sharing a state. */

/** A project, and where in it. */
export interface Place {
  readonly projectId: string;
  readonly region: string;
}

type Project = Pick<Place, 'projectId'>;

/** E-mail address of a service account. */
export function accountEmail({ projectId }: Project, accountId: string): string {
  return `${accountId}@${projectId}.iam.gserviceaccount.com`;
}

/** A service account as a resource of its project. */
export function accountResource(project: Project, accountId: string): string {
  return `projects/${project.projectId}/serviceAccounts/${accountEmail(project, accountId)}`;
}

/** Domains of the accounts that Google's services act as in a project, by service; https://cloud.google.com/iam/docs/service-agents */
const agents = {
  artifactRegistry: 'gcp-sa-artifactregistry',
  backupForGke: 'gcp-sa-gkebackup',
  cloudRun: 'serverless-robot-prod',
  compute: 'compute-system',
  gke: 'container-engine-robot',
  iap: 'gcp-sa-iap',
  pubsub: 'gcp-sa-pubsub',
} as const;

/**
 * Who a service of Google's acts as, as a member of IAM. Google makes it some minutes after the API was enabled, so that the
 * first deployment of a new project may have to be repeated, as the README says; the resource that would wait for it is in
 * google-beta only.
 */
export function serviceAgent(projectNumber: string, service: keyof typeof agents): string {
  return `serviceAccount:service-${projectNumber}@${agents[service]}.iam.gserviceaccount.com`;
}

/** A Kubernetes ServiceAccount as a member of IAM policies; https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
export function workloadIdentityMember(
  { projectId }: Project,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string {
  return `serviceAccount:${projectId}.svc.id.goog[${namespace}/${name}]`;
}

/** Who signs the tokens of a cluster's ServiceAccounts, without scheme; https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
export function clusterIssuer({ projectId, region: location }: Place, cluster: string): string {
  return `container.googleapis.com/v1/projects/${projectId}/locations/${location}/clusters/${cluster}`;
}

export function networkId({ projectId }: Project, network: string): string {
  return `projects/${projectId}/global/networks/${network}`;
}

export function subnetId({ projectId, region }: Place, subnet: string): string {
  return `projects/${projectId}/regions/${region}/subnetworks/${subnet}`;
}

/** A key of Cloud KMS, in a ring of the region. */
export function cryptoKeyId({ projectId, region }: Place, ring: string, key: string): string {
  return `projects/${projectId}/locations/${region}/keyRings/${ring}/cryptoKeys/${key}`;
}

/** `project:region:instance`, what the Cloud SQL Auth Proxy connects to. */
export function connectionName({ projectId, region }: Place, instance: string): string {
  return `${projectId}:${region}:${instance}`;
}

/** Address of a Docker repository in Artifact Registry, without scheme. */
export function registry({ projectId, region }: Place, repository: string): string {
  return `${region}-docker.pkg.dev/${projectId}/${repository}`;
}

/** A bucket of logs, as a destination of sinks. */
export function logBucketId({ projectId, region }: Place, bucket: string): string {
  return `projects/${projectId}/locations/${region}/buckets/${bucket}`;
}
