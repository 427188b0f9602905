import type { Argument, Table } from './argument';
import { awsReplacing } from './aws/replacing';
import { googleReplacing } from './gcp/replacing';
import { helmReplacing } from './helm/replacing';
import { localReplacing } from './local/replacing';
import { proxmoxReplacing } from './proxmox/replacing';

/** What of a resource cannot change: Terraform destroys it and makes another. */
export interface Replacing {
  readonly arguments: readonly Argument[];
  /** The page of the provider that says so. */
  readonly link: string;
}

const registry = 'https://registry.terraform.io/providers';

const tables: readonly { readonly table: Table; readonly page: (type: string) => string }[] = [
  {
    table: googleReplacing,
    page: (type) => `${registry}/hashicorp/google/6.50.0/docs/resources/${type.slice('google_'.length)}`,
  },
  {
    table: awsReplacing,
    page: (type) => `${registry}/hashicorp/aws/latest/docs/resources/${type.slice('aws_'.length)}`,
  },
  {
    table: proxmoxReplacing,
    page: (type) => `${registry}/bpg/proxmox/latest/docs/resources/${type.slice('proxmox_'.length)}`,
  },
  {
    table: { ...helmReplacing, ...localReplacing },
    page: (type) =>
      `${registry}/hashicorp/${type.split('_')[0]}/latest/docs/resources/${type.split('_').slice(1).join('_')}`,
  },
];

/** @returns undefined for a type of which nobody wrote it down */
export function replacing(type: string): Replacing | undefined {
  for (const { table, page } of tables) {
    const found = Object.hasOwn(table, type) ? table[type] : undefined;
    if (found) return { arguments: found, link: page(type) };
  }
  return undefined;
}
