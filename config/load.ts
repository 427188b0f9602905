import * as path from 'node:path';
import { combine, fileLayer, type Layer, setLayer } from './layers';
import { merge } from './merge';
import { placeholdersIn } from './placeholders';
import { InputError, MOST_PROBLEMS, type Problem, type System, type Target } from './system';
import { type Fault, joinKeys, suggest, unknownKey, validate } from './validate';

type Tree = Readonly<Record<string, unknown>>;

/** Reads overrides (system -> environment -> part of its record) and returns every target, checked.
 * @param known the systems that a configuration may name
 * @param files YAML files, each over those before it; without one the built-in records stand
 * @param from the folder that messages name the files from
 * @param set values over all of them, as `path=value`
 * @throws InputError with every problem at once
 */
export function loadTargets(
  known: readonly System[],
  files: string | readonly string[] = [],
  from = process.cwd(),
  set: readonly string[] = [],
): Target[] {
  const layers = [
    ...[files].flat().map((file) => fileLayer(file, shortest(file, from))),
    ...set.map((text) => setLayer(text)),
  ];
  const overrides = combine(layers.map((layer) => asTree(layer, known)));
  const faults = unknownNames(overrides, known);
  const targets = known.flatMap((system) =>
    Object.entries(system.environments).map(([environment, type]) => {
      const override = (overrides[system.name] as Tree | null | undefined)?.[environment] ?? undefined;
      const { config, merged, unset } = merge(type.record, override);
      faults.push(...validate(type, merged, unset).map((fault) => below([system.name, environment], fault)));
      const placeholders = type.placeholders ? placeholdersIn(config, type.placeholders) : [];
      return { system, environment, halves: type.halves, config, placeholders };
    }),
  );
  if (faults.length > 0) {
    const told = faults.slice(0, MOST_PROBLEMS).map((fault) => tell(fault, layers));
    const what = faults.length === 1 ? 'a problem' : `${faults.length} problems`;
    throw new InputError(
      `${layers.map(({ name }) => name).join(' and ') || 'The built-in configuration'} ${layers.length > 1 ? 'have' : 'has'} ${what}:`,
      told,
      faults.length - told.length,
    );
  }
  return targets;
}

/** The name of a file as somebody in a folder would type it, unless the way is up and down again. */
export function shortest(file: string, from: string): string {
  const relative = path.relative(from, file) || file;
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

function below(keys: readonly string[], { beside = [], ...fault }: Fault): Fault {
  return {
    ...fault,
    keys: [...keys, ...fault.keys],
    beside: beside.map((other) => [...keys, ...other]),
  };
}

function tell({ keys, of = 'value', beside = [], tell }: Fault, layers: readonly Layer[]): Problem {
  return { place: placeOf(layers, keys, of, beside), path: joinKeys(keys), message: tell() };
}

/** Where a fault is written: what is wrong, else what has its part in it, else the nearest that it would stand in. */
function placeOf(
  layers: readonly Layer[],
  keys: Fault['keys'],
  of: 'key' | 'value',
  beside: readonly Fault['keys'][],
): string | undefined {
  const nearest = nearestOf(layers, keys, of);
  if (nearest?.depth === keys.length) return nearest.place;
  const others = beside.map((other) => ({ found: nearestOf(layers, other, 'value'), length: other.length }));
  return (others.find(({ found, length }) => found?.depth === length)?.found ?? nearest)?.place;
}

/** The last configuration that says it has its way. */
function nearestOf(layers: readonly Layer[], keys: Fault['keys'], of: 'key' | 'value') {
  const found = layers.flatMap(({ nodes }) => nodes.find(keys, of) ?? []).reverse();
  return found.sort((a, b) => b.depth - a.depth)[0];
}

function asTree({ value, name }: Layer, [first]: readonly System[]): Tree {
  if (isTree(value)) return value;
  throw new InputError('Not a configuration:', [
    { path: name, message: `expected systems as keys, e.g. ${first?.name}: { production: { ... } }` },
  ]);
}

/** Narrows targets to the named systems; refuses names that nobody knows. */
export function selectSystems(targets: readonly Target[], names: readonly string[]): Target[] {
  const known = [...new Set(targets.map(({ system }) => system.name))];
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
  const known = [...new Set(targets.map((target) => target.environment))];
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
      lacking.map((name) => ({ path: name, message: `has ${environmentsOf(name, targets)}` })),
    );
  }
  return found.filter(({ halves }) => halves.includes('kubernetes'));
}

function environmentsOf(name: string, targets: readonly Target[]): string {
  return targets.flatMap(({ system, environment }) => (system.name === name ? environment : [])).join(', ');
}

/** Faults of the two upper levels, which no schema covers. */
function unknownNames(overrides: Tree, known: readonly System[]): Fault[] {
  const names = known.map(({ name }) => name);
  return Object.entries(overrides).flatMap(([name, environments]): Fault[] => {
    const system = known.find((candidate) => candidate.name === name);
    if (!system) return [unknownKey([name], () => names)];
    const has = Object.keys(system.environments);
    if (environments === null) return [];
    if (!isTree(environments)) {
      return [{ keys: [name], tell: () => `expected environments as keys: ${has.join(', ')}` }];
    }
    return Object.keys(environments)
      .filter((environment) => !has.includes(environment))
      .map((environment) => unknownKey([name, environment], () => has));
  });
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
