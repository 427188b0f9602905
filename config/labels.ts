/** The label keys that every object of both halves carries; https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const labelKeys = {
  name: 'app.kubernetes.io/name',
  component: 'app.kubernetes.io/component',
  version: 'app.kubernetes.io/version',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

/**
 * Says which environment an object is of, on the object's own metadata only: in the template of a pod it would restart every
 * pod, in that of a Job or a claim be refused. Under `.internal`, which nobody can own: https://www.iana.org/domains/reserved
 */
export const environmentLabel = 'terrachart.internal/environment';

/** On a ConfigMap for a monitoring that serves several environments: what it brings, `rules` or `dashboards`. */
export const collectedLabel = 'terrachart.internal/collected';

/** Value of `managed-by` in both halves. */
export const MANAGED_BY = 'terrachart';

/** The same facts for cloud resources, whose label keys allow neither dots nor slashes. */
export function cloudLabels(system: string, environment: string): Record<string, string> {
  return { 'part-of': system, environment, 'managed-by': MANAGED_BY };
}

/** How confidential data is: of people; of what is done; of what is measured. */
export const dataClasses = ['personal', 'operational', 'telemetry'] as const;

export type DataClass = (typeof dataClasses)[number];

/** Key of the label that says how confidential what a cloud resource holds is, e.g. `personal`. */
export const dataClassLabel = 'data-class';
