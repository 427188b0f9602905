import { createHash } from 'node:crypto';
import { settingsIn } from '../config/settings';
import { InputError, type Problem, type Target } from '../config/system';
import { blocksOf } from '../model/blocks';
import { mentionsOf } from '../model/edges/mentions';
import { type KubernetesObject, nameOf } from '../model/objects';
import { firstLine } from '../model/origin';
import type { ChartPart, Part, Parts, Patched, StackPart } from '../model/synthesis';
import { toYaml } from '../model/yaml';
import { change, copy, type Json, type Place } from './change';

/** Of whom which half was made. */
interface Made {
  readonly terraform?: readonly Target[] | undefined;
  readonly kubernetes?: readonly Target[] | undefined;
}

/**
 * Changes what was made as the configuration says, before anything else sees it. What is not patched stays the same object.
 * @throws InputError with every patch that finds nothing, or whose operations fail
 */
export function patch(parts: Parts, { terraform = [], kubernetes = [] }: Made): { parts: Parts; patched: Patched[] } {
  const targets = [...new Set([...terraform, ...kubernetes])].filter(
    ({ config }) => settingsIn(config).patches?.length,
  );
  if (targets.length === 0) return { parts, patched: [] };
  const charts = parts.kubernetes.map((chart) => ({
    ...chart,
    objects: copy(chart.objects) as KubernetesObject[],
  }));
  const stacks = parts.terraform.map((stack) => ({ ...stack, json: copy(stack.json) }));
  const [problems, patched]: [Problem[], Patched[]] = [[], []];
  for (const target of targets) {
    const origin = { system: target.system.name, environment: target.environment };
    const own = <P extends Part>(part: P) => part.system === origin.system && part.environment === origin.environment;
    const objects = charts.filter(own).flatMap(({ objects }) => objects.map((_, index) => objectPlace(objects, index)));
    const blocks = stacks.filter(own).flatMap(blockPlaces);
    for (const [index, one] of (settingsIn(target.config).patches ?? []).entries()) {
      const isObject = /^[A-Z]/.test(one.target);
      // The half that it is of was not asked for this time.
      if (
        !(isObject ? kubernetes : terraform).includes(target) &&
        target.halves.includes(isObject ? 'kubernetes' : 'terraform')
      )
        continue;
      const message = change(one, isObject ? objects : blocks);
      const path = `${origin.system}.${origin.environment}.patches.${index}`;
      if (message === undefined) patched.push({ ...origin, target: one.target });
      else problems.push({ path, message });
    }
    roll(parts.kubernetes.filter(own), charts.filter(own));
  }
  if (problems.length > 0) throw new InputError('Patches that cannot be applied; nothing was written:', problems);
  return {
    patched,
    parts: {
      ...parts,
      kubernetes: charts.map((chart, i) =>
        written(chart, parts.kubernetes[i] as ChartPart, firstLine(chart) + toYaml(...chart.objects)),
      ),
      terraform: stacks.map((stack, i) =>
        written(stack, parts.terraform[i] as StackPart, JSON.stringify(stack.json, undefined, 2)),
      ),
    },
  };
}

/** The part with its new text, or the old one if nothing of it changed. */
function written<P extends Part>(now: P, before: P, text: string): P {
  return text === before.text ? before : { ...now, text };
}

function objectPlace(objects: KubernetesObject[], index: number): Place {
  return {
    get name() {
      return nameOf(objects[index] as KubernetesObject);
    },
    get: () => objects[index] as object as Json,
    lacks: (value) => (isObject(value) ? undefined : 'an object needs apiVersion, kind and metadata.name'),
    set: (value) => {
      objects[index] = value as object as KubernetesObject;
    },
  };
}

function isObject({ apiVersion, kind, metadata }: Json): boolean {
  const texts = [apiVersion, kind, (metadata as Json | undefined)?.name];
  return texts.every((text) => typeof text === 'string' && text !== '');
}

function blockPlaces({ name: stack, json }: StackPart): Place[] {
  return blocksOf(stack, json).map(({ mode, type, name, address }) => {
    const named = json[mode]?.[type] as Record<string, Json>;
    return {
      name: address,
      get: () => named[name] as Json,
      lacks: () => undefined,
      set: (value) => {
        named[name] = value;
      },
    };
  });
}

const CHECKSUM = 'checksum/config';
const restarted = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Pods roll when a ConfigMap that they read was patched, as they do when its system changes it. */
function roll(before: readonly ChartPart[], now: readonly { readonly objects: KubernetesObject[] }[]): void {
  const old = new Map(before.flatMap(({ objects }) => objects.map((object) => [nameOf(object), object])));
  const all = now.flatMap(({ objects }) => objects);
  const changed = all.filter((object) => object.kind === 'ConfigMap' && hash(object) !== hash(old.get(nameOf(object))));
  for (const config of changed) {
    for (const owner of all.filter(({ kind }) => restarted.includes(kind))) {
      if (!mentionsOf(owner).some(({ name }) => name === nameOf(config))) continue;
      const { metadata } = owner.spec.template;
      metadata.annotations = { ...metadata.annotations, [CHECKSUM]: hash([metadata.annotations?.[CHECKSUM], config]) };
    }
  }
}

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16);
}
