/** Whose series alerts and dashboards are about, where one Prometheus serves several environments. */
export interface Scope {
  /** Regular expression of namespaces. */
  readonly namespaces: string;
  /** Put before names that must not be the same twice in one Grafana, e.g. `shop-test-`. @default nothing */
  readonly prefix?: string;
}

/** The condition on the labels of a series, without braces. */
export function within({ namespaces }: Scope): string {
  return `namespace=~"${namespaces}"`;
}
