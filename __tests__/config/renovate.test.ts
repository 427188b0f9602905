import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { baseImages, charts, images, reference, releases } from '../../config/versions';

interface Manager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
  readonly depNameTemplate?: string;
}

interface Chart {
  readonly repository: string;
  readonly chart?: string;
  readonly version: string;
}

interface Pin {
  readonly name: string | undefined;
  readonly version: string | undefined;
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { customManagers: managers, packageRules } = JSON.parse(read('renovate.json')) as {
  customManagers: readonly Manager[];
  packageRules: readonly { matchDepNames: readonly string[] }[];
};

/** What the managers find in a file, as Renovate would: a pattern between slashes is an expression. */
function pinsIn(file: string): Pin[] {
  return managers
    .filter(({ managerFilePatterns }) => managerFilePatterns.some((at) => new RegExp(at.slice(1, -1)).test(file)))
    .flatMap(({ matchStrings, depNameTemplate }) =>
      matchStrings.flatMap((expression) =>
        [...read(file).matchAll(new RegExp(expression, 'g'))].map(({ groups }) => ({
          name: depNameTemplate ?? groups?.depName,
          version: groups?.currentValue,
        })),
      ),
    );
}

const workflows = readdirSync(path.join(root, '.github/workflows')).map((file) => `.github/workflows/${file}`);
const catalogue = pinsIn('config/versions.ts');

test.each(Object.entries({ ...images, ...baseImages }))('the image %s is found', (_, { repository, tag }) => {
  expect(catalogue).toContainEqual({ name: repository, version: tag });
});

test.each(Object.entries<Chart>(charts))('the chart %s is found', (_, { repository, chart, version }) => {
  expect(catalogue).toContainEqual({ name: chart ?? repository.replace('oci://', ''), version });
});

test.each(Object.entries(releases))('the release %s is found', (_, { version }) => {
  expect(catalogue.filter((pin) => pin.version === version && pin.name?.includes('/'))).not.toEqual([]);
});

test('nothing in the catalogue is taken for a version that is none', () => {
  const versions = [images, baseImages, charts, releases].flatMap((part) =>
    Object.values<{ tag?: string; version?: string }>(part).flatMap(({ tag, version }) => [tag, version]),
  );
  expect(catalogue.filter(({ version }) => !versions.includes(version))).toEqual([]);
});

test('every CRD of cdk8s.yaml is found', () => {
  const all = (parse(read('cdk8s.yaml')) as { imports: readonly string[] }).imports;
  const imports = all.filter((url) => url.includes('https://'));
  const found = pinsIn('cdk8s.yaml');
  expect(found).toHaveLength(imports.length);
  for (const url of imports)
    expect(found.some(({ name, version }) => url.includes(`/${name}/`) && url.includes(`/${version}/`))).toBe(true);
});

test.each(workflows)('every version in %s is found, or is an action of a commit', (file) => {
  const text = read(file);
  const set = [...text.matchAll(/^ +[A-Z0-9_]+: (v?\d+\.\d\S*)$/gm)].map(([, version]) => version);
  const installed = [...text.matchAll(/npm install .*@(\d\S*)/g)].map(([, version]) => version);
  expect(
    pinsIn(file)
      .map(({ version }) => version)
      .sort(),
  ).toEqual([...set, ...installed].sort());
  for (const [line] of text.matchAll(/^ +(?:- )?uses: [^.].*$/gm))
    expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('the dev container has the versions of the workflows, and they are found', () => {
  const file = '.devcontainer/Dockerfile';
  const set = [...read(file).matchAll(/ ([A-Z0-9_]+)=(v?\d+\.\d\S*)/g)].map(
    ([, name, version]) => `${name}: ${version}`,
  );
  const theirs = workflows.map(read).join('\n');
  expect(set.length).toBeGreaterThan(5);
  expect(set.filter((line) => !theirs.includes(` ${line}\n`))).toEqual([]);
  expect(pinsIn(file)).toHaveLength(set.length);
  expect(Object.values(baseImages).map((image) => `FROM ${reference(image)}\n`)).toContainEqual(
    /^FROM .*\n/m.exec(read(file))?.[0],
  );
});

test('the dev container has every tool that conformance asks for', () => {
  const table = read('docs/conformance.md').matchAll(/^\| ([a-z, -]+) \| /gm);
  const tools = [...table].flatMap(([, cell = '']) => cell.split(', ')).filter((tool) => tool !== 'tool');
  expect(tools.length).toBeGreaterThan(8);
  expect(tools.filter((tool) => !read('.devcontainer/Dockerfile').includes(tool))).toEqual([]);
});

test('the provider of our own bindings is found', () => {
  expect(pinsIn('infra/constructs/proxmox/release.ts')).toHaveLength(1);
});

test('a rule about an image is about one that is there', () => {
  const named = packageRules.flatMap(({ matchDepNames }) => matchDepNames).filter((name) => /\.(io|com)\//.test(name));
  expect(named.filter((name) => !catalogue.some((pin) => pin.name === name))).toEqual([]);
});
