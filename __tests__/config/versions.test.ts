import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { type Support, unsupported } from '../../config/support';
import { baseImages, charts, images, machineImages, reference, releases } from '../../config/versions';
import { shown } from '../support/shown';

const entries = Object.entries({
  ...images,
  ...baseImages,
  ...machineImages,
  ...charts,
  ...releases,
} as Record<string, Support>);

test.each(entries)('%s says when and where it was seen, and how long it is mended', (_, entry) => {
  const { seen, source, until = seen, policy } = entry;
  for (const day of [seen, until]) expect(new Date(day).toISOString()).toMatch(day);
  expect(until >= seen).toBe(true);
  expect(source).toMatch(/^(https:|Go module|public )/);
  expect(() => new URL(policy)).not.toThrow();
});

describe('a version', () => {
  const dated = { seen: '2026-03-01', source: 'a page', policy: 'https://example.com/policy' };

  test('is supported to the end of its last day', () => {
    const entry = { ...dated, until: '2027-01-31' };
    expect(unsupported(entry, '2027-01-31')).toBeUndefined();
    expect(unsupported(entry, '2027-02-01')).toBe('is unsupported since 2027-01-31: https://example.com/policy');
  });

  test('without a last day is looked at again after half a year', () => {
    expect(unsupported(dated, '2026-09-01')).toBeUndefined();
    expect(unsupported(dated, '2026-09-02')).toBe('was last looked at on 2026-03-01: https://example.com/policy');
  });
});

test('the image and the release of K3s are one', () => {
  expect(images.k3s.tag).toBe(releases.k3s.version.replace('+', '-'));
});

test('what has a published hole or lost its support does not come back', () => {
  const number = ({ tag }: { tag: string }) => tag.match(/\d+/g)?.map(Number) ?? [];
  const atLeast = (image: { tag: string }, ...floor: number[]) => {
    const at = number(image);
    const index = floor.findIndex((part, i) => at[i] !== part);
    return index < 0 || (at[index] ?? 0) > (floor[index] ?? 0);
  };
  expect(atLeast(images.redis, 8, 2, 8)).toBe(true);
  expect(atLeast(images.vault, 2)).toBe(true);
  expect(atLeast(images.grafana, 12, 4)).toBe(true);
});

test('Dockerfiles start from images of the catalogue', () => {
  const known = Object.values(baseImages).map(reference);
  const apps = path.join(root, 'apps');
  // A system with several apps has a folder of its own.
  const dockerfiles = ['', ...readdirSync(apps)]
    .map((name) => path.join(apps, name))
    .filter((folder) => statSync(folder).isDirectory())
    .flatMap((folder) => readdirSync(folder).map((app) => path.join(folder, app, 'Dockerfile')))
    .filter((file) => existsSync(file));
  expect(dockerfiles.length > 0).toBe(shown('app'));
  for (const file of dockerfiles) {
    const from = [...readFileSync(file, 'utf8').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(from.filter((image) => !known.includes(image as (typeof known)[number]))).toEqual([]);
  }
});

test('what is pinned outside of the catalogue is pinned to the same', () => {
  const { imports } = parse(readFileSync(path.join(root, 'cdk8s.yaml'), 'utf8')) as { imports: string[] };
  const ofCrds: Readonly<Record<string, string>> = {
    'cert-manager': charts.certManager.version,
    istio: releases.istio.version,
    traefik: images.traefik.tag,
  };
  for (const entry of imports) {
    const [name = '', url = ''] = entry.split(':=');
    if (ofCrds[name] !== undefined) expect(url.split('/')).toContain(ofCrds[name]);
    // Of a version in any case, unless it is our own: what a branch holds is something else tomorrow.
    if (!existsSync(path.join(root, url))) expect(url).toMatch(/\/v?\d+\.\d+\.\d+\//);
  }
  expect(imports.map((entry) => entry.split(':=')[0])).toEqual(expect.arrayContaining(Object.keys(ofCrds)));
  const workflow = readFileSync(path.join(root, '.github/workflows/conformance.yml'), 'utf8');
  const { env } = parse(workflow) as { env: Record<string, string> };
  expect(env).toMatchObject({ PROMETHEUS: images.prometheus.tag.slice(1), ISTIO: releases.istio.version });
});
