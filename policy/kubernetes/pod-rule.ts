import { nameOf } from '../../model/objects';
import type { Container, Pod } from '../../model/pods';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';

/** A rule over each pod: the problems of one, as text. */
export function podRule(rule: Omit<Rule, 'check'>, problems: (pod: Pod, view: View) => readonly string[]): Rule {
  const check = (view: View): Violation[] =>
    view.pods.flatMap((pod) => problems(pod, view).map((detail) => ({ object: nameOf(pod.owner), detail })));
  return { ...rule, check };
}

/** The containers for which `bad` holds, in words. */
export function each({ containers }: Pod, bad: (container: Container) => boolean, says: string): string[] {
  return containers.filter(bad).map(({ name }) => `container ${name} ${says}`);
}
