import { createHash } from 'node:crypto';
import type { Finding, Rule } from './rule';
import { redact } from './secrets/detect';

/** Where the thing that a finding is about was generated. */
export interface Place {
  /** Path from the root of the repository, with slashes. */
  readonly file: string;
  /** Line where it starts, from 1. */
  readonly line: number;
}

/** Where the rules are explained. */
const DOCUMENTATION = 'docs/policy.md';

/**
 * Findings in the format that GitHub shows on a pull request, SARIF 2.1.0.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarif(findings: readonly Finding[], rules: readonly Rule[], placeOf: (object: string) => Place) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'terrachart', rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, rules, placeOf)),
      },
    ],
  };
}

function descriptor({ id, protects, mend, link }: Rule) {
  return {
    id,
    name: id.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: protects },
    fullDescription: { text: protects },
    help: { text: mend, markdown: `${mend}\n\n[Why](${link}); all rules: \`${DOCUMENTATION}\`.` },
    helpUri: link,
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security'] },
  };
}

function result(finding: Finding, rules: readonly Rule[], placeOf: (object: string) => Place) {
  const { rule, object, detail, other, severity } = finding;
  return {
    ruleId: rule.id,
    ruleIndex: rules.indexOf(rule),
    level: severity,
    message: { text: redact(`${object} ${detail}. ${rule.mend}`, 'report') },
    locations: [location(object, placeOf)],
    ...(other && {
      relatedLocations: [{ id: 1, ...location(other, placeOf), message: { text: `The other side: ${other}` } }],
    }),
    partialFingerprints: { 'terrachart/v1': fingerprint(finding) },
  };
}

function location(object: string, placeOf: (object: string) => Place) {
  const { file, line } = placeOf(object);
  return {
    physicalLocation: { artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' }, region: { startLine: line } },
    logicalLocations: [{ fullyQualifiedName: object }],
  };
}

/** The same for the same finding, wherever its object moves in a file. */
function fingerprint({ rule, object, detail }: Finding): string {
  return createHash('sha256').update([rule.id, object, detail].join('\n')).digest('hex').slice(0, 32);
}
