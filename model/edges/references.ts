import type { Block } from '../blocks';
import { nameOf } from '../objects';
import type { View } from '../view';
import type { Edge } from './edge';
import { mentionsOf } from './mentions';

/** What names what: objects each other, and blocks of Terraform those of their stack. */
export function referenceEdges(view: View): Edge[] {
  return [
    ...view.objects.flatMap((object) =>
      mentionsOf(object).map(
        ({ name, field }): Edge => ({ from: nameOf(object), to: name, kind: 'reference', via: field }),
      ),
    ),
    ...view.blocks.flatMap((block) => expressions(block, view)),
  ];
}

/** Addresses in expressions, e.g. `${google_kms_key_ring.keys.id}`, and in `depends_on`. */
function expressions(block: Block, view: View): Edge[] {
  const found = new Map<string, string>();
  for (const [field, value] of Object.entries(block.body)) {
    if (field === '//') continue;
    for (const [address] of JSON.stringify(value ?? '').matchAll(/(?:data\.)?[a-z][a-z0-9_]*\.[\w-]+/g)) {
      const to = `${block.stack}/${address}`;
      if (to !== block.address && !found.has(to) && view.block(to)) found.set(to, field);
    }
  }
  return [...found].map(([to, via]) => ({ from: block.address, to, kind: 'reference', via }));
}
