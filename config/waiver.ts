import { z } from 'zod';

/** A known exception to a rule of `policy/`, for one object of a system. */
const waiver = z.strictObject({
  rule: z.string().min(1).describe('Id of the rule.'),
  object: z.string().min(1).describe('The object as findings name it: Kind/namespace/name, or stack/type.name.'),
  details: z
    .array(z.string().min(1))
    .min(1)
    .readonly()
    .describe('What it excuses, as the findings say it, word for word, e.g. `sets hostNetwork`; nothing else.'),
  reason: z.string().min(10).describe('Why it must be so.'),
  expires: z.iso
    .date('a day as YYYY-MM-DD')
    .describe('Last day on which it holds, as YYYY-MM-DD: exceptions are looked at again.'),
});

export const waivers = z
  .array(waiver)
  .max(200)
  .optional()
  .describe('What the output may do although a rule forbids it.');

export type Waiver = Readonly<z.infer<typeof waiver>>;
