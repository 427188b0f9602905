import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import type { Environment, Target } from '../../config/system';
import { validate } from '../../config/validate';
import type { KubernetesObject } from '../../model/objects';
import { toYaml } from '../../model/yaml';
import { loadTargets } from '../../synthesis/targets';
import { find } from '../support/laptop';
import { manifestsOf } from '../support/manifests';
import { oddTexts } from '../support/odd-texts';

/** Go's reader, as everything that is applied meets it: kubectl reads files, and asks no cluster for a label. */
const kubectl = find('kubectl');
const withKubectl = kubectl ? test : test.skip;

function readByGo(yaml: string): KubernetesObject[] {
  const { status, stdout, stderr } = spawnSync('kubectl', ['label', '--local', '-f', '-', '-o', 'json', 'read-by=go'], {
    input: yaml,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`kubectl refuses it: ${stderr}`);
  // Objects follow each other without a comma.
  const objects = JSON.parse(`[${stdout.replace(/^\}\n\{$/gm, '},{')}]`) as KubernetesObject[];
  return objects.map(withoutMark);
}

function withoutMark({ metadata: { labels, ...metadata }, ...object }: KubernetesObject): KubernetesObject {
  const { 'read-by': _, ...others } = labels as Record<string, string>;
  return { ...object, metadata: { ...metadata, ...(Object.keys(others).length > 0 && { labels: others }) } } as never;
}

const object = (name: string, content: object): KubernetesObject =>
  ({ apiVersion: 'test.invalid/v1', kind: 'Odd', metadata: { name }, ...content }) as KubernetesObject;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

withKubectl('hundreds of odd texts are read back by kubectl, wherever they stand, text inside text included', () => {
  const objects = oddTexts.flatMap((text, i) => [
    object(`direct-${i}`, { value: text, [`x${text}`]: 1, list: [text, [text]], spec: { deep: { [text]: text } } }),
    object(`inside-${i}`, { data: { 'file.yaml': toYaml(object(`inner-${i}`, { value: text, list: [text] })) } }),
  ]);
  const read = readByGo(toYaml(...objects));
  expect(read).toEqual(objects);
  const inner = read.flatMap(({ data }) => (data ? [data['file.yaml'] as string] : []));
  expect(readByGo(inner.join('---\n'))).toEqual(
    oddTexts.map((text, i) => object(`inner-${i}`, { value: text, list: [text] })),
  );
});

type Path = readonly string[];

/** Texts of a record, and lists of texts. */
function placesIn(part: unknown, path: Path = []): { path: Path; built: string; list: boolean }[] {
  if (typeof part === 'string') return [{ path, built: part, list: false }];
  if (Array.isArray(part)) {
    return part.every((item) => typeof item === 'string') ? [{ path, built: part[0] ?? '', list: true }] : [];
  }
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => placesIn(value, [...path, key]));
}

function put(record: object, path: Path, value: unknown): void {
  const [key = '', ...rest] = path;
  const at = record as Record<string, unknown>;
  if (rest.length === 0) at[key] = value;
  else put(at[key] as object, rest, value);
}

function changed({ config }: Target, changes: readonly [Path, unknown][]): object {
  const copy = structuredClone(config);
  for (const [path, value] of changes) put(copy, path, value);
  return copy;
}

function typeOf({ system, environment }: Target): Environment {
  return system.environments[environment] as Environment;
}

/** Words and numbers, which the patterns of many places let pass. */
const wordlike = oddTexts.filter((text) => /^[\w.+-]{1,32}$/.test(text));

/** Odd texts as a whole, and as the part of a text before or behind a sign in it, e.g. the tag of an image. */
function oddOnesLike(built: string): string[] {
  const parts = [':', '@', '.', '/'].flatMap((sign) => {
    const at = built.lastIndexOf(sign);
    return at < 0 ? [] : wordlike.flatMap((text) => [built.slice(0, at + 1) + text, text + built.slice(at)]);
  });
  return [...oddTexts, ...parts];
}

/** Odd texts by the place that takes them; a list takes all that it takes at once. */
function accepted(target: Target): [Path, unknown[]][] {
  const takes = (path: Path, value: unknown) => validate(typeOf(target), changed(target, [[path, value]])).length === 0;
  return placesIn(target.config).map(({ path, built, list }) => {
    const candidates = oddOnesLike(built);
    if (!list) return [path, candidates.filter((text) => takes(path, text))];
    const items = candidates.filter((text) => takes(path, [text]));
    return [path, items.length > 0 ? [items] : []];
  });
}

const targets = loadTargets().filter(({ halves }) => halves.includes('kubernetes'));

describe.each(targets.map((target) => ({ ...target, name: `${target.system.name} ${target.environment}` })))(
  '$name',
  (target) => {
    const places = accepted(target);
    const rounds = Math.max(...places.map(([, texts]) => texts.length));

    withKubectl(
      'every odd text that the configuration takes is read back by kubectl as it was written',
      async () => {
        expect(rounds).toBeGreaterThan(20);
        const objects = new Map<string, KubernetesObject>();
        for (let round = 0; round < rounds; round++) {
          // Each begins elsewhere in its list: two places may not want the same text.
          const changes = places.flatMap(([path, texts], i): [Path, unknown][] =>
            round < texts.length ? [[path, texts[(round + i) % texts.length]]] : [],
          );
          // What goes alone may not go together, e.g. a name that is given twice.
          const together = changed(target, changes);
          const configs =
            validate(typeOf(target), together).length === 0 ? [together] : changes.map((one) => changed(target, [one]));
          for (const config of configs) {
            for (const made of (await manifestsOf([{ ...target, config }])).objects)
              objects.set(JSON.stringify(made), made);
          }
        }
        const all = [...objects.values()];
        expect(readByGo(toYaml(...all))).toEqual(all.map(plain));
        const texts = all.flatMap(({ kind, data, spec }) =>
          kind === 'HelmChartConfig'
            ? [spec.valuesContent as string]
            : Object.entries<string>(kind === 'ConfigMap' ? data : {}).flatMap(([file, text]) =>
                file.endsWith('.yaml') ? [text] : [],
              ),
        );
        const inner = [...new Set(texts)];
        const wrapped = inner.map(
          (text, i) => `${toYaml(object(`inner-${i}`, {}))}inner:\n${text.replace(/^(?=.)/gm, '  ')}`,
        );
        expect(readByGo(wrapped.join('---\n')).map((read) => read.inner)).toEqual(inner.map((text) => parse(text)));
      },
      300_000,
    );
  },
);
