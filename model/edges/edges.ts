import type { Synthesis } from '../synthesis';
import { dataEdges } from './data';
import type { Edge } from './edge';
import { identityEdges } from './identity';
import { referenceEdges } from './references';
import { trafficEdges } from './traffic';

/** How everything in the charts of an environment, and in the stacks beside them, hangs together. */
export function edgesOf(synthesis: Synthesis, environment: string): Edge[] {
  const view = synthesis.view(environment);
  return [
    ...trafficEdges(view),
    ...identityEdges(view),
    ...referenceEdges(view),
    ...dataEdges(view),
    ...synthesis.parts.terraform.flatMap(({ name, after }) =>
      after.map((earlier): Edge => ({ from: name, to: earlier, kind: 'order', via: 'stack dependency' })),
    ),
  ];
}
