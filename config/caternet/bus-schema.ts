import { z } from 'zod';
import * as check from '../checks';
import { dataClasses } from '../labels';

/** Everything that runs and speaks on the bus. */
export const serviceNames = ['catnodejs', 'cadaver-exchange', 'mousetrap'] as const;

export type ServiceName = (typeof serviceNames)[number];

/** How confidential data is. All of it is stored in Canada. */
export const dataClass = z.enum(dataClasses);

const topicName = check.label.refine(
  (name) => !name.startsWith('goog'),
  "a topic that does not begin like Google's own",
);

const topic = z.strictObject({
  class: dataClass.describe(
    'personal: of people; the topic takes messages from Canada alone. operational: likewise. telemetry: the traps, wherever they stand, may publish.',
  ),
  events: z
    .array(z.string().regex(/^[a-z][a-z_]*$/, 'an event, e.g. new_mouse'))
    .min(1)
    .describe('Types of its messages.'),
  data: z
    .record(
      z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a field, e.g. grams'),
      z.enum(['string', 'int32', 'double', 'bool']),
    )
    .describe('What its messages may say beside `id`, `type` and `at`; the bus refuses anything else.'),
});

const service = z.strictObject({
  publishes: z
    .array(topicName)
    .length(1, 'one topic, which PUBLISH_TOPIC names')
    .describe('The topic that it publishes to.'),
  subscribes: z.array(topicName).describe('Topics that it reads, each through a subscription of its own.'),
});

export const topics = z.record(topicName, topic).describe('What the bus carries.');
export const services = z
  .strictObject({ catnodejs: service, 'cadaver-exchange': service, mousetrap: service })
  .describe('Who speaks and who listens; rights, subscriptions and variables follow from it.');

export type Topics = z.infer<typeof topics>;
export type Services = z.infer<typeof services>;
