import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Waiver } from '../config/waiver';
import { type Excuse, expired, unused } from '../policy/check';
import type { Finding, Severity } from '../policy/rule';
import { rules } from '../policy/rules';
import { sarif } from '../policy/sarif';
import { today } from './calendar';
import { command as defined } from './command';
import { folderTypedIn, optionsOf, selection } from './options';
import { writeDocumentation } from './policy-docs';
import { columns } from './report';
import { type Survey, survey } from './survey';

export const command = defined({
  about: `Holds every rule against every environment of every system, and writes no output. Something is to mend when a rule is
broken, when a waiver is expired, and when nothing uses one.`,
  options: {
    config: selection.config,
    set: selection.set,
    docs: { says: 'renews the table of rules in docs/policy.md and does nothing else' },
    sarif: { takes: 'FILE', says: 'also writes the findings as SARIF 2.1.0' },
  },
  reports: true,
  run: async ({ docs, sarif: file, ...chosen }) => {
    if (docs) {
      writeDocumentation();
      return {};
    }
    const found = await survey(optionsOf(chosen, process.env));
    const { findings, excused, placeOf } = found;
    const problems = waiverProblems(found);
    if (file !== undefined) {
      const log = sarif(findings, rules, placeOf);
      writeFileSync(path.resolve(folderTypedIn(), file), `${JSON.stringify(log, undefined, 2)}\n`);
    }
    return {
      text: report(findings, excused, problems),
      data: {
        findings: findings.map(({ rule: { id, mend }, ...finding }) => ({ rule: id, ...finding, mend })),
        waivers: problems,
      },
      failed: problems.length > 0 || findings.some(({ severity }) => severity === 'error'),
    };
  },
});

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
    listed.length > 0 ? `Findings:\n${columns(listed)}` : '',
    problems.length > 0 ? `Waivers:\n${problems.map((problem) => `  ${problem}`).join('\n')}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
