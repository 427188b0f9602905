import { stringify } from 'yaml';

/** Snapshots of plain data as YAML: what a reviewer reads is what is applied. */
export function test(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export function serialize(value: object): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
