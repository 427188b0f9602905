import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';
import type { Target } from '../config/system';
import type { TerraformJson } from '../model/blocks';
import type { Expectation } from '../model/expectations';
import { marked } from '../model/origin';
import type { Part, StackPart } from '../model/synthesis';
import type { SystemStack } from './constructs/stack';

/** What `infra/systems/<system>/index.ts` exports. */
export interface StackModule<Config extends object = object> {
  /** Adds the stacks of one environment to the app. */
  readonly build: (app: App, target: Target<Config>) => void;
  /**
   * What one environment needs beside its stacks, e.g. a compose file: text by path, below a folder of its own in
   * `cdktf.out/files/`. What writes it needs no CDK. @default nothing
   */
  readonly files?: (target: Target<Config>) => Readonly<Record<string, string>>;
}

/** A target and what builds it. */
interface Build {
  readonly target: Target;
  readonly module: StackModule;
}

export interface Infra {
  readonly stacks: readonly StackPart[];
  /** `manifest.json`, by which cdktf's command line finds the stacks. */
  readonly index: string;
  readonly files: readonly Part[];
}

/** Builds the Terraform stacks of every target, and the files beside them. */
export function buildInfra(builds: readonly Build[]): Infra {
  return { ...buildStacks(builds), files: builds.flatMap(filesOf) };
}

function filesOf({ target, module }: Build): Part[] {
  const origin = { system: target.system.name, environment: target.environment };
  return Object.entries(module.files?.(target) ?? {}).map(([name, text]) => ({
    ...origin,
    name,
    path: `${origin.system}-${origin.environment}/${name}`,
    text: marked(name, text, origin),
  }));
}

function buildStacks(builds: readonly Build[]): Omit<Infra, 'files'> {
  // cdktf writes to a folder or not at all; what it wrote is read back, and the folder is gone before anybody knows.
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-stacks-'));
  try {
    // All that cdktf would otherwise take from cdktf.json or guess.
    const app = new App({
      outdir: folder,
      stackTraces: false,
      hclOutput: false,
      skipValidation: false,
      skipBackendValidation: false,
      context: {},
    });
    const targetOf = new Map<string, Target>();
    for (const { target, module } of builds) {
      module.build(app, target);
      for (const { node } of app.node.children) if (!targetOf.has(node.id)) targetOf.set(node.id, target);
    }
    app.synth();
    const index = readFileSync(path.join(folder, 'manifest.json'), 'utf8');
    const { stacks } = JSON.parse(index) as Manifest;
    return {
      index,
      stacks: Object.values(stacks).map((stack) => {
        const { expectations } = app.node.findChild(stack.name) as SystemStack;
        return part(stack, folder, targetOf, expectations);
      }),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Manifest {
  readonly stacks: Readonly<Record<string, ManifestStack>>;
}

interface ManifestStack {
  readonly name: string;
  /** Path below the output folder. */
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

function part(
  stack: ManifestStack,
  folder: string,
  targetOf: ReadonlyMap<string, Target>,
  expectations: readonly Expectation[],
): StackPart {
  const { name, synthesizedStackPath: file, dependencies: after } = stack;
  const { system, environment } = targetOf.get(name) as Target;
  const text = readFileSync(path.join(folder, file), 'utf8');
  const json = JSON.parse(text) as TerraformJson;
  return {
    system: system.name,
    environment,
    name,
    path: `stacks/${name}/cdk.tf.json`,
    text,
    json,
    after,
    expectations,
  };
}
