import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { placeholdersIn } from './placeholders';
import { InputError, type Problem, type Target } from './system';
import { systems } from './systems';
import { joinPath, suggest, unknownKey, validate } from './validate';

type Tree = Readonly<Record<string, unknown>>;

/** Reads overrides (system -> environment -> part of its record) and returns every target, checked.
 * @param file a YAML file; without one the built-in records stand
 * @throws InputError with every problem at once
 */
export function loadTargets(file?: string): Target[] {
  const overrides = file === undefined ? {} : readYaml(file);
  const problems = unknownNames(overrides);
  const targets = systems.flatMap((system) =>
    Object.entries(system.environments).map(([environment, builtIn]) => {
      const path = `${system.name}.${environment}`;
      const override = (overrides[system.name] as Tree | null | undefined)?.[environment] ?? undefined;
      const config = merge(builtIn, override) as object;
      problems.push(...validate(system, config, path));
      const stands = system.placeholders[environment];
      return { system, environment, config, placeholders: stands ? placeholdersIn(config, stands) : [] };
    }),
  );
  if (problems.length > 0) {
    throw new InputError(`${file ?? 'The built-in configuration'} has ${count(problems.length)}:`, problems);
  }
  return targets;
}

/** Narrows targets to the named systems; refuses names that nobody knows. */
export function selectSystems(targets: readonly Target[], names: readonly string[]): Target[] {
  const known = systems.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      'Unknown system:',
      unknown.map((name) => ({ path: name, message: `no such system${suggest(name, known)}` })),
    );
  }
  return targets.filter(({ system }) => names.length === 0 || names.includes(system.name));
}

/** The targets whose charts make up `dist/` in one environment; a system that was named must have it. */
export function selectEnvironment(targets: readonly Target[], environment: string, named: readonly string[]): Target[] {
  const known = [...new Set(targets.flatMap(({ system }) => Object.keys(system.environments)))];
  if (!known.includes(environment)) {
    throw new InputError('Unknown environment:', [
      { path: environment, message: `no such environment${suggest(environment, known)}` },
    ]);
  }
  const found = targets.filter((target) => target.environment === environment);
  const lacking = named.filter((name) => !found.some(({ system }) => system.name === name));
  if (lacking.length > 0) {
    throw new InputError(
      `No environment ${environment}:`,
      lacking.map((name) => ({ path: name, message: `has ${environmentsOf(name)}` })),
    );
  }
  return found.filter(({ system }) => system.kubernetes.includes(environment));
}

function environmentsOf(name: string): string {
  return systems.flatMap((system) => (system.name === name ? Object.keys(system.environments) : [])).join(', ');
}

function readYaml(file: string): Tree {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const errors = document.errors.map(({ pos: [start], message }) => {
    const { line, col } = lines.linePos(start);
    return { path: `${file}:${line}:${col}`, message };
  });
  if (errors.length > 0) throw new InputError('Not YAML:', errors);
  const value = plain(document, file);
  const foreign = foreignParts(value);
  if (foreign.length > 0) throw new InputError(`${file} is not a configuration:`, foreign);
  if (isTree(value)) return value;
  throw new InputError('Not a configuration:', [
    { path: file, message: `expected systems as keys, e.g. ${systems[0]?.name}: { production: { ... } }` },
  ]);
}

/** Aliases are only resolved here: unknown ones, and those that would explode, throw. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new InputError('Not YAML:', [{ path: file, message: (error as Error).message }]);
  }
}

/**
 * What a YAML file can say and a configuration cannot be: sets, dates, bytes, and parts that contain themselves.
 * @param above what the part stands in
 */
function foreignParts(part: unknown, at = '', above: readonly unknown[] = []): Problem[] {
  if (typeof part !== 'object' || part === null) return [];
  if (above.includes(part)) return [{ path: at, message: 'an alias of something that it stands in' }];
  if (!Array.isArray(part) && Object.getPrototypeOf(part) !== Object.prototype) {
    return [{ path: at || 'the document', message: `expected keys and values, not a ${part.constructor.name}` }];
  }
  return Object.entries(part).flatMap(([key, value]) => foreignParts(value, joinPath(at, key), [...above, part]));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError('Configuration cannot be read:', [
      { path: file, message: code === 'ENOENT' ? 'no such file' : message },
    ]);
  }
}

/** Problems with the two upper levels, which no schema covers. */
function unknownNames(overrides: Tree): Problem[] {
  const known = systems.map(({ name }) => name);
  return Object.entries(overrides).flatMap(([name, environments]) => {
    const system = systems.find((candidate) => candidate.name === name);
    if (!system) return [unknownKey('', name, known)];
    const has = Object.keys(system.environments);
    if (environments === null) return [];
    if (!isTree(environments)) return [{ path: name, message: `expected environments as keys: ${has.join(', ')}` }];
    return Object.keys(environments)
      .filter((environment) => !has.includes(environment))
      .map((environment) => unknownKey(name, environment, has));
  });
}

/** Objects are merged key by key; anything else, lists included, is replaced. */
function merge(base: unknown, override: unknown): unknown {
  if (!isTree(base) || !isTree(override)) return override === undefined ? base : override;
  // A different kind is a different shape: nothing of the old one applies.
  if ('kind' in override && override.kind !== base.kind) return override;
  const merged = Object.entries(override).map(([key, value]) => [
    key,
    merge(Object.hasOwn(base, key) ? base[key] : undefined, value),
  ]);
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function count(problems: number): string {
  return problems === 1 ? 'a problem' : `${problems} problems`;
}
