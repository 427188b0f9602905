import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { PROXMOX_PROVIDER } from '../../infra/constructs/proxmox/release';
import type { TerraformBlock, TerraformJson } from '../../model/blocks';
import { read, type Workspace } from './tool';

/** Providers that we wrote a binding for, as there is none; the repository keeps what it uses of their schemas. */
export const ownBindings = [{ ...PROXMOX_PROVIDER, extract: '__tests__/support/schemas/bpg-proxmox.json' }] as const;

/** What of an argument is kept, as `terraform providers schema -json` says it. */
interface Attribute {
  readonly type: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
}

export interface BlockSchema {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, BlockSchema & { readonly most?: number | undefined }>>;
}

/** What is kept of a provider. */
export interface Extract {
  readonly provider: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, BlockSchema>>;
}

/** A block as Terraform prints it. */
interface Printed {
  readonly attributes?: Readonly<Record<string, Attribute & { readonly description?: string }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Printed; readonly max_items?: number }>>;
}

/** Asks about the providers of one stack. @returns what is no longer as the repository has it */
export function askSchema(folder: string, { root, scratch, renew }: Workspace): string[] {
  const stack = JSON.parse(readFileSync(path.join(folder, 'cdk.tf.json'), 'utf8')) as TerraformJson;
  const { required_providers = {} } = stack.terraform as { required_providers?: Record<string, { source: string }> };
  const required = Object.values(required_providers);
  return ownBindings
    .filter(({ source }) => required.some((provider) => provider.source === source))
    .flatMap(({ source, version, extract }) => {
      const found = extractOf({ provider: source, version }, schemasOf({ source, version }, scratch), stack);
      const file = path.join(root, extract);
      // As objects: how the file is laid out is the formatter's.
      const kept = existsSync(file) ? JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
      if (kept === JSON.stringify(found)) return [];
      if (!renew) {
        return [
          `${extract} is not what ${source} ${version} says of itself: npm run conformance -- --only terraform --renew`,
        ];
      }
      writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`);
      return [];
    });
}

/** What a provider says of its resources; in a folder of its own, because of a stack Terraform wants the state first. */
function schemasOf({ source, version }: { source: string; version: string }, scratch: string) {
  const folder = path.join(scratch, 'schemas', source);
  mkdirSync(folder, { recursive: true });
  const required_providers = { it: { source, version } };
  writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers } }));
  read('terraform', ['init', '-input=false', '-no-color'], folder);
  const { provider_schemas } = JSON.parse(read('terraform', ['providers', 'schema', '-json'], folder)) as {
    provider_schemas: Record<string, { resource_schemas: Record<string, { block: Printed }> }>;
  };
  return Object.values(provider_schemas)[0]?.resource_schemas ?? {};
}

/** Of each resource type that a stack uses, the arguments that it uses, and those that it would have to. */
function extractOf(
  { provider, version }: Omit<Extract, 'resources'>,
  schemas: Readonly<Record<string, { readonly block: Printed }>>,
  { resource = {} }: TerraformJson,
): Extract {
  const used = Object.entries(resource).filter(([type]) => type in schemas);
  const resources = used.map(([type, bodies]) => [
    type,
    kept(schemas[type]?.block ?? {}, Object.values(bodies) as TerraformBlock[]),
  ]);
  return { provider, version, resources: Object.fromEntries(resources) };
}

function kept({ attributes = {}, block_types = {} }: Printed, bodies: readonly TerraformBlock[]): BlockSchema {
  const used = new Set(bodies.flatMap((body) => Object.keys(body)));
  return {
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .filter(([name, { required }]) => required || used.has(name))
        .map(([name, { type, required, optional, computed, sensitive, deprecated }]) => [
          name,
          { type, required, optional, computed, sensitive, deprecated },
        ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(block_types)
        .filter(([name]) => used.has(name))
        .map(([name, { block, max_items }]) => [name, { most: max_items, ...kept(block, below(bodies, name)) }]),
    ),
  };
}

function below(bodies: readonly TerraformBlock[], name: string): TerraformBlock[] {
  return bodies.flatMap((body) => [body[name]].flat().filter((block) => block !== undefined) as TerraformBlock[]);
}
