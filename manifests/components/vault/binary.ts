import { images } from '../../../config/versions';
import type { ContainerProps } from '../../constructs/container';
import { scratch, type Volume } from '../../constructs/volumes';

const FOLDER = '/vault/bin';

/** On disk: the program has half a gigabyte, which in memory would count against the limit of every pod. */
const copy = scratch('vault-bin', '1Gi');

/**
 * The image's program carries the file capability IPC_LOCK, and Linux refuses to execute it in a container that drops
 * ALL, which Pod Security `restricted` demands; adding IPC_LOCK is what it forbids. A copy has no capability, which is
 * no loss: `disable_mlock` is set. Every container that runs `vault` runs the copy, `kubectl exec` included.
 * Vault 2.2 takes the capability off its image again: https://github.com/hashicorp/vault/releases/tag/v2.2.0-rc1
 */
export const vaultBinary = {
  /** For `setup` of the workload. */
  setup: {
    'copy-vault': {
      image: images.vault,
      resources: { cpu: '50m', memory: '32Mi', memoryLimit: '64Mi' },
      command: ['sh', '-c', `cp "$(command -v vault)" ${FOLDER}/vault`],
      mounts: { [FOLDER]: copy },
    },
  },
  /** For `mounts` of the container. */
  mounts: { [FOLDER]: { ...copy, readOnly: true } },
  /** For `env` of the container: the copy comes first, the rest is what images have anyway. */
  env: { PATH: `${FOLDER}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
} as const satisfies {
  readonly setup: Readonly<Record<string, ContainerProps>>;
  readonly mounts: Readonly<Record<string, Volume>>;
  readonly env: Readonly<Record<string, string>>;
};
