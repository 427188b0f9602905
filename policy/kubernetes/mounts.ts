import { nameOf } from '../../model/objects';
import type { Rule } from '../rule';

interface Mount {
  readonly mountPath: string;
  readonly mountPropagation?: string;
}

/** Where a laptop's cluster is meant, whose nodes may be containers. */
const LAPTOP = 'local';

const mountPropagation: Rule = {
  id: 'mount-propagation',
  protects: 'Pods start where nodes are containers: the file systems of these are neither shared nor slave mounts.',
  mend: 'Mount without propagation in `local`.',
  link: 'https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation',
  check: ({ pods, output: { environment } }) =>
    environment === LAPTOP
      ? pods.flatMap(({ owner, containers }) =>
          containers.flatMap(({ name, volumeMounts = [] }) =>
            (volumeMounts as Mount[])
              .filter(({ mountPropagation: propagation = 'None' }) => propagation !== 'None')
              .map(({ mountPath, mountPropagation: propagation }) => ({
                object: nameOf(owner),
                detail: `container ${name} mounts ${mountPath} with ${propagation}`,
              })),
          ),
        )
      : [],
};

export const mountRules: readonly Rule[] = [mountPropagation];
