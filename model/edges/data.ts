import type { Block } from '../blocks';
import { connectionNameOf, keyIdOf } from '../google';
import { nameOf, namespaceOf } from '../objects';
import type { Pod } from '../pods';
import { proxiesOf, sealOf } from '../software';
import type { View } from '../view';
import type { Edge } from './edge';

/** Where pods keep what must not be lost: volumes, databases, and the keys without which they cannot read them. */
export function dataEdges(view: View): Edge[] {
  const instances = byName(view, 'google_sql_database_instance', connectionNameOf);
  const keys = byName(view, 'google_kms_crypto_key', keyIdOf);
  return view.pods.flatMap((pod): Edge[] => {
    const [from, seal] = [nameOf(pod.owner), sealOf(pod, view)];
    return [
      ...claims(pod).map((to): Edge => ({ from, to, kind: 'data', via: 'volumes' })),
      ...proxiesOf(pod).flatMap(({ container, instances: wanted }) =>
        wanted.map((name): Edge => ({ from, to: instances.get(name) ?? name, kind: 'data', via: container.name })),
      ),
      ...(seal ? [{ from, to: keys.get(seal.key) ?? seal.key, kind: 'data', via: seal.configMap } as const] : []),
    ];
  });
}

/** Claims by name, and those that a StatefulSet makes for each of its pods, named by their template. */
function claims({ owner, spec }: Pod): string[] {
  const named = (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []);
  const made = ((owner.spec.volumeClaimTemplates ?? []) as { metadata: { name: string } }[]).map(
    ({ metadata }) => `${metadata.name}-${owner.metadata.name}-*`,
  );
  return [...named, ...made].map((name) => `PersistentVolumeClaim/${namespaceOf(owner)}/${name}`);
}

function byName(view: View, type: string, name: (block: Block, view: View) => string): Map<string, string> {
  return new Map(view.resources(type).map((block) => [name(block, view), block.address]));
}
