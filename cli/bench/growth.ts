import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App as KubernetesApp } from 'cdk8s';
import { App as TerraformApp } from 'cdktf';
import { MANAGED_BY } from '../../config/labels';
import type { Target } from '../../config/system';
import { images } from '../../config/versions';
import { TerraformData } from '../../infra/constructs/local/terraform-data';
import { SystemStack } from '../../infra/constructs/stack';
import { Namespace } from '../../manifests/constructs/namespace';
import { httpProbes } from '../../manifests/constructs/probes';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { WebApp } from '../../manifests/constructs/web-app';
import { chartsOf, objectsOf, render } from '../../manifests/main';
import { View } from '../../model/view';
import { check } from '../../policy/check';

/** A small system: one stack of ten resources, three charts of one namespace and two apps each. */
class SmallStack extends SystemStack {
  constructor(app: TerraformApp, target: Target) {
    super(app, target, { part: 'all' });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) {
      new TerraformData(this, id, { input: { id, owner: MANAGED_BY } });
    }
  }
}

function addCharts(app: KubernetesApp, system: string): void {
  for (const part of ['one', 'two', 'three']) {
    const namespace = `${system}-${part}`;
    const chart = new SystemChart(app, namespace, { system, namespace });
    new Namespace(chart, 'namespace', { name: namespace });
    for (const name of ['web', 'api']) {
      new WebApp(chart, name, {
        component: name,
        image: images.curl,
        user: 1000,
        replicas: 2,
        resources: { cpu: '10m', memory: '32Mi' },
        ports: { http: 8080 },
        probes: httpProbes('/'),
      });
    }
  }
}

/** Builds, checks and writes as many copies as the argument says; prints milliseconds and MB as JSON. */
export async function main([copies = '1']: readonly string[]): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-growth-'));
  const loaded = process.memoryUsage.rss();
  const started = performance.now();
  const systems = Array.from({ length: Number(copies) }, (_, i) => `system-${i}`);
  const terraform = new TerraformApp({ outdir: folder, stackTraces: false, context: {} });
  const kubernetes = new KubernetesApp({ recordConstructMetadata: false });
  for (const name of systems) {
    new SmallStack(terraform, {
      system: { name },
      environment: 'bench',
      config: {},
      placeholders: [],
    } as unknown as Target);
    addCharts(kubernetes, name);
  }
  terraform.synth();
  mkdirSync(path.join(folder, 'dist'));
  const objects = chartsOf(kubernetes).flatMap((chart) => {
    const made = objectsOf(chart);
    writeFileSync(path.join(folder, 'dist', `${chart.node.id}.k8s.yaml`), render(made));
    return made;
  });
  const { findings } = check(new View({ objects, stacks: {}, files: {}, environment: 'bench', expectations: [] }));
  const milliseconds = performance.now() - started;
  rmSync(folder, { recursive: true });
  if (findings.length > 0) throw new Error(`the small system breaks ${findings.length} rules: ${findings[0]?.detail}`);
  const megabytes = (process.resourceUsage().maxRSS * 1024 - loaded) / 2 ** 20;
  console.log(JSON.stringify({ milliseconds, megabytes }));
  return 0;
}
