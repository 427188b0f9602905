/** What `cdk.tf.json` holds. */
export interface TerraformJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, TerraformBlock>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, TerraformBlock>>>>;
  readonly [block: string]: unknown;
}

export type TerraformBlock = Readonly<Record<string, unknown>>;

/** A resource or a data source. */
export interface Block {
  readonly stack: string;
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly body: TerraformBlock;
  /** `stack/type.name`, or `stack/data.type.name`: how findings and waivers name it. */
  readonly address: string;
}

export function blocksOf(stack: string, { resource = {}, data = {} }: TerraformJson): Block[] {
  return Object.entries({ resource, data }).flatMap(([mode, types]) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]) => ({
        stack,
        mode: mode as Block['mode'],
        type,
        name,
        body,
        address: `${stack}/${mode === 'data' ? 'data.' : ''}${type}.${name}`,
      })),
    ),
  );
}

/** `type.name` in an expression that names one attribute of a block; undefined for anything else. */
export function referenced(expression: unknown): string | undefined {
  return /^\$\{((?:data\.)?[a-z0-9_]+\.[\w-]+)\.\w+\}$/.exec(String(expression))?.[1];
}

/** The value at a path such as `settings.ip_configuration`; of nested blocks, which Terraform lists, the first. */
export function at(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const [only] = list(value);
    return (only as TerraformBlock | undefined)?.[key];
  }, body);
}

/** A nested block or a value as a list, whether it was written as one or not. */
export function list<Value = TerraformBlock>(value: unknown): Value[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Value[];
}
