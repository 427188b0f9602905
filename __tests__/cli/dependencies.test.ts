import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { sourceFolders } from '../../cli/types';

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

interface Pty {
  spawn(
    program: string,
    args: string[],
    options: object,
  ): { onData(heard: (data: string) => void): void; onExit(ended: () => void): void };
}

const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const own = json('package.json') as Package;
const { packages } = json('package-lock.json') as { packages: Record<string, Package> };

/** Packages that a source needs when it runs; imports of types are gone by then. */
function needed(text: string): string[] {
  const imports = text.matchAll(
    /^(?:import|export) (?!type )[^;]*?from '([^'.][^']*)'|(?:import|require)\('([^'.][^']*)'\)/gm,
  );
  return [...imports]
    .map(([, from, called]) => from ?? called ?? '')
    .filter((name) => !isBuiltin(name))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
}

test('what runs is installed without what develops: npm ci --omit=dev is enough for a synth', () => {
  const sources = sourceFolders().flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|js)$/.test(file))
      .map((file) => path.join(folder, file))
      // It compares with ways that only a developer has.
      .filter((file) => !file.startsWith(path.join('cli', 'bench'))),
  );
  const found = new Set(sources.flatMap((file) => needed(readFileSync(path.join(root, file), 'utf8'))));
  expect([...found]).toEqual(expect.arrayContaining(['@swc/core', 'cdktf', 'diff', 'yaml']));
  expect([...found].filter((name) => !(name in (own.dependencies ?? {})))).toEqual([]);
});

test('the lock file holds what every platform needs: an incremental npm install drops that of others', () => {
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages || `${at}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
  const platforms = Object.keys(packages).filter((name) => name.startsWith('node_modules/@swc/core-'));
  expect(platforms.map((name) => name.replace('node_modules/@swc/core-', ''))).toEqual(
    expect.arrayContaining(['darwin-arm64', 'linux-arm64-gnu', 'linux-x64-gnu', 'linux-x64-musl', 'win32-x64-msvc']),
  );
});

test('CI runs on the versions of Node that are maintained, which engines allows', () => {
  const { jobs } = parse(readFileSync(path.join(root, '.github/workflows/ci.yml'), 'utf8'));
  expect(jobs.check.strategy.matrix.node).toEqual([22, 24]);
  expect(own.engines.node).toBe('>=20.9');
});

test('cdktf finds a terminal that has a binary for this version of Node', async () => {
  // The CLI requires it as well, though only another of its packages declares it.
  const paths = ['cdktf-cli', '@cdktf/cli-core'].map((name) => path.join(root, 'node_modules', name));
  const found = paths.map((from) => require.resolve('@cdktf/node-pty-prebuilt-multiarch', { paths: [from] }));
  expect(new Set(found).size).toBe(1);
  const pty = jest.requireActual<Pty>(String(found[0]));
  const shell = pty.spawn(process.execPath, ['-p', 'process.stdout.isTTY'], {});
  let printed = '';
  shell.onData((data) => {
    printed += data;
  });
  await new Promise((resolve) => shell.onExit(() => resolve(undefined)));
  expect(printed).toContain('true');
});
