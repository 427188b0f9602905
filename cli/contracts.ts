import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { App } from '../config/system';
import { nameOf } from '../model/objects';
import type { Synthesis } from '../model/synthesis';
import type { View } from '../model/view';
import { synthesize } from '../synthesis/synthesize';
import { systems } from '../synthesis/systems';
import { loadTargets } from '../synthesis/targets';
import { command as defined } from './command';
import { root } from './options';

/** What an app's tests know of its chart, in the app's folder. */
const FILE = 'contract.json';

export const command = defined({
  about: 'Writes contract.json of every app that has a contract: what its tests must know of its chart.',
  options: { check: { says: 'writes nothing, and only tells whether they are up to date' } },
  reports: true,
  run: async ({ check }) => {
    const old = Object.entries(await contracts()).filter(([file, text]) => contentOf(file) !== text);
    const names = old.map(([file]) => file);
    if (!check) {
      for (const [file, text] of old) writeFileSync(path.join(root, file), text);
      return { data: { written: names } };
    }
    return {
      text: names.map((file) => `${file} is not what the charts say: run npm run contracts`).join('\n'),
      data: { outdated: names },
      failed: names.length > 0,
    };
  },
});

/** The text of each `contract.json` by its path: what was agreed on, and what the built-in charts make of it. */
export async function contracts(): Promise<Record<string, string>> {
  const targets = loadTargets().filter(({ system }) => system.apps);
  const synthesis = await synthesize({ kubernetes: targets });
  return Object.fromEntries(
    systems.flatMap(({ name, apps = [] }) => {
      const environments = targets.filter(({ system }) => system.name === name).map(({ environment }) => environment);
      return apps.map((app) => [path.posix.join(app.folder, FILE), contract(app, synthesis, environments)]);
    }),
  );
}

function contract(app: App, synthesis: Synthesis, environments: readonly string[]): string {
  const charts = environments.flatMap((environment) => {
    const workload = typeof app.workload === 'string' ? app.workload : app.workload(environment);
    return workload === undefined ? [] : [[environment, chart(workload, app, synthesis.view(environment))]];
  });
  return `${JSON.stringify({ contract: app.contract, charts: Object.fromEntries(charts) }, undefined, 2)}\n`;
}

/** The pod as Kubernetes gets it, and the files beside it. */
function chart(workload: string, { files = [] }: App, view: View) {
  const pod = view.pods.find(({ owner }) => nameOf(owner) === workload);
  if (!pod) throw new Error(`no ${workload} among ${view.pods.map(({ owner }) => nameOf(owner)).join(', ')}`);
  const maps = files.map((name) => [name, view.get(name)?.data]);
  return { pod: pod.spec, files: Object.fromEntries(maps) };
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}
