import { control } from './control';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** `spec.volumes[*]`: one of the allowed types. */
export const volumeTypes = control(
  { id: 'volume-types', protects: 'A pod mounts what the cluster gives it, and no folder of its node.' },
  ({ spec }) =>
    (spec.volumes ?? []).flatMap(({ name, ...source }) =>
      Object.keys(source)
        .filter((type) => !allowed.includes(type))
        .map((type) => `volume ${name} is a ${type}`),
    ),
);
