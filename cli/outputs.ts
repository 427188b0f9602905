import * as path from 'node:path';
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
      isGenerated: (file) => /^(stacks[\\/][^\\/]+[\\/]cdk\.tf\.json|manifest\.json)$/.test(file),
    },
    files: { target: path.join(infraOut, 'files'), files: texts(parts.files), isGenerated: () => true },
    kubernetes: {
      target: manifestsOut,
      files: texts(parts.kubernetes),
      isGenerated: (file) => file.endsWith('.k8s.yaml'),
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
