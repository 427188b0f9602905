import { labelKeys } from '../config/labels';
import type { Residency } from '../config/system';
import type { Block } from './blocks';
import type { KubernetesObject } from './objects';
import type { View } from './view';

/** A system that demands a place for its data, with what it has in an output. */
export interface Resident {
  readonly system: string;
  readonly residency: Residency;
  /** Names of its stacks, of every environment. */
  readonly stacks: readonly string[];
  readonly blocks: readonly Block[];
  readonly objects: readonly KubernetesObject[];
}

export function residents(view: View): Resident[] {
  const { residency = {}, stacks } = view.output;
  return Object.entries(residency).map(([system, demanded]) => {
    const own = Object.keys(stacks).filter((stack) => stack === system || stack.startsWith(`${system}-`));
    return {
      system,
      residency: demanded,
      stacks: own,
      blocks: view.blocks.filter(({ stack }) => own.includes(stack)),
      objects: view.objects.filter(({ metadata }) => metadata.labels?.[labelKeys.partOf] === system),
    };
  });
}
