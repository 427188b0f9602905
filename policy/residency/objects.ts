import { list } from '../../model/blocks';
import { inRegion } from '../../model/google';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { type Resident, residents } from '../../model/residency';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { search } from '../strings';

const GOOGLE_DISKS = 'pd.csi.storage.gke.io';

const objects: Rule = {
  id: 'residency-volume',
  protects: 'Volumes, their snapshots and what pods are told of the cloud are where the data of the system may be.',
  mend: 'Take zones, keys and regions from the config of the system; say `storage-locations` of snapshots.',
  link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd',
  check: (view) =>
    residents(view).flatMap((resident) => [
      ...resident.objects.flatMap((object) =>
        problems(object, resident).map((detail) => ({ object: nameOf(object), detail })),
      ),
      ...named(resident, view),
      ...told(resident, view),
    ]),
};

function problems(object: KubernetesObject, { residency }: Resident): string[] {
  const { google } = residency.regions;
  const outside = (places: readonly string[]) => places.filter((place) => !google.includes(inRegion(place)));
  const { kind } = object;
  if (kind === 'StorageClass' && object.provisioner === GOOGLE_DISKS) {
    const terms = list<{ matchLabelExpressions?: { key: string; values: string[] }[] }>(object.allowedTopologies);
    const zones = terms.flatMap(({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.flatMap(({ values }) => values),
    );
    return zones.length === 0
      ? ['makes disks wherever a pod is: it has no allowedTopologies']
      : outside(zones).map((zone) => `makes disks in ${zone}`);
  }
  if (kind === 'VolumeSnapshotClass' && object.driver === GOOGLE_DISKS) {
    const said = (object.parameters as Record<string, string> | undefined)?.['storage-locations'];
    return said === undefined
      ? ['keeps snapshots in the nearest part of the world: it has no parameter storage-locations']
      : outside(said.split(',')).map((place) => `keeps snapshots in ${place}`);
  }
  return [];
}

/** Regions that something is told of, in the name of a key or of a bucket of logs. */
function named({ objects: own, residency, system }: Resident, view: View): Violation[] {
  const { google } = residency.regions;
  return search({ ...view.output, objects: own, stacks: {}, files: {} }, (text) =>
    [...text.matchAll(/\bprojects\/[^/\s]+\/locations\/([a-z0-9-]+)\//g)]
      .map(([, location = '']) => location)
      .filter((location) => location !== 'global' && !google.includes(inRegion(location)))
      .map((location) => `names ${location}, where no data of ${system} may be`),
  );
}

/** Regions in which pods look for services of AWS. */
function told({ objects: own, residency, system }: Resident, view: View): Violation[] {
  return view.pods
    .filter(({ owner }) => own.includes(owner))
    .flatMap(({ owner, containers }) =>
      containers
        .flatMap(({ env }) => list<{ name: string; value?: string }>(env))
        .filter(
          ({ name, value }) => /^AWS_(DEFAULT_)?REGION$/.test(name) && !residency.regions.aws.includes(String(value)),
        )
        .map(({ name, value }) => ({
          object: nameOf(owner),
          detail: `${name} is ${value}, where no data of ${system} may be`,
        })),
    );
}

export const objectResidency: readonly Rule[] = [objects];
