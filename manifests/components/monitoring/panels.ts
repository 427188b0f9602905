/** A panel as Grafana's dashboard model spells it, without its place. */
export interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets: readonly Query[];
  readonly [setting: string]: unknown;
}

export interface Query {
  /** PromQL */
  readonly expr: string;
  readonly [setting: string]: unknown;
}

type Color = 'green' | 'yellow' | 'red' | 'text';

export interface PanelOptions {
  /** What to make of it; shown at the panel's corner. */
  readonly description?: string;
  /** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit @default short */
  readonly unit?: 'short' | 'none' | 'percentunit' | 'bytes' | 'Bps' | 's' | 'reqps';
  /** Colours from a value on, e.g. `{ 0: 'green', 0.8: 'red' }`. */
  readonly thresholds?: Readonly<Record<number, Color>>;
  /** Where the scale ends. @default the largest value */
  readonly max?: number;
}

export interface LineOptions extends PanelOptions {
  readonly stacked?: boolean;
  /** Colours of lines by a regular expression of their legend. */
  readonly colors?: Readonly<Record<string, Color>>;
}

/** One number, coloured by its thresholds. */
export function stat(title: string, expr: string, options: PanelOptions = {}): Panel {
  return {
    type: 'stat',
    ...heading(title, options),
    targets: [{ refId: 'A', expr, instant: true }],
    fieldConfig: { defaults: { ...field(options), mappings: [noTraffic] }, overrides: [] },
    options: {
      colorMode: options.thresholds ? 'background' : 'value',
      graphMode: 'none',
      textMode: 'value',
      reduceOptions: lastValue,
    },
  };
}

/** Lines over time by legend, e.g. `{{pod}}`; thresholds are drawn into it. */
export function lines(title: string, queries: Readonly<Record<string, string>>, options: LineOptions = {}): Panel {
  const { stacked = false, thresholds, colors = {} } = options;
  return {
    type: 'timeseries',
    ...heading(title, options),
    targets: Object.entries(queries).map(([legendFormat, expr], i) => ({ refId: `Q${i}`, expr, legendFormat })),
    fieldConfig: {
      defaults: {
        ...field(options),
        color: { mode: 'palette-classic' },
        min: 0,
        custom: {
          lineWidth: 1,
          fillOpacity: stacked ? 40 : 8,
          showPoints: 'never',
          ...(stacked && { stacking: { mode: 'normal', group: 'A' } }),
          ...(thresholds && { thresholdsStyle: { mode: 'dashed' } }),
        },
      },
      overrides: Object.entries(colors).map(([regex, fixedColor]) => ({
        matcher: { id: 'byRegexp', options: regex },
        properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
      })),
    },
    options: {
      legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

/** The series of this moment as bars, the longest first. */
export function bars(title: string, legendFormat: string, expr: string, options: PanelOptions = {}): Panel {
  return {
    type: 'bargauge',
    ...heading(title, options),
    targets: [{ refId: 'A', expr: `sort_desc(${expr})`, instant: true, legendFormat }],
    fieldConfig: { defaults: { ...field(options), min: 0 }, overrides: [] },
    options: { orientation: 'horizontal', displayMode: 'basic', reduceOptions: lastValue },
  };
}

/**
 * The series of this moment, a line each.
 * @param columns titles by label, in order; `Value` is the number, all else is hidden
 */
export function table(
  title: string,
  expr: string,
  columns: Readonly<Record<string, string>>,
  options: PanelOptions = {},
): Panel {
  const names = Object.keys(columns);
  const place = Object.fromEntries(names.map((name, i) => [name, i]));
  const colored = { ...field(options), 'custom.cellOptions': { type: 'color-text' } };
  return {
    type: 'table',
    ...heading(title, options),
    targets: [{ refId: 'A', expr, instant: true, format: 'table' }],
    // Unit and colours are the number's.
    fieldConfig: {
      defaults: {},
      overrides: [
        {
          matcher: { id: 'byType', options: 'number' },
          properties: Object.entries(colored).map(([id, value]) => ({ id, value })),
        },
      ],
    },
    transformations: [
      { id: 'filterFieldsByName', options: { include: { names } } },
      { id: 'organize', options: { indexByName: place, renameByName: columns } },
    ],
  };
}

const lastValue = { calcs: ['lastNotNull'], fields: '', values: false };

/** A ratio or a percentile of nothing. */
const noTraffic = { type: 'special', options: { match: 'null+nan', result: { text: 'no data', color: 'text' } } };

function heading(title: string, { description }: PanelOptions) {
  return { title, description };
}

function field({ unit = 'short', thresholds = { 0: 'text' }, max }: PanelOptions) {
  const bounds = Object.keys(thresholds)
    .map(Number)
    .sort((a, b) => a - b);
  // The lowest colour has no lower bound.
  const steps = bounds.map((value, i) => ({ color: thresholds[value], value: i === 0 ? null : value }));
  return {
    unit,
    ...(max !== undefined && { max }),
    color: { mode: 'thresholds' },
    thresholds: { mode: 'absolute', steps },
  };
}
