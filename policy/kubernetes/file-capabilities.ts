import type { Container, Pod } from '../../model/pods';
import type { Rule } from '../rule';
import { podRule } from './pod-rule';

/** Programs that carry a file capability in their image, by the image's path, which it has in a mirror, too. */
const capable: Readonly<Record<string, string>> = { 'hashicorp/vault': 'vault' };

/**
 * Linux refuses to execute a file with a capability that the container may not have. What a set-up container copies
 * has none, so such a program is run from a volume that one filled, which comes first in PATH.
 */
const fileCapabilities = podRule(
  {
    id: 'file-capabilities',
    protects:
      'A program starts: one with a file capability does not ("Operation not permitted") where ALL are dropped.',
    mend: 'Let a set-up container copy the program into a volume, and put that first in PATH; for Vault see vaultBinary.',
    link: 'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  },
  (pod) =>
    pod.containers.flatMap((container) => {
      const program =
        capable[
          container.image
            .replace(/(:[\w.-]+)?(@.*)?$/, '')
            .split('/')
            .slice(-2)
            .join('/')
        ];
      if (program === undefined || !runs(container, program) || copied(pod, container)) return [];
      return [`container ${container.name} runs ${program} as its image has it, with a file capability`];
    }),
);

/** An entry point runs it, and a shell script may: only what plainly copies it is let off. */
function runs({ command, args }: Container, program: string): boolean {
  const line = [...(command ?? []), ...(args ?? [])].join(' ');
  return !new RegExp(`\\bcp\\b.*\\b${program}\\b`).test(line);
}

/** The first folder of PATH is a volume that a set-up container of the same image can write. */
function copied({ spec }: Pod, { image, env, volumeMounts }: Container): boolean {
  const path = env?.find(({ name }: { name: string }) => name === 'PATH')?.value?.split(':')[0];
  const volume = volumeMounts?.find(({ mountPath }: { mountPath: string }) => mountPath === path)?.name;
  const setup = ((spec.initContainers ?? []) as Container[]).filter(({ restartPolicy }) => restartPolicy !== 'Always');
  return setup.some(
    (container) =>
      container.image === image &&
      container.volumeMounts?.some(
        ({ name, readOnly }: { name: string; readOnly?: boolean }) => name === volume && !readOnly,
      ),
  );
}

export const fileCapabilityRules: readonly Rule[] = [fileCapabilities];
