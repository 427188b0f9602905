import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { loadTargets } from '../../synthesis/targets';

/** What is true of every role that systems share. */
const roles = join(__dirname, '../../infra/ansible/roles');

interface Task extends Readonly<Record<string, unknown>> {
  readonly name: string;
}

function files(role: string, folder = ''): string[] {
  const from = join(roles, role, folder);
  if (!existsSync(from)) return [];
  return readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Variables that a task sets for others or for itself. */
function named({ register, loop_control }: Task): unknown[] {
  return [register, (loop_control as { loop_var?: string } | undefined)?.loop_var];
}

const read = (file: string) => readFileSync(file, 'utf8');

describe.each(readdirSync(roles))('the role %s', (role) => {
  const texts = files(role).map(read).join('\n');
  const tasks = files(role, 'tasks').flatMap((file) => parse(read(file)) as Task[]);

  test('names no system', () => {
    const systems = new Set(loadTargets().map(({ system }) => system.name));
    expect([...systems].filter((system) => new RegExp(`\\b${system}\\b`, 'i').test(texts))).toEqual([]);
  });

  test('says what it can be told, and takes what it uses from there, from its own values or from its tasks', () => {
    const { options } = parse(read(join(roles, role, 'meta/argument_specs.yml'))).argument_specs.main;
    const variables = (folder: string) =>
      files(role, folder).map((file) => [basename(file, '.yml'), Object.keys(parse(read(file)))] as const);
    const defaults = Object.fromEntries(variables('defaults')).main ?? [];
    expect(defaults.filter((name) => options[name]?.default === undefined)).toEqual([]);

    const { main: own = [], ...families } = Object.fromEntries(variables('vars'));
    // A machine of one family must not lack what one of another has.
    for (const keys of Object.values(families)) expect(keys).toEqual(Object.values(families)[0]);
    const known = [Object.keys(options), own, Object.values(families), tasks.flatMap(named)].flat(2);
    const used = new Set(texts.match(new RegExp(`\\b${role}_\\w+`, 'g')));
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('leaves nothing to a handler, which a run that fails before it never calls', () => {
    expect(texts).not.toMatch(/^ *notify:|flush_handlers/m);
    expect(readdirSync(join(roles, role))).not.toContain('handlers');
  });

  test('asks what is, with --check as well: later tasks decide by the answer', () => {
    const asking = tasks.filter((task) => 'ansible.builtin.command' in task && 'register' in task);
    expect(asking.filter((task) => task.check_mode !== false).map(({ name }) => name)).toEqual([]);
    const doing = tasks.filter((task) => 'check_mode' in task && task.changed_when !== false);
    expect(doing.map(({ name }) => name)).toEqual([]);
  });

  test('installs by the package manager that the machine has', () => {
    const bound = tasks.filter((task) =>
      Object.keys(task).some((key) => /^ansible\.builtin\.(apt|dnf5?|yum)$/.test(key)),
    );
    expect(bound.map(({ name }) => name)).toEqual([]);
  });
});
