import * as path from 'node:path';
import type { Problem, Target } from '../config/system';
import type { Expectation } from '../manifests/constructs/system-chart';
import { type Options, root } from './options';
import type { Published } from './staging';

/** One generated file. */
export interface Row {
  /** Stack or chart. */
  readonly name: string;
  /** Terraform resources and data sources, or Kubernetes objects. */
  readonly objects: number;
  /** Path below the output folder. */
  readonly file: string;
  readonly bytes: number;
}

/** One half of a synth. */
export interface Half {
  readonly title: string;
  /** Output folder. */
  readonly target: string;
  readonly rows: readonly Row[];
  readonly expectations: readonly Expectation[];
}

export interface Synthesis {
  readonly options: Options;
  readonly halves: readonly Half[];
  readonly published: readonly Published[];
  readonly targets: readonly Target[];
  /** What the rules noticed and did not forbid. */
  readonly warnings: readonly Problem[];
  readonly seconds: number;
}

/** What a synth prints: what was made, and what the user still has to bring. */
export function summary({ options, halves, published, targets, warnings, seconds }: Synthesis): string {
  return [
    ...halves.map(table),
    changes(halves, published, seconds),
    section('Expected of the cluster, before kubectl apply:', expected(halves, 'cluster')),
    section('Secrets that you provide:', expected(halves, 'secret')),
    section('Images that you build and push:', expected(halves, 'image')),
    placeholders(targets, options),
    warned(warnings),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function table({ title, target, rows }: Half): string {
  const shown = rows.map(({ name, objects, file, bytes }) => [name, String(objects), file, kilobytes(bytes)]);
  const head = [
    title,
    title.startsWith('Terraform') ? 'resources' : 'objects',
    `${path.relative(root, target) || '.'}/`,
    'size',
  ];
  return columns([head, ...shown]);
}

function changes(halves: readonly Half[], published: readonly Published[], seconds: number): string {
  const written = published.flatMap((half) => half.written).length;
  const removed = published.flatMap((half) => half.removed).length;
  const files = halves.flatMap(({ rows }) => rows).length;
  const what = written + removed === 0 ? 'nothing changed' : `${written} written, ${removed} removed`;
  return `${files} files in ${seconds.toFixed(2)} s: ${what}.`;
}

/** What the halves expect of one kind. */
export function expected(halves: readonly Half[], kind: Expectation['kind']): Expectation[] {
  return halves.flatMap(({ expectations }) => expectations).filter((expectation) => expectation.kind === kind);
}

function section(title: string, found: readonly Expectation[]): string {
  if (found.length === 0) return '';
  return `${title}\n${columns(found.map(({ name, from }) => [`  ${name}`, from]))}`;
}

/** Placeholders concern the Terraform half in any environment, and the charts in the selected one. */
function placeholders(targets: readonly Target[], { environment, infra }: Options): string {
  const rows = targets
    .filter(
      (target) => target.environment === environment || (infra && target.system.terraform.includes(target.environment)),
    )
    .flatMap((target) => target.placeholders.map((left) => `  ${target.system.name}.${target.environment}.${left}`));
  if (rows.length === 0) return '';
  return ['Placeholders to replace in terrachart.yaml before you apply:', ...rows].join('\n');
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
