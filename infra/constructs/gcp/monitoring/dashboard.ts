import { MonitoringDashboard } from '@cdktf/provider-google/lib/monitoring-dashboard';
import { Construct } from 'constructs';
import { aggregationOf, filterOf, type TimeSeries } from './time-series';

/** A chart with a line for each series. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly { readonly name: string; readonly series: TimeSeries }[];
}

export interface DashboardProps {
  readonly title: string;
  readonly charts: readonly Chart[];
}

/** Of the 48 columns that a mosaic has, a third. https://docs.cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards */
const COLUMNS = 48;
const WIDTH = 16;
const HEIGHT = 12;

/** Charts side by side, three in a row. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { title, charts }: DashboardProps) {
    super(scope, id);
    const tiles = charts.map((chart, place) => ({
      xPos: (place * WIDTH) % COLUMNS,
      yPos: Math.floor((place * WIDTH) / COLUMNS) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      widget: { title: chart.title, xyChart: xyChart(chart) },
    }));
    new MonitoringDashboard(this, 'Resource', {
      dashboardJson: JSON.stringify({ displayName: title, mosaicLayout: { columns: COLUMNS, tiles } }),
    });
  }
}

function xyChart({ unit, lines }: Chart) {
  return {
    dataSets: lines.map(({ name, series }) => ({
      plotType: 'LINE',
      targetAxis: 'Y1',
      legendTemplate: name,
      timeSeriesQuery: {
        unitOverride: unit,
        timeSeriesFilter: { filter: filterOf(series), aggregation: aggregationOf(series) },
      },
    })),
    yAxis: { label: unit, scale: 'LINEAR' },
  };
}
