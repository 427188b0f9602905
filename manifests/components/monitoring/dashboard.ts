import type { Panel } from './panels';

/** Rows of panels about one subject, for somebody who was just woken up: what is wrong comes first. */
export interface Dashboard {
  /** Stable: part of links and of the file name. */
  readonly uid: string;
  readonly title: string;
  /** Choices above the panels, by name: `$name` in the queries. */
  readonly variables: Readonly<Record<string, Variable>>;
  readonly rows: readonly Row[];
}

/** The values of a label; all of them until some are chosen. */
export interface Variable {
  readonly title: string;
  readonly metric: string;
  readonly label: string;
}

export interface Row {
  readonly title: string;
  /** Height of each panel, in units of about 30 pixels. @default 8 */
  readonly height?: number;
  /** Side by side; they share the width. */
  readonly panels: readonly Panel[];
}

/** The one data source, provisioned under this uid. */
export const dataSource = { type: 'prometheus', uid: 'prometheus' } as const;

/** Grid columns of a dashboard; https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
const COLUMNS = 24;

export function dashboardJson({ uid, title, variables, rows }: Dashboard): string {
  const dashboard = {
    uid,
    title,
    tags: ['terrachart'],
    schemaVersion: 41,
    editable: false,
    // Two dashboards side by side point at the same moment.
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    templating: { list: Object.entries(variables).map(variableJson) },
    links: [{ type: 'dashboards', tags: ['terrachart'], title: 'Dashboards', includeVars: false, keepTime: true }],
    panels: placed(rows),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

function variableJson([name, { title, metric, label }]: [string, Variable]) {
  return {
    name,
    label: title,
    type: 'query',
    datasource: dataSource,
    query: { qryType: 1, query: `label_values(${metric}, ${label})`, refId: name },
    // When the time range changes: values come and go.
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: ['All'], value: ['$__all'] },
  };
}

/** Puts rows below each other and numbers the panels. */
function placed(rows: readonly Row[]) {
  let [y, id] = [0, 0];
  return rows.flatMap(({ title, height = 8, panels }) => {
    const width = Math.floor(COLUMNS / panels.length);
    const header = {
      id: ++id,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    };
    const body = panels.map((panel, column) => ({
      id: ++id,
      ...panel,
      datasource: dataSource,
      gridPos: { x: column * width, y: y + 1, w: width, h: height },
    }));
    y += height + 1;
    return [header, ...body];
  });
}
