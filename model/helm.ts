import { list } from './blocks';
import { ACTS_AS } from './edges/identity';
import type { View } from './view';

/**
 * ServiceAccounts that Helm releases make, as `ServiceAccount/namespace/name`, with the account of Google's that they act as,
 * if any: those that a chart is told of by its `serviceAccount`, as most have it.
 */
export function releasedAccounts(view: View): Map<string, string> {
  return new Map(
    view.resources('helm_release').flatMap(({ body }) =>
      list<string>(body.values).flatMap((text) => {
        const { serviceAccount } = JSON.parse(text) as { serviceAccount?: { name?: string; annotations?: object } };
        const name = serviceAccount?.name;
        if (name === undefined) return [];
        const actsAs = String(
          Object.entries(serviceAccount?.annotations ?? {}).find(([key]) => key === ACTS_AS)?.[1] ?? '',
        );
        return [[`ServiceAccount/${body.namespace}/${name}`, actsAs] as const];
      }),
    ),
  );
}
