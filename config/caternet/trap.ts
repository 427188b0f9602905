import type { CaternetConfig } from './schema';

/** Variables of a trap that stands in a region, or wherever it is told. */
export function trapVariables(
  { mousetrap, services }: Pick<CaternetConfig, 'mousetrap' | 'services'>,
  { projectId, region }: { readonly projectId: string; readonly region: string },
): Record<string, string> {
  return {
    PUBSUB_PROJECT: projectId,
    PUBLISH_TOPIC: services.mousetrap.publishes[0] ?? '',
    REGION: region,
    MOUSE_SECONDS: String(mousetrap.mouseSeconds),
    RAT_SECONDS: String(mousetrap.ratSeconds),
  };
}

/** A worker pool of Cloud Run, one in each region. */
export function trapPool(region: string): string {
  return `mousetrap-${region}`;
}
