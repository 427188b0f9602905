/** Texts of compose files, in which a `$` begins a variable. https://docs.docker.com/reference/compose-file/interpolation/ */

/** A value that whoever deploys may give, by a variable. */
export class Variable {
  constructor(
    readonly name: string,
    /** Where it is not given; without one, nothing is deployed then. */
    readonly otherwise?: string,
  ) {}
}

/** What a compose file says, so that every text means itself and only a `Variable` is one. */
export function literally(value: unknown): unknown {
  if (value instanceof Variable) {
    const { name, otherwise } = value;
    return otherwise === undefined ? `\${${name}:?}` : `\${${name}:-${literally(otherwise)}}`;
  }
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, literally(below)]));
}
