import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { transformSync } from '@swc/core';
import { root } from './options';

/** Whole processes, one after the other: seconds are the median, memory the largest resident set. */
const RUNS = 7;

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Measures a cold `synth` beside the floor: the same program compiled beforehand, run by plain node. */
export async function main(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-bench-'));
  try {
    const report = path.join(folder, 'report.js');
    // Maximum resident set in kilobytes, told by the process itself as it ends.
    writeFileSync(report, "process.on('exit', () => console.error(`rss ${process.resourceUsage().maxRSS}`));");
    const compiled = precompile(folder);
    const rows: [string, Measure][] = [
      ['npm run synth', measure(report, [path.join(root, 'cli/run.js'), 'synth'])],
      ['the same, compiled beforehand', measure(report, [path.join(compiled, 'cli/run.js'), 'synth'])],
    ];
    const floor = rows[1]?.[1].seconds ?? 1;
    for (const [name, { seconds, megabytes }] of rows) {
      console.log(
        `${name.padEnd(32)} ${seconds.toFixed(2)} s  ${(seconds / floor).toFixed(2)}x  ${megabytes.toFixed(0)} MB`,
      );
    }
    return 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(report: string, args: readonly string[]): Measure {
  const runs = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    const outcome = execFileSync(
      'sh',
      ['-c', '"$@" 2>&1 >/dev/null', '--', process.execPath, '--require', report, ...args],
      {
        encoding: 'utf8',
      },
    );
    const [, kilobytes] = /rss (\d+)/.exec(outcome) ?? [];
    return { seconds: (performance.now() - started) / 1000, megabytes: Number(kilobytes) / 1024 };
  });
  const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
  return { seconds, megabytes: Math.max(...runs.map((run) => run.megabytes)) };
}

/** A copy of the program as JavaScript, with the same libraries. */
function precompile(folder: string): string {
  const copy = path.join(folder, 'compiled');
  const files = execFileSync(
    'git',
    [
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      'cli',
      'config',
      'imports',
      'infra',
      'manifests',
      'policy',
    ],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  for (const file of files.trim().split('\n')) {
    const target = path.join(copy, file.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    const source = readFileSync(path.join(root, file), 'utf8');
    const { code } = file.endsWith('.ts')
      ? transformSync(source, {
          jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
          module: { type: 'commonjs' },
          swcrc: false,
        })
      : { code: file === 'cli/typescript.js' ? '' : source };
    writeFileSync(target, code);
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}
