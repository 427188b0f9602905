import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { InputError } from '../../config/system';
import { loadTargets } from '../../synthesis/targets';
import { noOverrides } from '../support/no-overrides';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const scripts = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts;
const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file}`),
]
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

/** The fenced blocks of the README in one language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm'))].map(
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
  const optional = /^apps\/f1-vote/;
  expect(places.filter((place) => !optional.test(place) && !existsSync(path.join(root, place)))).toEqual([]);
});

test('the README shows what a synth prints, but for sizes and times', () => {
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = spawnSync(process.execPath, [path.join(root, 'cli/run.js'), 'synth', '--only', 'manifests'], {
    encoding: 'utf8',
    env: { PATH, HOME, TERRACHART_CONFIG: noOverrides, CDK8S_OUTDIR: path.join(scratch, 'dist') },
  });
  const names = (text: string) =>
    [...text.matchAll(/^(\S+) +(\d+) +\S+\.k8s\.yaml/gm)].map(([, name, objects]) => `${name} ${objects}`);
  const shown = blocks('text').find((block) => block.includes('Kubernetes (local)')) ?? '';
  expect(names(stdout).length).toBeGreaterThan(10);
  expect(names(shown)).toEqual(names(stdout));
});

test('the problems that the README shows are what such a configuration is answered', () => {
  const shown = blocks('text').find((block) => block.startsWith('terrachart.yaml has')) ?? '';
  const file = path.join(scratch, 'terrachart.yaml');
  writeFileSync(
    file,
    `reactivite:
  production:
    hosts: { streamlit: dogs.acme.com, fastapi: under_score.com }
    gcp:
      cluster: { machinType: e2-standard-4 }
      network: { pods: 10.10.0.0/16 }
`,
  );
  const answer = (): string => {
    try {
      loadTargets(file, scratch);
    } catch (error) {
      if (error instanceof InputError) return error.message;
    }
    return '';
  };
  expect(shown.trim()).toBe(answer());
});

test('what the README applies or deletes is one system: a cluster need not know the kinds of the others', () => {
  const applied = blocks('sh').filter((block) => /kubectl (apply|delete) -f dist( |$)/m.test(block));
  expect(applied.length).toBeGreaterThan(2);
  expect(applied.filter((block) => !/npm run synth -- .*--system /.test(block))).toEqual([]);
});

test.each(documents)('$file deletes by a command that waits, and prunes by one that names the kinds', ({ text }) => {
  const commands = text.split('\n').filter((line) => /^ *kubectl .*-f dist\b/.test(line));
  expect(commands.filter((line) => /delete/.test(line) && !/--ignore-not-found --wait$/.test(line))).toEqual([]);
  expect(commands.filter((line) => /--prune/.test(line))).toEqual([]);
});

test('every configuration that the README shows is accepted', () => {
  const configurations = blocks('yaml').filter((block) => /^ *reactivite:/.test(block));
  expect(configurations.length).toBeGreaterThan(1);
  for (const block of configurations) {
    const file = path.join(scratch, 'shown.yaml');
    writeFileSync(file, JSON.stringify(parse(block)));
    expect(() => loadTargets(file)).not.toThrow();
  }
});
