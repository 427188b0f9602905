import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import type { Target } from '../config/system';
import type { KubernetesObject } from '../policy/output';
import type { SystemChart } from './constructs/system-chart';

/** Builds the charts of every target; `render` turns them into text. */
export async function buildManifests(targets: readonly Target[]): Promise<App> {
  const app = new App({ recordConstructMetadata: false });
  for (const target of targets) {
    const { build } = (await import(`./systems/${target.system.name}`)) as {
      build: (app: App, target: Target) => void;
    };
    build(app, target);
  }
  return app;
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
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson());
}

export function render(objects: readonly KubernetesObject[]): string {
  return Yaml.stringify(...objects);
}
