import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../cli/options';
import { mentionOf, sourcesNaming } from '../cli/system-files';
import { systems } from '../synthesis/systems';
import { describeEach, shown } from './support/shown';

/** What each part of the repository may import: arrows point down only, and the two halves never meet. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  config: ['config'],
  model: ['model', 'config'],
  policy: ['policy', 'model', 'config'],
  infra: ['infra', 'model', 'config'],
  manifests: ['manifests', 'model', 'config', 'imports'],
  synthesis: ['synthesis', 'model', 'config', 'infra/main', 'infra/systems', 'manifests/main', 'manifests/systems'],
  cli: [
    'cli',
    'synthesis',
    'policy',
    'model',
    'config',
    'infra/constructs',
    'manifests/constructs',
    'infra/main',
    'manifests/main',
  ],
};

/** Inside a half, from the bottom up; what stands outside of these folders is above them. */
const ranks = ['constructs', 'components', 'systems'];

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsOf(folder: string): Import[] {
  if (!fs.existsSync(path.join(root, folder))) return [];
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((name) => {
      const file = path.posix.join(folder, name.split(path.sep).join('/'));
      const text = fs.readFileSync(path.join(root, file), 'utf8');
      return [...text.matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, specifier = '']) => ({
        file,
        target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier,
      }));
    });
}

const isBelow = (target: string, folder: string) => `${target}/`.startsWith(`${folder}/`);
const ours = (target: string) => Object.keys(allowed).some((folder) => isBelow(target, folder));
const words = ({ file, target }: Import) => `${file} imports ${target}`;

describe.each(Object.keys(allowed))('%s', (folder) => {
  const found = importsOf(folder);

  test('imports what is below it, and nothing else', () => {
    const wrong = found.filter(
      ({ target }) =>
        (ours(target) || isBelow(target, 'imports')) && !allowed[folder]?.some((to) => isBelow(target, to)),
    );
    expect(wrong.map(words)).toEqual([]);
  });

  test('has its parts in order, and no system that knows another', () => {
    const rank = (at: string) => {
      const index = ranks.indexOf(at.split('/')[1] ?? '');
      return index < 0 ? ranks.length : index;
    };
    const wrong = found.filter(({ file, target }) => {
      if (!['infra', 'manifests'].includes(folder) || !isBelow(target, folder)) return false;
      const [from, to] = [file, target].map((at) => at.split('/'));
      const sibling = from?.[1] === 'systems' && to?.[1] === 'systems' && from[2] !== to[2];
      return rank(file) < rank(target) || sibling;
    });
    expect(wrong.map(words)).toEqual([]);
  });
});

test.each(['config', 'model', 'policy', 'synthesis'])('%s imports neither CDK', (folder) => {
  const wrong = importsOf(folder).filter(({ target }) => /^(cdktf|cdk8s|constructs|@cdktf)/.test(target));
  expect(wrong.map(words)).toEqual([]);
});

describeEach(systems.map(({ name }) => name))('%s is named', (system) => {
  /** The list of systems is the one place where each is entered. */
  const entered = ['synthesis/systems.ts'];
  test('by any spelling', () => {
    const words = system.split('-').map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`);
    for (const spelt of [system, `${words.join('')}Config`, `my${words.join('')}`])
      expect(spelt).toMatch(mentionOf(system));
  });

  test('in its own files and in the list of systems, and nowhere else', () =>
    expect(sourcesNaming(system)).toEqual(entered));
});

test('what writes files of an environment imports neither CDK', () => {
  const folders = systems
    .map(({ name }) => `infra/systems/${name}/files`)
    .filter((at) => fs.existsSync(path.join(root, at)));
  const wrong = folders.flatMap(importsOf).filter(({ target }) => /^(cdktf|cdk8s|constructs|@cdktf)/.test(target));
  expect(folders.length > 0).toBe(shown('files'));
  expect(wrong.map(words)).toEqual([]);
});

test('a component or chart has workloads, and is none', () => {
  const made = ['manifests/components', 'manifests/systems']
    .filter((at) => fs.existsSync(path.join(root, at)))
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => path.join(folder, file)),
    );
  const extended = made.filter((file) =>
    /\bextends (Workload|StatefulApp|WebApp|NodeAgent|Task)\b/.test(fs.readFileSync(path.join(root, file), 'utf8')),
  );
  expect(made.length).toBeGreaterThan(0);
  expect(extended).toEqual([]);
});
