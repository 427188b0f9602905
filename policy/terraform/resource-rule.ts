import { at, type Block, type TerraformBlock } from '../../model/blocks';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';

export type Problem = string | Omit<Violation, 'object'>;

/** What may be wrong with one resource. */
export type Look = (body: TerraformBlock, block: Block, view: View) => readonly Problem[];

/** A rule over resources, by their type. */
export function resourceRule(rule: Omit<Rule, 'check'>, looks: Readonly<Record<string, Look>>): Rule {
  const check = (view: View): Violation[] =>
    Object.entries(looks).flatMap(([type, look]) =>
      view
        .resources(type)
        .flatMap((block) => look(block.body, block, view).map((problem) => violation(block, problem))),
    );
  return { ...rule, check };
}

/** The same look at several types. */
export function each(types: readonly string[], look: Look): Record<string, Look> {
  return Object.fromEntries(types.map((type) => [type, look]));
}

export function violation({ address }: Block, problem: Problem): Violation {
  return { object: address, ...(typeof problem === 'string' ? { detail: problem } : problem) };
}

/** A problem for each path that does not have the value; one that nobody can tell before apply counts as wrong. */
export function demand(body: TerraformBlock, wanted: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(wanted)
    .filter(([path, value]) => at(body, path) !== value)
    .map(([path, value]) => `${path} is ${JSON.stringify(at(body, path)) ?? 'not set'}, not ${JSON.stringify(value)}`);
}
