/** What every object has. */
export type Named = Pick<KubernetesObject, 'kind' | 'metadata'>;

/** A Kubernetes object as it is applied. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: every kind has fields of its own.
  readonly [field: string]: any;
}

/** `Kind/namespace/name`, or `Kind/name` without a namespace: how findings, waivers and snapshots name an object. */
export function nameOf({ kind, metadata: { namespace, name } }: Named): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

/** Empty for objects without one. */
export function namespaceOf({ metadata }: Named): string {
  return metadata.namespace ?? '';
}
