/** What happens when a change is applied. */
export const effects = [
  'refused by the API server',
  'refused by Terraform',
  'replace',
  'delete',
  'unknown',
  'rolls pods',
  'create',
  'update in place',
  'no effect',
] as const;

export type Effect = (typeof effects)[number];

export interface Forecast {
  readonly effect: Effect;
  /** How it goes, or why, e.g. `3 pods, one by one`. */
  readonly how?: string;
  /** The vendor's page that says so. */
  readonly link?: string;
}
