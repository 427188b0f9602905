/** The beginning of a path, `name` or `node_config.spot`; with a condition where some changes of it are taken in place. */
export type Argument = string | { readonly path: string; readonly when: Condition };

/**
 * `smaller`: a lower number, or a range that does not hold the old one. `unset`: it was set, or true, and is no more.
 * Anything else is an argument of the resource that must be true.
 */
export type Condition = 'smaller' | 'unset' | 'user_data_replace_on_change';

/** By type, the arguments whose change forces a new resource. Each provider's stand beside the constructs that use it. */
export type Table = Readonly<Record<string, readonly Argument[]>>;
