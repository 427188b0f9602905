import { type KubernetesObject, nameOf } from '../../model/objects';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';

export type Problem = string | Omit<Violation, 'object'>;

/** A rule over each object, or over those of some kinds. */
export function objectRule(
  { kinds, ...rule }: Omit<Rule, 'check'> & { readonly kinds?: readonly string[] },
  problems: (object: KubernetesObject, view: View) => readonly Problem[],
): Rule {
  const check = (view: View): Violation[] =>
    (kinds ? kinds.flatMap((kind) => view.ofKind(kind)) : view.objects).flatMap((object) =>
      problems(object, view).map((problem) => ({
        object: nameOf(object),
        ...(typeof problem === 'string' ? { detail: problem } : problem),
      })),
    );
  return { ...rule, check };
}
