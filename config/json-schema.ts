import { z } from 'zod';
import type { System } from './system';

type Node = Readonly<Record<string, unknown>>;

/** JSON Schema of terrachart.yaml: system -> environment -> any part of its record. */
export function configSchema(systems: readonly System[]): Node {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'terrachart.yaml',
    description: 'Overrides of the built-in records, by system and environment. What is left out keeps its value.',
    ...closed(Object.fromEntries(systems.map((system) => [system.name, environmentsOf(system)]))),
  };
}

function environmentsOf({ environments }: System): Node {
  return closed(Object.fromEntries(Object.entries(environments).map(([name, { schema }]) => [name, recordOf(schema)])));
}

function recordOf(schema: z.ZodType): unknown {
  const { $schema: _, ...record } = z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'any' }) as Node;
  return optional(record);
}

function closed(properties: Node): Node {
  return { type: 'object', properties, additionalProperties: false };
}

/** An override names what it changes and nothing else, so nothing is required; `null` unsets what need not be there. */
function optional(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(optional);
  if (typeof node !== 'object' || node === null) return node;
  const { required, properties, additionalProperties, ...rest } = node as Node;
  return {
    ...Object.fromEntries(
      // Which variant is meant may follow from the built-in record, where an override leaves `kind` out.
      Object.entries(rest).map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, optional(value)]),
    ),
    ...(isNode(properties) && { properties: unsettable(properties, Array.isArray(required) ? required : []) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: isNode(additionalProperties) ? orNull(additionalProperties) : additionalProperties,
    }),
  };
}

function unsettable(properties: Node, required: readonly unknown[]): Node {
  const entries = Object.entries(properties);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, required.includes(key) || !isNode(value) ? optional(value) : orNull(value)]),
  );
}

function orNull({ description, ...type }: Node): Node {
  return { ...(description !== undefined && { description }), anyOf: [optional(type), { type: 'null' }] };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
