import Parse from 'parse/node';

/** What this program itself may do with records: everything. */
export const all = { useMasterKey: true } as const;

/** Saves a record whose id says what it is of. @returns false where it is there already */
export async function saveOnce(className: string, id: string, fields: Record<string, unknown>): Promise<boolean> {
  const record = new Parse.Object(className, fields);
  record.id = id;
  try {
    await record.save(null, all);
    return true;
  } catch (error) {
    if (error instanceof Parse.Error && error.code === Parse.Error.DUPLICATE_VALUE) return false;
    throw error;
  }
}

/** @throws Parse.Error where there is none */
export function get(className: string, id: string): Promise<Parse.Object> {
  return new Parse.Query(className).get(id, all);
}

export function pointer(className: string, id: string): Parse.Object {
  return Parse.Object.fromJSON({ className, objectId: id }) as Parse.Object;
}
