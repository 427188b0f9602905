import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '../config/system';
import type { Waiver } from '../config/waiver';
import { type Excuse, expired, unused } from '../policy/check';
import type { Finding, Severity } from '../policy/rule';
import { rules } from '../policy/rules';
import { sarif } from '../policy/sarif';
import { redact } from '../policy/secrets/detect';
import { today } from './calendar';
import { readOptions } from './options';
import { writeDocumentation } from './policy-docs';
import { columns } from './report';
import { type Survey, survey } from './survey';

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
    const found = await survey(options);
    const { findings, excused, placeOf } = found;
    const problems = waiverProblems(found);
    if (file !== undefined) {
      const log = sarif(findings, rules, placeOf);
      writeFileSync(
        path.resolve(process.env.INIT_CWD ?? process.cwd(), file),
        `${JSON.stringify(log, undefined, 2)}\n`,
      );
    }
    const failed = problems.length > 0 || findings.some(({ severity }) => severity === 'error');
    return print(report(findings, excused, problems), failed ? 1 : 0);
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

function waiverProblems({ waivers, excused }: Survey): string[] {
  const name = ({ rule, object }: Waiver) => `${object}: the waiver from ${rule}`;
  return [
    ...unused(waivers, excused).map(
      ({ waiver, detail }) => `${name(waiver)} excuses "${detail}", which nothing is guilty of: remove it`,
    ),
    ...expired(today(), waivers).map(
      (waiver) => `${name(waiver)} ended on ${waiver.expires}: mend the object or renew it`,
    ),
  ];
}

function report(findings: readonly Finding[], excused: readonly Excuse[], problems: readonly string[]): string {
  const count = (id: string, severity: Severity) =>
    findings.filter((finding) => finding.rule.id === id && finding.severity === severity).length;
  const rows = rules.map(({ id, protects }) => [
    id,
    String(count(id, 'error')),
    String(count(id, 'warning')),
    String(new Set(excused.filter(({ waiver }) => waiver.rule === id).map(({ waiver }) => waiver)).size),
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
