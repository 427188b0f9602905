import type { KubernetesObject } from '../../model/objects';

/** The volume claims that StatefulSets make, as the members of theirs are called. */
export function claimTemplatesOf(objects: readonly KubernetesObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'StatefulSet')
    .flatMap(({ metadata, spec }) =>
      ((spec.volumeClaimTemplates ?? []) as KubernetesObject[]).flatMap((claim) =>
        Array.from({ length: spec.replicas ?? 1 }, (_, member) => `${claim.metadata.name}-${metadata.name}-${member}`),
      ),
    );
}
