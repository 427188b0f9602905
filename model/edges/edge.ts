/**
 * How one thing depends on another: it sends it requests, acts as it, names it, keeps data in it, or comes after it.
 */
export type EdgeKind = 'traffic' | 'identity' | 'reference' | 'data' | 'order';

/** One thing that needs another, read from what is written. */
export interface Edge {
  /** `Kind/namespace/name` of an object, `stack/type.name` of a block, or the name of a stack. */
  readonly from: string;
  /** Named like `from`; what is not in the output goes by what the output calls it, e.g. an e-mail address. */
  readonly to: string;
  readonly kind: EdgeKind;
  /** Where it is written: a field, or the object or block that makes it so. */
  readonly via: string;
}
