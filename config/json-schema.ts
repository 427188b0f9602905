import { z } from 'zod';
import { systems } from './systems';

type Node = Readonly<Record<string, unknown>>;

/** JSON Schema of terrachart.yaml: system -> environment -> any part of its record. */
export function configSchema(): Node {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'terrachart.yaml',
    description: 'Overrides of the built-in records, by system and environment. What is left out keeps its value.',
    ...closed(Object.fromEntries(systems.map((system) => [system.name, environmentsOf(system)]))),
  };
}

function environmentsOf({ schema, environments }: (typeof systems)[number]): Node {
  const { $schema: _, ...record } = z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'any' }) as Node;
  return closed(Object.fromEntries(Object.keys(environments).map((environment) => [environment, optional(record)])));
}

function closed(properties: Node): Node {
  return { type: 'object', properties, additionalProperties: false };
}

/** An override names what it changes and nothing else, so nothing is required. */
function optional(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(optional);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => {
      if (key === 'required' && Array.isArray(value)) return [];
      // Which variant is meant may follow from the built-in record, where an override leaves `kind` out.
      return [[key === 'oneOf' ? 'anyOf' : key, optional(value)]];
    }),
  );
}
