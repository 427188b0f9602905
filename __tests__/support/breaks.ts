/**
 * A change that breaks a contract: the contract, the stack or object (as `nameOf` writes it), the path in it, the value
 * that is set there, and what the contract says of it.
 */
export type Break = readonly [rule: string, where: string, path: string, value: unknown, says: RegExp];
