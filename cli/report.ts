import * as path from 'node:path';
import { shortest } from '../config/load';
import type { Problem, Target } from '../config/system';
import type { TerraformJson } from '../model/blocks';
import type { Expectation } from '../model/expectations';
import type { Part, Synthesis } from '../model/synthesis';
import { type Options, root } from './options';
import type { Published } from './staging';

export interface Run {
  readonly options: Options;
  readonly synthesis: Synthesis;
  readonly published: readonly Published[];
  readonly targets: readonly Target[];
  /** What the rules noticed and did not forbid. */
  readonly warnings: readonly Problem[];
  readonly seconds: number;
}

/** What a synth prints: what was made, and what the user still has to bring. */
export function summary({ options, synthesis, published, targets, warnings, seconds }: Run): string {
  const { expectations } = synthesis.view(options.environment).output;
  return [
    ...tables(synthesis, options),
    `${changes(synthesis, published, seconds)}\n${readFrom(options)}`,
    foreign(published, options),
    section('Expected before cdktf deploy:', expected(expectations, 'cloud')),
    section('Expected of the cluster, before kubectl apply:', expected(expectations, 'cluster')),
    section('Secrets that you provide:', expected(expectations, 'secret')),
    section('Images that you build and push:', expected(expectations, 'image')),
    placeholders(targets, options),
    patched(synthesis),
    warned(warnings),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The same for programs. */
export function facts({ options, synthesis, published, targets, warnings }: Run) {
  const { environment, config } = options;
  return {
    environment,
    configuration: config,
    files: Object.entries(synthesis.parts).flatMap(([half, parts]) =>
      parts.map(({ name, path: file }: Part) => ({ half, name, path: file })),
    ),
    written: published.flatMap(({ written }) => written),
    removed: published.flatMap(({ removed }) => removed),
    foreign: published.flatMap(({ foreign }) => foreign),
    expected: synthesis.view(environment).output.expectations,
    placeholders: placeholdersIn(targets, options),
    patched: synthesis.patched,
    warnings,
  };
}

function tables({ parts }: Synthesis, { infra, manifests, environment, infraOut, manifestsOut }: Options): string[] {
  const { terraform, kubernetes, files } = parts;
  return [
    ...(infra ? [table('Terraform', 'resources', infraOut, terraform, ({ json }) => countBlocks(json))] : []),
    ...(files.length > 0 ? [table('Files', '', path.join(infraOut, 'files'), files, () => '')] : []),
    ...(manifests
      ? [table(`Kubernetes (${environment})`, 'objects', manifestsOut, kubernetes, ({ objects }) => objects.length)]
      : []),
  ];
}

/** A line for each part. @param count what it holds, of the things that `counted` names */
function table<P extends Part>(
  title: string,
  counted: string,
  folder: string,
  parts: readonly P[],
  count: (part: P) => number | string,
): string {
  const rows = parts.map((part) => [
    part.name,
    String(count(part)),
    part.path,
    kilobytes(Buffer.byteLength(part.text)),
  ]);
  return columns([[title, counted, `${path.relative(root, folder) || '.'}/`, 'size'], ...rows]);
}

function countBlocks({ resource = {}, data = {} }: TerraformJson): number {
  return [...Object.values(resource), ...Object.values(data)].flatMap((blocks) => Object.keys(blocks)).length;
}

function changes({ parts }: Synthesis, published: readonly Published[], seconds: number): string {
  const written = published.flatMap((half) => half.written).length;
  const removed = published.flatMap((half) => half.removed).length;
  const files = Object.values(parts).flat().length;
  const what = written + removed === 0 ? 'nothing changed' : `${written} written, ${removed} removed`;
  return `${files} files in ${seconds.toFixed(2)} s: ${what}.`;
}

function readFrom({ config, set, typedIn }: Options): string {
  const read = [...config.map((file) => shortest(file, typedIn)), ...set.map((text) => `--set ${text}`)];
  return read.length === 0
    ? 'Read no configuration: there is no terrachart.yaml, so the built-in records stand.'
    : `Read ${read.join(', ')}.`;
}

/** Files of an earlier version that wrote no first line, and of the user's. */
function foreign(published: readonly Published[], { manifestsOut }: Options): string {
  const files = published.flatMap((half) => half.foreign);
  if (files.length === 0) return '';
  const folder = path.relative(root, manifestsOut) || '.';
  return [
    `Not made by a synth and left alone; kubectl apply -f ${folder} would apply them as well:`,
    ...files.map((file) => `  ${path.join(folder, file)}`),
  ].join('\n');
}

function expected(expectations: readonly Expectation[], kind: Expectation['kind']): Expectation[] {
  return expectations.filter((expectation) => expectation.kind === kind);
}

function section(title: string, found: readonly Expectation[]): string {
  if (found.length === 0) return '';
  return `${title}\n${columns(found.map(({ name, from }) => [`  ${name}`, from]))}`;
}

function placeholders(targets: readonly Target[], options: Options): string {
  const left = placeholdersIn(targets, options);
  if (left.length === 0) return '';
  return ['Placeholders to replace in terrachart.yaml before you apply:', ...left.map((path) => `  ${path}`)].join(
    '\n',
  );
}

/** Placeholders concern the Terraform half in any environment, and the charts in the selected one. */
function placeholdersIn(targets: readonly Target[], { environment, infra }: Options): string[] {
  return targets
    .filter((target) => target.environment === environment || (infra && target.halves.includes('terraform')))
    .flatMap((target) => target.placeholders.map((left) => `${target.system.name}.${target.environment}.${left}`));
}

/** Who reads the output must know what is not as its system makes it. */
function patched({ patched }: Synthesis): string {
  if (patched.length === 0) return '';
  const lines = patched.map(({ system, environment, target }) => `  ${system}.${environment}: ${target}`);
  return ['Patched, as the configuration says:', ...new Set(lines)].join('\n');
}

function warned(warnings: readonly Problem[]): string {
  if (warnings.length === 0) return '';
  return ['Warnings:', ...warnings.map(({ path: at, message }) => `  ${at}: ${message}`)].join('\n');
}

export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
