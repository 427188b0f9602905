import { namespacesOf, peersOf } from '../../model/edges/peers';
import { type Named, nameOf, namespaceOf } from '../../model/objects';
import type { Pod } from '../../model/pods';
import { inWords, type LabelSelector, selects, selectsAll } from '../../model/selectors';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { Foreign } from './foreign';

/** A selector that somebody wrote, and the pods in which namespaces it looks at. */
interface Selection {
  readonly object: Named;
  readonly field: string;
  readonly selector: LabelSelector;
  readonly namespaces: readonly string[];
}

const selectors: Rule = {
  id: 'selectors',
  protects: 'No Service without endpoints, no budget and no policy that protects nothing.',
  mend: 'Let the construct write the selector, e.g. connectTo() for flows.',
  link: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
  check: (view) => {
    const foreign = new Foreign(view);
    return [
      ...selections(view)
        .filter(({ selector, namespaces }) => namespaces.length > 0 && !found(view, foreign, selector, namespaces))
        .map(
          ({ object, field, selector, namespaces }): Violation => ({
            object: nameOf(object),
            detail: `${field} (${inWords(selector)}) selects no pod in ${namespaces.join(', ')}`,
          }),
        ),
      ...view.pods
        .filter((pod) => !selectsItself(pod))
        .map(({ owner }) => ({
          object: nameOf(owner),
          detail: 'its selector does not select its own pods',
        })),
    ];
  },
};

function selections(view: View): Selection[] {
  const inOwn = (object: Named, field: string, selector: LabelSelector): Selection[] =>
    selectsAll(selector) ? [] : [{ object, field, selector, namespaces: [namespaceOf(object)] }];
  return [
    ...view.ofKind('Service').flatMap((object) => inOwn(object, 'selector', { matchLabels: object.spec.selector })),
    ...view.ofKind('PodDisruptionBudget').flatMap((object) => inOwn(object, 'selector', object.spec.selector ?? {})),
    ...view.ofKind('NetworkPolicy').flatMap((object) => [
      ...inOwn(object, 'podSelector', object.spec.podSelector),
      ...peersOf(object).flatMap(({ podSelector, ...peer }) => {
        const namespaces = namespacesOf(peer, object, view);
        return podSelector && !selectsAll(podSelector)
          ? [{ object, field: 'a peer', selector: podSelector, namespaces }]
          : [];
      }),
    ]),
  ];
}

function found(view: View, foreign: Foreign, selector: LabelSelector, namespaces: readonly string[]): boolean {
  return (
    namespaces.some((namespace) => view.podsSelected(namespace, selector).length > 0) || foreign.selectedBy(selector)
  );
}

function selectsItself({ owner, labels }: Pod): boolean {
  const generated = owner.kind === 'Job' || owner.kind === 'CronJob' || owner.kind === 'Pod';
  return generated || selects(owner.spec.selector ?? {}, labels);
}

export const selectorRules: readonly Rule[] = [selectors];
