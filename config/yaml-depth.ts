import type { CST } from 'yaml';

/** Configurations are eight levels deep. What is far deeper would overflow the stack of whoever looks into it. */
export const DEEPEST = 50;

/** Where collections stand too deep in one another; looked up before anything reads them by recursion. */
export function tooDeep(documents: readonly CST.Token[]): { offset: number; message: string }[] {
  let level: readonly (CST.Token | null | undefined)[] = documents;
  for (let depth = 0; level.length > 0; depth++) {
    const [first] = level;
    // The document itself is the first level.
    if (depth > DEEPEST + 1 && first) {
      return [{ offset: first.offset, message: `more than ${DEEPEST} levels deep, which no configuration is` }];
    }
    level = level.flatMap(partsOf).filter((token) => token && isCollection(token));
  }
  return [];
}

function partsOf(token: CST.Token | null | undefined): (CST.Token | null | undefined)[] {
  if (!token) return [];
  if (token.type === 'document') return [token.value];
  if ('items' in token) return token.items.flatMap(({ key, value }) => [key, value]);
  return [];
}

function isCollection({ type }: CST.Token): boolean {
  return type === 'block-map' || type === 'block-seq' || type === 'flow-collection';
}
