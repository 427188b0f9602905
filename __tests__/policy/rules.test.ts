import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { documentation } from '../../cli/policy-docs';
import { View } from '../../model/view';
import { check } from '../../policy/check';
import { rules } from '../../policy/rules';
import { type Place, sarif } from '../../policy/sarif';
import { cases } from './cases/all';
import { contractCases } from './cases/contracts';
import { change, deployment, objects, resource } from './cases/make';
import { canaries } from './cases/secrets';

/** Long after the support of everything in the catalogue. */
const someDay = '2100-01-01';

describe.each(cases)('$rule', ({ rule: id, good, bad }) => {
  const found = (output: (typeof good)[number]) =>
    rules
      .find((rule) => rule.id === id)
      ?.check(new View(output), someDay)
      .map(({ object, detail }) => `${object} ${detail}`);

  test('lets what is right pass', () => {
    for (const output of good) expect(found(output)).toEqual([]);
  });

  test.each(bad.map(([output, says], i) => [`${i + 1} ${says.source}`, output, says] as const))(
    'finds %s',
    (_, output, says) => {
      expect(found(output)?.join('\n')).toMatch(says);
    },
  );
});

describe('the rules', () => {
  test('each can fail: it has a case of its own here', () => {
    expect(
      cases
        .filter(({ bad }) => bad.length > 0)
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(rules.map(({ id }) => id).sort());
  });

  test('each has a name of its own, says what it protects and how to mend it', () => {
    for (const { id, protects, mend, link } of rules) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(protects).toMatch(/\.$/);
      expect(mend).toMatch(/\.$/);
      expect(() => new URL(link)).not.toThrow();
    }
  });

  test('the documentation is what the code says', () => {
    const text = readFileSync(path.join(root, 'docs/policy.md'), 'utf8');
    expect(text).toBe(documentation(text));
  });

  test('a broken contract names both sides', () => {
    for (const { rule: id, bad } of contractCases) {
      const findings = bad.flatMap(([output]) => rules.find((rule) => rule.id === id)?.check(new View(output)) ?? []);
      for (const { object, detail, other } of findings)
        expect(`${object} ${other ?? detail}`).toMatch(/.+ .*(\/|is|are|no|uses|reach)/);
    }
  });
});

describe('severity', () => {
  test('a protection that is lifted is a warning; one that is forgotten an error', () => {
    const lifted = check(new View(resource('google_kms_crypto_key', { lifecycle: { prevent_destroy: false } })));
    const forgotten = check(new View(resource('google_kms_crypto_key', {})));
    const ids = (findings: typeof lifted.findings) => findings.map(({ rule }) => rule.id);
    expect([ids(lifted.findings), ids(lifted.warnings)]).toEqual([[], ['deletion-protection']]);
    expect([ids(forgotten.findings), ids(forgotten.warnings)]).toEqual([['deletion-protection'], []]);
  });
});

describe('SARIF', () => {
  const place: Place = { file: 'dist/app.k8s.yaml', line: 7 };
  const broken = objects(
    change(deployment, 'spec.template.spec.containers.0.image', `registry/${canaries['GitHub token']}`),
    change(deployment, 'spec.template.spec.hostNetwork', true),
  );
  const { findings, warnings } = check(new View(broken));
  const log = sarif([...findings, ...warnings], rules, () => place);
  const [run] = log.runs;

  test('has the structure that GitHub reads', () => {
    expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-2.1.0') });
    const driver = run?.tool.driver;
    expect(driver?.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    for (const rule of driver?.rules ?? []) {
      expect(rule).toMatchObject({
        shortDescription: { text: expect.any(String) },
        help: { text: expect.any(String), markdown: expect.any(String) },
        helpUri: expect.stringMatching(/^https:/),
        defaultConfiguration: { level: 'error' },
      });
    }
    expect(run?.results.length).toBeGreaterThan(2);
    for (const result of run?.results ?? []) {
      expect(driver?.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(result.locations[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: place.file, uriBaseId: '%SRCROOT%' },
        region: { startLine: 7 },
      });
    }
  });

  test('fingerprints are stable, and differ where findings do', () => {
    const prints = run?.results.map(({ partialFingerprints }) => partialFingerprints['terrachart/v1']) ?? [];
    const again = sarif([...findings, ...warnings], rules, () => ({ file: 'dist/moved.k8s.yaml', line: 99 }));
    expect(again.runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints['terrachart/v1'])).toEqual(
      prints,
    );
    const keys = [...findings, ...warnings].map(({ rule, object, detail }) => [rule.id, object, detail].join());
    expect(new Set(prints).size).toBe(new Set(keys).size);
  });

  test('a secret that a finding quotes is not in it', () => {
    expect(JSON.stringify(log)).not.toContain(canaries['GitHub token']);
  });
});
