import { contains } from './ranges';

/** Ranges that are nobody's; https://datatracker.ietf.org/doc/html/rfc5737 */
const documentationRanges = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'] as const;

/**
 * Names that are nobody's. Not `.localhost` and `.test`, which work where somebody made them work.
 * https://datatracker.ietf.org/doc/html/rfc2606
 */
const documentationName = /(^|\.)example\.(com|net|org)$|\.(example|invalid)$/;

/**
 * The values of a record that stand for the user's own, as `path: value`: with them nothing may be applied to a cloud.
 * @param stands what stands for the user's own beside addresses and names that are reserved for documentation
 */
export function placeholdersIn(record: object, stands: readonly string[]): string[] {
  return textsIn(record).flatMap(([path, text]) =>
    isOneOf(stands, text) || stands.includes(`${path}: ${text}`) || isForDocumentation(text)
      ? [`${path}: ${text}`]
      : [],
  );
}

/** An image stands for the user's own under any tag. */
function isOneOf(stands: readonly string[], text: string): boolean {
  return stands.some((own) => text === own || text.startsWith(`${own}:`));
}

/** Whether an address, a range, or a name in a host, an e-mail address or an image is reserved for documentation. */
function isForDocumentation(text: string): boolean {
  const range = /^[\d.]+$/.test(text) ? `${text}/32` : text;
  if (/^(\d+\.){3}\d+\/\d+$/.test(range)) return documentationRanges.some((reserved) => contains(reserved, range));
  const names = text.toLowerCase().split(/[^a-z0-9.-]+/);
  return names.some((name) => documentationName.test(name));
}

/** Every text and number with its path; those of a list have the list's. */
function textsIn(part: unknown, path = ''): [string, string][] {
  if (typeof part === 'string' || typeof part === 'number') return [[path, String(part)]];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    textsIn(value, Array.isArray(part) ? path : [path, key].filter(Boolean).join('.')),
  );
}
