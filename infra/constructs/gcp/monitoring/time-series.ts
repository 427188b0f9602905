import type { Metric } from '../../../../config/google/metrics';

/** Values by label that a time series must have; of the resource, or of the metric where that has such a label. */
export type Labels = Readonly<Record<string, string>>;

/** What is asked of a metric, by alerts and dashboards alike. */
export interface TimeSeries {
  readonly metric: Metric;
  /** @default all */
  readonly where?: Labels;
  /**
   * `rate` a second or `sum` of a count; `mean`, `highest` or `total` of gauges; `p50` or `p95` of a distribution; `fraction`
   * of what is true.
   */
  readonly as: keyof typeof aligned;
  /** Labels that keep their series apart; the others are added up, or the highest stands for all. @default all are one */
  readonly by?: readonly string[];
}

/** Of so many seconds a point is made. */
const ALIGNMENT_SECONDS = 60;

/** How points of one series become one, and how series become one. */
const aligned = {
  rate: ['ALIGN_RATE', 'REDUCE_SUM'],
  sum: ['ALIGN_DELTA', 'REDUCE_SUM'],
  mean: ['ALIGN_MEAN', 'REDUCE_MEAN'],
  highest: ['ALIGN_MAX', 'REDUCE_MAX'],
  total: ['ALIGN_MAX', 'REDUCE_SUM'],
  p50: ['ALIGN_PERCENTILE_50', 'REDUCE_MAX'],
  p95: ['ALIGN_PERCENTILE_95', 'REDUCE_MAX'],
  fraction: ['ALIGN_FRACTION_TRUE', 'REDUCE_MEAN'],
} as const;

/** https://docs.cloud.google.com/monitoring/api/v3/filters */
export function filterOf({ metric, where = {} }: Pick<TimeSeries, 'metric' | 'where'>): string {
  const labels = Object.entries(where).map(([label, value]) => `${labelOf(metric, label)} = "${value}"`);
  return [`metric.type = "${metric.type}"`, `resource.type = "${metric.resource}"`, ...labels].join(' AND ');
}

/** @param seconds of which a point is made @default a minute */
export function aggregationOf({ metric, as, by = [] }: TimeSeries, seconds = ALIGNMENT_SECONDS) {
  const [perSeriesAligner, crossSeriesReducer] = aligned[as];
  return {
    alignmentPeriod: `${seconds}s`,
    perSeriesAligner,
    crossSeriesReducer,
    groupByFields: by.map((label) => labelOf(metric, label)),
  };
}

function labelOf({ labels = [] }: Metric, label: string): string {
  return `${labels.includes(label) ? 'metric' : 'resource'}.label.${label}`;
}
