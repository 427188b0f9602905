import { format, write } from './finish';
import { checkName } from './refuse';
import { filesOf } from './template';

/** Writes a component that works, with its test. @returns its files */
export function newComponent(name: string): string[] {
  checkName('component', name);
  const files = filesOf('component', 'new-component', name);
  write(files);
  format(Object.keys(files));
  return Object.keys(files);
}
