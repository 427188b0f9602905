import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { loadTargets } from '../config/load';
import { InputError, type Target } from '../config/system';
import { check, expired } from '../policy/check';
import { nameOf } from '../policy/output';
import type { Finding, Severity, Waiver } from '../policy/rule';
import { rules } from '../policy/rules';
import { type Place, sarif } from '../policy/sarif';
import { redact } from '../policy/secrets/detect';
import { waivers } from '../policy/waivers';
import { type Options, readOptions, root } from './options';
import { writeDocumentation } from './policy-docs';
import { columns } from './report';
import { Staging } from './staging';
import { type Manifests, synthInfra, synthManifests } from './synth';

const usage = `Usage: npm run policy -- [options]

Holds every rule against every environment of every system, and writes no output.

  --config FILE    overrides of the built-in records, as for npm run synth
  --docs           renews the table of rules in docs/policy.md and does nothing else
  --sarif FILE     also writes the findings as SARIF 2.1.0
  --help           this text`;

/** @returns 1 when a rule is broken, a waiver is expired, or nothing uses it */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { help, docs, config, sarif: file } = parse(args);
    if (help) return print(usage, 0);
    if (docs) {
      writeDocumentation();
      return 0;
    }
    const options = readOptions(config === undefined ? [] : ['--config', config], process.env);
    const { findings, used, placeOf } = await survey(options);
    const problems = waiverProblems(used);
    if (file !== undefined) {
      const log = sarif(findings, rules, placeOf);
      writeFileSync(
        path.resolve(process.env.INIT_CWD ?? process.cwd(), file),
        `${JSON.stringify(log, undefined, 2)}\n`,
      );
    }
    const failed = problems.length > 0 || findings.some(({ severity }) => severity === 'error');
    return print(report(findings, used, problems), failed ? 1 : 0);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(redact(error.message, 'error'));
    return 1;
  }
}

function parse(args: readonly string[]) {
  const options = {
    help: { type: 'boolean' },
    docs: { type: 'boolean' },
    config: { type: 'string' },
    sarif: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new InputError((error as Error).message, [
      { path: 'npm run policy -- --help', message: 'lists the options' },
    ]);
  }
}

function print(text: string, code: number): number {
  console.log(text);
  return code;
}

interface Survey {
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

function waiverProblems(used: ReadonlySet<Waiver>): string[] {
  const today = new Date().toISOString().slice(0, 10);
  const name = ({ rule, object }: Waiver) => `${object}: the waiver from ${rule}`;
  return [
    ...waivers.filter((waiver) => !used.has(waiver)).map((waiver) => `${name(waiver)} is used by nothing: remove it`),
    ...expired(today).map((waiver) => `${name(waiver)} ended on ${waiver.expires}: mend the object or renew it`),
  ];
}

function report(findings: readonly Finding[], used: ReadonlySet<Waiver>, problems: readonly string[]): string {
  const count = (id: string, severity: Severity) =>
    findings.filter((finding) => finding.rule.id === id && finding.severity === severity).length;
  const rows = rules.map(({ id, protects }) => [
    id,
    String(count(id, 'error')),
    String(count(id, 'warning')),
    String([...used].filter(({ rule }) => rule === id).length),
    protects,
  ]);
  const listed = findings.map(({ severity, rule, object, detail }) => [
    `  ${severity}`,
    rule.id,
    `${object}: ${detail}${severity === 'error' ? ` ${rule.mend}` : ''}`,
  ]);
  return [
    columns([['rule', 'errors', 'warnings', 'waived', 'protects'], ...rows]),
    listed.length > 0 ? redact(`Findings:\n${columns(listed)}`, 'report') : '',
    problems.length > 0 ? `Waivers:\n${problems.map((problem) => `  ${problem}`).join('\n')}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
