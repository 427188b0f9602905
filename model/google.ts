import { at, type Block } from './blocks';
import type { View } from './view';

/** What Google will call the things that a system's stacks create, computed as Google does. */

export function projectOf({ stack, body }: Block, { output: { stacks } }: View): string {
  return String(body.project ?? at(stacks[stack], 'provider.google.project'));
}

function regionOf({ stack, body }: Block, { output: { stacks } }: View): string {
  return String(body.region ?? at(stacks[stack], 'provider.google.region'));
}

export function emailOf(account: Block, view: View): string {
  return `${account.body.account_id}@${projectOf(account, view)}.iam.gserviceaccount.com`;
}

/** `project:region:name` */
export function connectionNameOf(instance: Block, view: View): string {
  return [projectOf(instance, view), regionOf(instance, view), instance.body.name].join(':');
}

export function keyIdOf(key: Block, view: View): string {
  const ring = view.source(key, key.body.key_ring);
  if (!ring) return String(`${key.body.key_ring}/cryptoKeys/${key.body.name}`);
  const { location, name } = ring.body;
  return `projects/${projectOf(ring, view)}/locations/${location}/keyRings/${name}/cryptoKeys/${key.body.name}`;
}

/** Of a cluster, from which its pods' identities are; Autopilot always has it. */
export function workloadPoolOf(cluster: Block, view: View): unknown {
  return cluster.body.enable_autopilot === true
    ? `${projectOf(cluster, view)}.svc.id.goog`
    : at(cluster.body, 'workload_identity_config.workload_pool');
}

export function registryOf(repository: Block, view: View): string {
  const { location, repository_id } = repository.body;
  return `${location}-docker.pkg.dev/${projectOf(repository, view)}/${repository_id}`;
}

/** Region of a region or a zone. */
export function inRegion(location: string): string {
  return location.replace(/-[a-z]$/, '');
}

export { regionOf };

/** The e-mail address of the account that a grant's `member` names. */
export function memberOf(grant: Block, view: View): string {
  const account = view.source(grant, grant.body.member);
  return account ? emailOf(account, view) : String(grant.body.member).replace(/^serviceAccount:/, '');
}

/** The key that a grant on a key is about. */
export function grantedKey(grant: Block, view: View): string {
  const key = view.source(grant, grant.body.crypto_key_id);
  return key ? keyIdOf(key, view) : String(grant.body.crypto_key_id);
}

/** Each account that the stacks create, by its e-mail address. */
export function accounts(view: View): Map<string, Block> {
  return new Map(view.resources('google_service_account').map((account) => [emailOf(account, view), account]));
}
