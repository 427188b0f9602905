import { ApiObject, App, Chart } from 'cdk8s';
import { environmentLabel } from '../config/labels';
import type { Target } from '../config/system';
import type { KubernetesObject } from '../model/objects';
import { firstLine } from '../model/origin';
import type { ChartPart } from '../model/synthesis';
import { toYaml } from '../model/yaml';
import { provideSettings, refuseUnknownNames } from './constructs/settings';
import type { SystemChart } from './constructs/system-chart';

/** What `manifests/systems/<system>/index.ts` exports. */
export interface ChartModule<Config extends object = object> {
  /** Adds the charts of one environment to the app. */
  readonly build: (app: App, target: Target<Config>) => void;
}

/** A target and what builds it. */
interface Build {
  readonly target: Target;
  readonly module: ChartModule;
}

/** Builds the charts of every target. */
export function buildManifests(builds: readonly Build[]): ChartPart[] {
  return builds.flatMap(({ target, module }) => {
    // An app of its own: environments of one system name their charts alike.
    const app = new App({ recordConstructMetadata: false });
    provideSettings(app, target);
    module.build(app, target);
    refuseUnknownNames(app);
    return chartsOf(app).map((chart) => part(chart, target));
  });
}

function part(chart: SystemChart, { system, environment }: Target): ChartPart {
  const { expectations, node } = chart;
  for (const { metadata } of apiObjectsOf(chart)) metadata.addLabel(environmentLabel, environment);
  const [name, objects] = [node.id, objectsOf(chart)];
  return {
    system: system.name,
    environment,
    name,
    path: `${name}.k8s.yaml`,
    text: firstLine({ system: system.name, environment }) + render(objects),
    objects,
    expectations,
  };
}

/** The charts in the order in which they were made; each becomes a file named by its id. */
export function chartsOf(app: App): SystemChart[] {
  return app.node.children.filter((child) => Chart.isChart(child)) as SystemChart[];
}

/**
 * The objects of a chart in the order in which they were made, which is the order in which they are applied.
 * `App.synth` would validate the whole app once per chart and sort by dependencies, which charts here do not have.
 */
export function objectsOf(chart: Chart): KubernetesObject[] {
  return apiObjectsOf(chart).map((object) => object.toJson());
}

function apiObjectsOf(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
}

export function render(objects: readonly KubernetesObject[]): string {
  return toYaml(...objects);
}
