import { readOptions } from '../../cli/options';
import { survey } from '../../cli/survey';
import { loadTargets } from '../../config/load';
import { View } from '../../model/view';
import { check, expired } from '../../policy/check';
import type { Waiver } from '../../policy/rule';
import { rules } from '../../policy/rules';
import { waivers } from '../../policy/waivers';
import { noOverrides } from '../support/no-overrides';
import { objects, pod } from './cases/make';

const builtIn = readOptions(['--config', noOverrides], {});

const today = new Date().toISOString().slice(0, 10);

describe('every environment of every system', () => {
  let found: Awaited<ReturnType<typeof survey>>;
  beforeAll(async () => {
    found = await survey(builtIn);
  });

  test('breaks no rule', () => {
    const errors = found.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, object, detail }) => `${rule.id}: ${object} ${detail}`)).toEqual([]);
  });

  test('uses every waiver', () => {
    expect(waivers.filter((waiver) => !found.used.has(waiver))).toEqual([]);
  });

  test('has a place in a generated file for each thing that a rule may find', () => {
    const [stack] = loadTargets().flatMap(({ system, environment }) =>
      system.terraform.includes(environment) ? [`${system.name}-${environment}`] : [],
    );
    expect(found.placeOf('Deployment/traefik/traefik')).toMatchObject({ file: 'dist/reactivite-traefik.k8s.yaml' });
    expect(found.placeOf('Deployment/traefik/traefik').line).toBeGreaterThan(1);
    expect(found.placeOf(`${stack}-network/terraform`).file).toBe(`cdktf.out/stacks/${stack}-network/cdk.tf.json`);
    expect(found.placeOf(`${stack}-network/google_compute_network.vpc`).line).toBeGreaterThan(1);
  });
});

describe('a waiver', () => {
  const broken = objects(pod('hostNetwork', true));
  const rule = rules.filter(({ id }) => id === 'pod-security');
  const waiver: Waiver = {
    rule: 'pod-security',
    object: 'Deployment/sys/app',
    reason: 'Needs the network of its node.',
    expires: '2026-12-31',
  };

  test('excuses its object from its rule, and counts as used', () => {
    expect(check(new View(broken), rule, [waiver])).toEqual({ findings: [], warnings: [], used: [waiver] });
  });

  test.each<[string, Partial<Waiver>]>([
    ['another rule', { rule: 'resources' }],
    ['another object', { object: 'Deployment/sys/other' }],
  ])('excuses nothing from %s', (_, change) => {
    const { findings, used } = check(new View(broken), rule, [{ ...waiver, ...change }]);
    expect([findings.length, used.length]).toEqual([1, 0]);
  });

  test('holds on its last day and not after', () => {
    expect(expired('2026-12-31', [waiver])).toEqual([]);
    expect(expired('2027-01-01', [waiver])).toEqual([waiver]);
  });

  test('names a rule that exists, says why, and ends within fourteen months', () => {
    const latest = new Date(`${today}T00:00:00Z`);
    latest.setUTCMonth(latest.getUTCMonth() + 14);
    for (const { rule: id, reason, expires } of waivers) {
      expect(rules.map((known) => known.id)).toContain(id);
      expect(reason).toMatch(/^[A-Z].{20,}\.$/);
      expect(expires).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(expires <= latest.toISOString().slice(0, 10)).toBe(true);
    }
  });

  test('is not past its last day', () => {
    expect(expired(today)).toEqual([]);
  });
});
