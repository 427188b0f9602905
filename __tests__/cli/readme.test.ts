import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { rowsOf } from '../../cli/readme-rows';
import { InputError } from '../../config/system';
import { systems } from '../../synthesis/systems';
import { loadTargets } from '../../synthesis/targets';
import { builtInSynthesis } from '../support/built-in';
import { shown } from '../support/shown';

const scripts = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts;
const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file}`),
]
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

/** The text of a document. */
const textOf = (name: string) => documents.find(({ file }) => file === name)?.text ?? '';

/** The fenced blocks of all documents, or of one, in one language. */
function blocks(language: string, text = documents.map((document) => document.text).join('\n')): string[] {
  return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
}

const scratch = mkdtempSync(path.join(tmpdir(), 'terrachart-readme-'));

test.each(documents)('$file names scripts, files and pages that exist', ({ file, text }) => {
  const named = [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
  expect(links.filter((target) => !existsSync(path.join(root, path.dirname(file), target)))).toEqual([]);
  const places = [...text.matchAll(/`((?:apps|cli|config|docs|infra|manifests|policy)\/[\w./-]+)`/g)].map(
    ([, place = '']) => place,
  );
  expect(places.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
});

test('the README is short, and leads to a page of each system', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(150);
  const rows = [...textOf('README.md').matchAll(/^\| \[`([^`]+)`\]\(docs\/systems\/([^)]+)\.md\)/gm)];
  expect(rows.map(([, name, page]) => [name, page])).toEqual(systems.map(({ name }) => [name, name]));
});

test('a synth prints what its page shows, but for sizes and times', () => {
  const shown = blocks('text', textOf('docs/synth.md')).find((block) => block.includes('Kubernetes (local)')) ?? '';
  const names = [...shown.matchAll(/^(\S+) +(\d+) +\S+\.k8s\.yaml/gm)].map(([, name, objects]) => `${name} ${objects}`);
  const { kubernetes } = builtInSynthesis().parts;
  const charts = kubernetes.filter(
    ({ environment, system }) => environment === 'local' && new RegExp(`^${system}-`, 'm').test(shown),
  );
  expect(names).toEqual(charts.map(({ name, objects }) => `${name} ${objects.length}`));
});

test('the table of the README has every system, with its environments', () => {
  expect(rowsOf(textOf('README.md'))).toEqual(
    systems.map(({ name, environments }) => ({
      system: name,
      environments: expect.arrayContaining(Object.keys(environments)),
    })),
  );
});

/** Configurations that are shown with the answer to them, which begins with `terrachart.yaml has`. */
const refused = [
  ...textOf('docs/configuration.md').matchAll(/```yaml\n([^`]*)```\n\n[^`]*```text\n(terrachart\.yaml has [^`]*)```/g),
].map(([, text = '', answer = '']) => ({ text, answer }));

test('the problems that are shown are what such a configuration is answered', () => {
  expect(refused.length > 0).toBe(shown('configuration in the README'));
  const file = path.join(scratch, 'terrachart.yaml');
  for (const { text, answer } of refused) {
    writeFileSync(file, text);
    expect(() => loadTargets(file, scratch)).toThrow(new InputError(answer.trim(), []));
  }
});

test('what is applied or deleted is one system: a cluster need not know the kinds of the others', () => {
  const pages = documents.filter(({ file }) => !file.includes('runbooks')).map(({ text }) => text);
  const applied = blocks('sh', pages.join('\n')).filter((block) => /kubectl (apply|delete) -f dist( |$)/m.test(block));
  expect(applied.length).toBeGreaterThan(0);
  expect(applied.filter((block) => !/npm run synth -- .*--system /.test(block))).toEqual([]);
});

test.each(documents)('$file deletes by a command that waits, and prunes by one that names the kinds', ({ text }) => {
  const commands = text.split('\n').filter((line) => /^ *kubectl .*-f dist\b/.test(line));
  expect(commands.filter((line) => /delete/.test(line) && !/--ignore-not-found --wait$/.test(line))).toEqual([]);
  expect(commands.filter((line) => /--prune/.test(line))).toEqual([]);
});

test('every configuration that is shown is accepted', () => {
  const isConfiguration = (block: string) => systems.some(({ name }) => block.trim().startsWith(`${name}:`));
  const configurations = blocks('yaml').filter(
    (block) => isConfiguration(block) && !refused.some(({ text }) => text === block),
  );
  expect(configurations.length > 0).toBe(shown('configuration in the README'));
  for (const block of configurations) {
    const file = path.join(scratch, 'shown.yaml');
    writeFileSync(file, JSON.stringify(parse(block)));
    expect(() => loadTargets(file)).not.toThrow();
  }
});
