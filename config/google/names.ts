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

/** A Kubernetes ServiceAccount as a member of IAM policies; https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
export function workloadIdentityMember(
  { projectId }: Project,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string {
  return `serviceAccount:${projectId}.svc.id.goog[${namespace}/${name}]`;
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
