import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systems } from '../../synthesis/systems';

/**
 * What some test asks of whatever system has it. A repository need not have a system that does, nor any system: a test that
 * finds nothing there is right. Where a system is here that has it, a test that finds nothing is broken.
 */
export type Subject =
  | 'app'
  | 'app contract'
  | 'apps of one lock file'
  | 'configuration in the README'
  | 'contracts of Google Cloud'
  | 'contracts of K3s'
  | 'custom objects'
  | 'edges of every kind'
  | 'files'
  | 'host agent'
  | 'images that are built here'
  | 'metrics of Google Cloud'
  | 'most of a cloud'
  | 'objects of local alone'
  | 'own name in both halves'
  | 'Prometheus'
  | 'Proxmox'
  | 'tasks'
  | 'Vault'
  | 'volumes';

/** What the systems that are here say of themselves, each in a file of its name in `shows/`. */
const all = systems.flatMap(({ name }) => {
  const file = join(__dirname, 'shows', `${name}.ts`);
  return existsSync(file) ? jest.requireActual<{ shows: readonly Subject[] }>(file).shows : [];
});

/** Whether some system that is here has it. */
export function shown(subject: Subject): boolean {
  return all.includes(subject);
}

/** `test` where some system that is here has it; skipped by name where none does. */
export function testShown(subject: Subject): jest.It {
  return shown(subject) ? test : test.skip;
}

/** `describe.each` of what may be none at all. */
export function describeEach<Entry>(entries: readonly Entry[]) {
  return (title: string, body: (...entry: Entry extends readonly unknown[] ? Entry : [Entry]) => void): void => {
    if (entries.length > 0) describe.each(entries as never[])(title, body as never);
    else test.skip(`${title}: there is none`, () => {});
  };
}

/** `test.each` likewise. */
export function testEach<Entry>(entries: readonly Entry[]) {
  return (title: string, body: (...entry: Entry extends readonly unknown[] ? Entry : [Entry]) => unknown): void => {
    if (entries.length > 0) test.each(entries as never[])(title, body as never);
    else test.skip(`${title}: there is none`, () => {});
  };
}
