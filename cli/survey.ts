import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadTargets } from '../config/load';
import type { Target } from '../config/system';
import { check } from '../policy/check';
import { nameOf } from '../policy/output';
import type { Finding, Waiver } from '../policy/rule';
import type { Place } from '../policy/sarif';
import { type Options, root } from './options';
import { Staging } from './staging';
import { type Manifests, synthInfra, synthManifests } from './synth';

export interface Survey {
  /** Each once, though the Terraform half is seen with every environment's charts. */
  readonly findings: readonly Finding[];
  readonly used: ReadonlySet<Waiver>;
  readonly placeOf: (object: string) => Place;
}

/** Everything that could be synthesized, held against every rule. */
export async function survey(options: Options): Promise<Survey> {
  const targets = loadTargets(options.config);
  const staging = new Staging(path.join(root, '.terrachart', 'staging'));
  try {
    const infra = await synthInfra(targets, staging.folderFor('infra'), options);
    const texts = new Map(
      infra.rows.map(({ name, file }) => [name, readFileSync(path.join(infra.staged, file), 'utf8')]),
    );
    const found = new Map<string, Finding>();
    const used = new Set<Waiver>();
    const places = new Map<string, Place>();
    for (const environment of environmentsOf(targets)) {
      const charted = targets.filter((target) => target.environment === environment && hasCharts(target));
      const manifests = await synthManifests(charted, staging.folderFor(environment), { ...options, environment });
      const verdict = check({ ...infra, ...manifests, environment });
      for (const finding of [...verdict.findings, ...verdict.warnings])
        found.set([finding.rule.id, finding.object, finding.detail].join('\n'), finding);
      for (const waiver of verdict.used) used.add(waiver);
      for (const [object, place] of placesIn(manifests)) places.set(object, place);
    }
    return { findings: [...found.values()], used, placeOf: (object) => places.get(object) ?? blockIn(texts, object) };
  } finally {
    staging.remove();
  }
}

function environmentsOf(targets: readonly Target[]): string[] {
  return [...new Set(targets.map(({ environment }) => environment))];
}

function hasCharts({ system, environment }: Target): boolean {
  return system.kubernetes.includes(environment);
}

/** The document of each object in the file that it is written to. */
function placesIn({ staged, rows, objects }: Manifests): [string, Place][] {
  let next = 0;
  return rows.flatMap(({ file, objects: count }) => {
    const lines = readFileSync(path.join(staged, file), 'utf8').split('\n');
    const starts = [1, ...lines.flatMap((text, index) => (text === '---' ? [index + 2] : []))];
    const here = objects.slice(next, next + count);
    next += count;
    return here.map((object, index): [string, Place] => [
      nameOf(object),
      { file: `dist/${file}`, line: starts[index] ?? 1 },
    ]);
  });
}

/** The line of `stack/type.name` in its stack, whose JSON has a key to a line. */
function blockIn(stacks: ReadonlyMap<string, string>, object: string): Place {
  const [stack = '', address = ''] = object.split('/');
  const text = stacks.get(stack) ?? '';
  const keys = address.replace(/^data\./, '').split('.');
  const at = keys.reduce((from, key) => (from < 0 ? from : text.indexOf(`"${key}": `, from)), 0);
  const line = at < 0 ? 1 : text.slice(0, at).split('\n').length;
  return { file: `cdktf.out/stacks/${stack}/cdk.tf.json`, line };
}
