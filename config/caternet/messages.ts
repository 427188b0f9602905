import type { Topics } from './bus-schema';

/**
 * What messages of a topic look like, as a protocol buffer, by which the bus refuses anything else; on the wire they are
 * its JSON. Fields of `data` that an event does not need are left out. A field that is added comes last: the number is its
 * name on disks. https://cloud.google.com/pubsub/docs/schemas
 */
export function messageSchema({ data }: Topics[string]): string {
  const fields = Object.entries(data).map(([name, type], i) => `    ${type} ${name} = ${i + 1};`);
  return [
    'syntax = "proto3";',
    '',
    'message Event {',
    '  string id = 1;',
    '  string type = 2;',
    '  string at = 3;',
    '  message Data {',
    ...fields,
    '  }',
    '  Data data = 4;',
    '}',
    '',
  ].join('\n');
}
