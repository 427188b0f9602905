import { z } from 'zod';

/** What nobody foresaw, as a change of the output: of an object or a block, after it was made and before anything looks at it. */

/** `Kind/namespace/name`, or `Kind/name`. */
const object = '[A-Z][A-Za-z0-9]*(/[a-z0-9][-a-z0-9.:]*){1,2}';
/** `stack/type.name`, or `stack/data.type.name`. */
const block = '[a-z0-9][-a-z0-9]*/(data\\.)?[a-z0-9_]+\\.[A-Za-z0-9_-]+';

const target = z
  .string()
  .regex(
    new RegExp(`^(${object}|${block})$`),
    'an object as Kind/namespace/name, e.g. Deployment/shop/web, or a block as stack/type.name',
  )
  .describe('Kind/namespace/name of an object, Kind/name without a namespace; stack/type.name of a block.');

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, 'a JSON pointer, e.g. /spec/template/spec/containers/0/image');

const value = z.unknown().refine((given) => given !== undefined, 'a value');

/** https://datatracker.ietf.org/doc/html/rfc6902 */
const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), path: pointer, value }),
  z.strictObject({ op: z.literal('replace'), path: pointer, value }),
  z.strictObject({ op: z.literal('test'), path: pointer, value }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  z.strictObject({ op: z.literal('move'), path: pointer, from: pointer }),
  z.strictObject({ op: z.literal('copy'), path: pointer, from: pointer }),
]);

const patch = z
  .strictObject({
    target,
    patch: z.array(operation).min(1).optional().describe('Operations of JSON Patch, RFC 6902.'),
    merge: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('JSON Merge Patch, RFC 7396: objects key by key, null removes, lists replace.'),
  })
  .refine((one) => (one.patch === undefined) !== (one.merge === undefined), 'either patch or merge');

export const patches = z
  .array(patch)
  .max(200)
  .optional()
  .describe('Changes of the output, in this order, before rules and contracts look at it.');

export type Patch = z.infer<typeof patch>;
