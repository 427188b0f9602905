import * as path from 'node:path';
import { originOf } from '../model/origin';
import type { Half, Part, Synthesis } from '../model/synthesis';
import type { Options } from './options';
import type { Output } from './staging';

/** Where each half of a synthesis goes: all that is generated in its folder, and nothing else there is touched. */
export function outputsOf({ parts, index }: Synthesis, options: Options): Record<Half, Output> {
  const { infraOut, manifestsOut } = options;
  return {
    terraform: {
      target: infraOut,
      files: { ...texts(parts.terraform), ...(index !== undefined && { 'manifest.json': index }) },
      isGenerated: (file, text) => {
        const [, stack] = /^stacks[\\/]([^\\/]+)[\\/]cdk\.tf\.json$/.exec(file) ?? [];
        return stack !== undefined && text().includes(`"stackName": "${stack}"`);
      },
    },
    files: {
      target: path.join(infraOut, 'files'),
      files: texts(parts.files),
      // JSON has no place for the line; a file of somebody else does not lie there.
      isGenerated: (file, text) => file.endsWith('.json') || originOf(text()) !== undefined,
    },
    kubernetes: {
      target: manifestsOut,
      files: texts(parts.kubernetes),
      isGenerated: (file, text) => file.endsWith('.k8s.yaml') && originOf(text()) !== undefined,
      // `kubectl apply -f` reads the files of a folder by these endings, and none below it.
      isNoticed: (file) => /^[^\\/]+\.(json|yaml|yml)$/.test(file),
    },
  };
}

/** The halves that the options ask for. */
export function halvesOf({ infra, manifests }: Options): Half[] {
  return [...(infra ? (['terraform', 'files'] as const) : []), ...(manifests ? (['kubernetes'] as const) : [])];
}

function texts(parts: readonly Part[]): Record<string, string> {
  return Object.fromEntries(parts.map(({ path: file, text }) => [file, text]));
}
