import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { selectSystems } from '../config/load';
import { InputError, reachesCloud, type Target } from '../config/system';
import { suggest } from '../config/validate';
import { type Action, actions, type Incident, type Step } from '../model/incident';
import { type Plug, plugs } from '../synthesis/systems';
import { loadTargets } from '../synthesis/targets';
import { command as defined, type Outcome, parse, type Values } from './command';
import { scriptOf } from './incident/script';
import { type Taken, take, taken } from './incident/take';
import { optionsOf, root, selection } from './options';

const options = {
  isolate: { says: actions.isolate },
  revoke: { says: actions.revoke },
  preserve: { says: actions.preserve },
  restore: { says: actions.restore },
  execute: { says: 'does it, in place of printing it' },
  undo: { says: 'the way back from these actions' },
  drill: { says: 'does all of it, and then the way back, where a drill does no harm; keeps a report' },
  id: { takes: 'NAME', says: 'of the incident, e.g. that of an earlier call (default: the time)' },
  config: selection.config,
} as const;

type Wanted = Values<typeof options>;

export const command = defined({
  about: `Prints the commands that answer an incident, made from the configuration: a script that a shell runs. --execute runs them one
by one instead; each may be given again, and one that fails keeps no other from its turn. What they print and how they ended is
kept in .terrachart/incidents.`,
  options,
  words: 'SYSTEM ENVIRONMENT [--isolate] [--revoke] [--preserve] [--restore] [options]',
  reports: true,
  run: async (values, say, [system = '', environment = '', ...rest]) =>
    answer(system, environment, { ...values, ...parse(options, rest) }, say),
});

async function answer(
  system: string,
  environment: string,
  wanted: Wanted,
  say: (line: string) => void,
): Promise<Outcome> {
  const { target, plug } = find(system, environment, wanted);
  const { incident, drills } = await plug();
  const { id = now(), drill = false } = wanted;
  if (!/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/.test(id)) {
    throw new InputError('Which incident?', [
      { path: `--id ${id}`, message: 'expected lower-case letters, digits and hyphens, 20 at most' },
    ]);
  }
  if (drill && !drills.includes(environment)) {
    throw new InputError('A drill there would be the incident:', [
      { path: `${system} ${environment} --drill`, message: `only in ${drills.join(', ')}` },
    ]);
  }
  const folder = path.join('.terrachart', 'incidents', `${system}-${environment}-${id}`);
  const answer = incident(target, { id, folder });
  if (answer === undefined) {
    throw new InputError('Which environment?', [
      { path: `npm run incident -- ${system} ${environment}`, message: 'has no answer: its runbook says what is done' },
    ]);
  }
  const steps = stepsOf(answer, wanted);
  if (!drill && !wanted.execute) {
    return { text: scriptOf(`${system} ${environment}`, folder, steps), data: { system, environment, folder, steps } };
  }
  mkdirSync(path.join(root, folder), { recursive: true });
  const found: Taken[] = [];
  for (const step of steps) found.push(take(step, root, folder, say));
  const report = path.join(folder, `${wanted.undo ? 'undone' : 'done'}.md`);
  writeFileSync(path.join(root, report), taken(`${system} ${environment}, ${id}`, found));
  const failed = found.some(({ how }) => how === 'failed');
  say(`${report}: ${found.length} steps, ${found.filter(({ how }) => how === 'failed').length} failed`);
  return { data: { system, environment, folder, steps: found }, failed };
}

/** The steps that were asked for, those of a drill with their way back. */
function stepsOf(incident: Incident, wanted: Wanted): readonly Step[] {
  const all = Object.keys(actions) as Action[];
  const asked = wanted.drill ? all : all.filter((action) => wanted[action]);
  if (asked.length === 0) {
    throw new InputError('What is to be done?', [
      {
        path: 'npm run incident --',
        message: `expected one of ${all.map((name) => `--${name}`).join(', ')}, or --drill`,
      },
    ]);
  }
  const there = asked.flatMap((action) => incident[action]);
  const takes = there.filter((step) => !incident.restore.includes(step));
  // The last is undone first.
  const back = [...there].reverse().flatMap(({ undo = [] }) => undo);
  // What was taken away is needed to bring the copies back.
  if (wanted.drill) return [...incident.connect, ...takes, ...back, ...incident.restore];
  return [...incident.connect, ...(wanted.undo ? back : there)];
}

function find(system: string, environment: string, { config }: Wanted): { target: Target; plug: Incidental } {
  const able = plugs.filter((plug): plug is Plug & { readonly incident: Incidental } => plug.incident !== undefined);
  const names = able.map((plug) => plug.system.name);
  const plug = able.find(({ system: { name } }) => name === system)?.incident;
  if (plug === undefined) {
    const message = system ? `no system that has an answer${suggest(system, names)}` : `one of ${names.join(', ')}`;
    throw new InputError('Which system?', [{ path: `npm run incident -- ${system || 'SYSTEM'}`, message }]);
  }
  const read = optionsOf(config === undefined ? {} : { config }, process.env);
  const targets = selectSystems(loadTargets(read.config, read.typedIn), [system]).filter(reachesCloud);
  const target = targets.find((each) => each.environment === environment);
  if (target === undefined) {
    const known = targets.map((each) => each.environment);
    const message = `no environment that reaches a cloud${suggest(environment, known)}`;
    throw new InputError('Which environment?', [{ path: `npm run incident -- ${system} ${environment}`, message }]);
  }
  return { target, plug };
}

type Incidental = NonNullable<Plug['incident']>;

/** e.g. `20260131-0405`, UTC. */
function now(): string {
  return new Date().toISOString().replaceAll('-', '').replaceAll(':', '').slice(0, 13).replace('T', '-').toLowerCase();
}
