import { waiversOf } from '../config/system';
import type { Waiver } from '../config/waiver';
import { nameOf } from '../model/objects';
import type { ChartPart, StackPart, Synthesis } from '../model/synthesis';
import { check, type Excuse } from '../policy/check';
import type { Finding } from '../policy/rule';
import type { Place } from '../policy/sarif';
import { synthesize } from '../synthesis/synthesize';
import { loadTargets } from '../synthesis/targets';
import { today } from './calendar';
import type { Options } from './options';

export interface Survey {
  /** Each once, though the Terraform half is seen with every environment's charts. */
  readonly findings: readonly Finding[];
  readonly excused: readonly Excuse[];
  /** Of the systems that were looked at. */
  readonly waivers: readonly Waiver[];
  readonly placeOf: (object: string) => Place;
}

/** Everything that could be synthesized, held against every rule. */
export async function survey(options: Options): Promise<Survey> {
  const targets = loadTargets(options.config, options.typedIn, options.set);
  return surveyOf(await synthesize({ terraform: targets, kubernetes: targets }), waiversOf(targets));
}

export function surveyOf(synthesis: Synthesis, waivers: readonly Waiver[]): Survey {
  const found = new Map<string, Finding>();
  const excused: Excuse[] = [];
  for (const environment of synthesis.environments) {
    const verdict = check(synthesis.view(environment), { waivers, today: today() });
    for (const finding of [...verdict.findings, ...verdict.warnings])
      found.set([finding.rule.id, finding.object, finding.detail].join('\n'), finding);
    excused.push(...verdict.excused);
  }
  const { kubernetes, terraform } = synthesis.parts;
  const documents = new Map(kubernetes.flatMap(documentsOf));
  return {
    findings: [...found.values()],
    excused,
    waivers,
    placeOf: (object) => documents.get(object) ?? blockIn(terraform, object),
  };
}

/** The document of each object in the file that it is written to. */
function documentsOf({ path, text, objects }: ChartPart): [string, Place][] {
  const lines = text.split('\n');
  // The first line names system and environment.
  const starts = [2, ...lines.flatMap((line, index) => (line === '---' ? [index + 2] : []))];
  return objects.map((object, index) => [nameOf(object), { file: `dist/${path}`, line: starts[index] ?? 2 }]);
}

/** The line of `stack/type.name` in its stack, whose JSON has a key to a line. */
function blockIn(stacks: readonly StackPart[], object: string): Place {
  const [stack = '', address = ''] = object.split('/');
  const text = stacks.find(({ name }) => name === stack)?.text ?? '';
  const keys = address.replace(/^data\./, '').split('.');
  const at = keys.reduce((from, key) => (from < 0 ? from : text.indexOf(`"${key}": `, from)), 0);
  const line = at < 0 ? 1 : text.slice(0, at).split('\n').length;
  return { file: `cdktf.out/stacks/${stack}/cdk.tf.json`, line };
}
