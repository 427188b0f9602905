import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from './terraform';
import { interpolations, withoutProviders } from './terraform-graph';

export interface Run {
  readonly ok: boolean;
  /** Both streams, without what Terraform wraps lines in. */
  readonly text: string;
}

/**
 * A stack that real Terraform applies and destroys without a cloud: each resource is a `terraform_data` that keeps
 * arguments, dependencies and `lifecycle`. What only a provider knows is missing: which change of an argument means a
 * new resource, and what the cloud refuses.
 */
export class Rehearsal {
  private readonly folder = mkdtempSync(join(tmpdir(), 'terrachart-rehearsal-'));

  /** @param from a rehearsal to copy, with all that was applied in it */
  constructor(stack: Stack, from?: Rehearsal) {
    if (from) cpSync(from.folder, this.folder, { recursive: true });
    // Instead of the user's own.
    writeFileSync(join(this.folder, 'terraformrc'), '');
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(rehearsed(stack)));
  }

  apply(): Run {
    return this.run('apply', '-auto-approve', '-input=false');
  }

  plan(...options: readonly string[]): Run {
    return this.run('plan', '-input=false', ...options);
  }

  destroy(): Run {
    return this.run('destroy', '-auto-approve', '-input=false');
  }

  /** Every resource that there is, by its name here. */
  resources(): string[] {
    return this.run('state', 'list').text.split('\n').filter(Boolean);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }

  private run(command: string, ...options: readonly string[]): Run {
    const { status, stdout, stderr, error } = spawnSync('terraform', [command, ...options], {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        TF_CLI_ARGS: '-no-color',
        TF_CLI_CONFIG_FILE: join(this.folder, 'terraformrc'),
        TF_IN_AUTOMATION: '1',
      },
    });
    if (error) throw error;
    return { ok: status === 0, text: `${stdout}${stderr}`.replace(/^[│╷╵] ?/gm, '') };
  }
}

/** What a resource of a stack is called in its rehearsal. */
export function rehearsedName(type: string, name: string): string {
  return type === 'terraform_data' ? `terraform_data.${name}` : `terraform_data.${type}__${name}`;
}

function rehearsed(stack: Stack): object {
  const { resource, ...others } = withoutProviders(stack) as { resource: { terraform_data: Record<string, object> } };
  // Commands of the real thing are for the real thing.
  const blocks = Object.entries(resource.terraform_data).map(
    ([name, { provisioner: _, ...block }]: [string, { provisioner?: unknown }]) => [name, block],
  );
  return answered({ ...others, resource: { terraform_data: Object.fromEntries(blocks) } }) as object;
}

/** The same, with a text wherever an expression asks for what only a provider could answer, e.g. an id. */
function answered(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(answered);
  if (typeof node === 'object' && node !== null)
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, answered(value)]));
  if (typeof node !== 'string') return node;
  return interpolations(node).reduce(
    (text, expression) => text.replace(`\${${expression}}`, () => `\${try(${expression}, "known after apply")}`),
    node,
  );
}
