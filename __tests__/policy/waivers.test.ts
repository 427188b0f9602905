import { surveyOf } from '../../cli/survey';
import { waiversOf } from '../../config/system';
import type { Waiver } from '../../config/waiver';
import { nameOf } from '../../model/objects';
import { View } from '../../model/view';
import { check, expired, unused } from '../../policy/check';
import { rules } from '../../policy/rules';
import { loadTargets } from '../../synthesis/targets';
import { builtInManifests, builtInSynthesis } from '../support/built-in';
import { testShown } from '../support/shown';
import { change, objects, pod } from './cases/make';

const today = new Date().toISOString().slice(0, 10);

describe('every environment of every system', () => {
  const found = surveyOf(builtInSynthesis(), waiversOf(loadTargets()));

  test('breaks no rule', () => {
    const errors = found.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, object, detail }) => `${rule.id}: ${object} ${detail}`)).toEqual([]);
  });

  test('is guilty of every detail that a waiver excuses', () => {
    expect(unused(found.waivers, found.excused)).toEqual([]);
  });

  test('has a place in a generated file for each thing that a rule may find', () => {
    const { kubernetes, terraform } = builtInSynthesis().parts;
    for (const { path, objects: made } of kubernetes) {
      const places = made.map((object) => found.placeOf(nameOf(object)));
      expect(new Set(places.map(({ file }) => file))).toEqual(new Set([`dist/${path}`]));
      expect(Math.max(...places.map(({ line }) => line))).toBeGreaterThanOrEqual(places.length);
    }
    for (const { name, path, json } of terraform) {
      expect(found.placeOf(`${name}/terraform`).file).toBe(`cdktf.out/${path}`);
      for (const [type, blocks] of Object.entries(json.resource ?? {})) {
        for (const block of Object.keys(blocks))
          expect(found.placeOf(`${name}/${type}.${block}`).line).toBeGreaterThan(1);
      }
    }
  });
});

describe('a waiver', () => {
  const broken = new View(objects(pod('hostNetwork', true)));
  const only = rules.filter(({ id }) => id === 'host-namespaces');
  const waiver: Waiver = {
    rule: 'host-namespaces',
    object: 'Deployment/sys/app',
    details: ['sets hostNetwork'],
    reason: 'Needs the network of its node.',
    expires: '2026-12-31',
  };

  test('excuses its details of its object from its rule', () => {
    const excused = [{ waiver, detail: 'sets hostNetwork' }];
    expect(check(broken, { rules: only, waivers: [waiver] })).toEqual({ findings: [], warnings: [], excused });
    expect(unused([waiver], excused)).toEqual([]);
  });

  test.each<[string, Partial<Waiver>]>([
    ['another rule', { rule: 'resources' }],
    ['another object', { object: 'Deployment/sys/other' }],
    ['another detail', { details: ['sets hostPID'] }],
  ])('excuses nothing from %s, and is then of no use', (_, change) => {
    const other = { ...waiver, ...change };
    const { findings, excused } = check(broken, { rules: only, waivers: [other] });
    expect([findings.length, excused.length]).toEqual([1, 0]);
    expect(unused([other], excused)).toEqual([{ waiver: other, detail: other.details[0] }]);
  });

  testShown('host agent')('excuses nothing but what it lists: not a container that becomes privileged', () => {
    const targets = loadTargets();
    const agents = waiversOf(targets).filter(({ rule }) => rule === 'host-namespaces');
    expect(agents).not.toEqual([]);
    for (const { object } of agents) {
      const owner = builtInManifests('local').get(object);
      const context = 'spec.template.spec.containers.0.securityContext';
      const worse = change(change(owner, `${context}.privileged`, true), `${context}.capabilities.add`, ['SYS_ADMIN']);
      const { findings } = check(new View(objects(worse)), { waivers: waiversOf(targets) });
      expect(findings.map(({ rule }) => rule.id)).toEqual(expect.arrayContaining(['privileged', 'capabilities']));
    }
  });

  test('holds on its last day and not after', () => {
    expect(expired('2026-12-31', [waiver])).toEqual([]);
    expect(expired('2027-01-01', [waiver])).toEqual([waiver]);
  });

  test('names a rule that exists, says why, and ends within fourteen months', () => {
    const latest = new Date(`${today}T00:00:00Z`);
    latest.setUTCMonth(latest.getUTCMonth() + 14);
    for (const { rule: id, reason, expires } of waiversOf(loadTargets())) {
      expect(rules.map((known) => known.id)).toContain(id);
      expect(reason).toMatch(/^[A-Z].{20,}\.$/);
      expect(expires).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(expires <= latest.toISOString().slice(0, 10)).toBe(true);
    }
  });

  test('is not past its last day', () => {
    expect(expired(today, waiversOf(loadTargets()))).toEqual([]);
  });
});
