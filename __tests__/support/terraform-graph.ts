import type { Block, Stack } from './terraform';

/** What a stack's blocks refer to, from their expressions alone: no provider, no terraform. */
export interface Graph {
  /** `from -> to` for each reference to something that the stack does not define. */
  readonly dangling: readonly string[];
  /** Blocks that wait for each other, in order. */
  readonly cycles: readonly string[];
}

type Named = Readonly<Record<string, unknown>>;

export function graphOf(stack: Stack): Graph {
  const nodes = nodesOf(stack);
  const edges = new Map([...nodes].map(([name, block]) => [name, referencesOf(block)]));
  return {
    dangling: [...edges].flatMap(([from, to]) =>
      to.filter((name) => !nodes.has(name)).map((name) => `${from} -> ${name}`),
    ),
    cycles: cyclesIn(edges),
  };
}

/** Everything that can be referred to or refers, by the name that expressions use. */
function nodesOf(stack: Stack): Map<string, unknown> {
  const {
    resource = {},
    data = {},
    locals = {},
    output = {},
    variable = {},
    ephemeral = {},
    provider = {},
  } = stack as Stack & { variable?: Named };
  const twoLevels = (prefix: string, types: Readonly<Record<string, Readonly<Record<string, Block>>>>) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${prefix}${type}.${name}`, block] as const),
    );
  const oneLevel = (prefix: string, named: Named) =>
    Object.entries(named).map(([name, block]) => [`${prefix}.${name}`, block] as const);
  return new Map<string, unknown>([
    ...twoLevels('', resource),
    ...twoLevels('data.', data),
    ...twoLevels('ephemeral.', ephemeral),
    ...oneLevel('local', locals),
    ...oneLevel('var', variable),
    ...oneLevel('output', output),
    ...oneLevel('provider', provider),
  ]);
}

/** Names that a block's expressions and `depends_on` use. */
function referencesOf(block: unknown): string[] {
  const expressions: string[] = [];
  const visit = (node: unknown, key = ''): void => {
    if (typeof node === 'string') {
      const whole = key === 'depends_on' || key === 'replace_triggered_by';
      expressions.push(...(whole ? [node] : interpolations(node)));
    } else if (typeof node === 'object' && node !== null) {
      for (const [name, value] of Object.entries(node)) visit(value, Array.isArray(node) ? key : name);
    }
  };
  visit(block);
  return [...new Set(expressions.flatMap(namesIn))];
}

/** The expressions of a template: what stands between `${` and its brace. `$${` is text. */
export function interpolations(template: string): string[] {
  const found: string[] = [];
  for (const { index } of template.matchAll(/(?<!\$)[$%]\{/g)) {
    let depth = 0;
    let end = index + 1;
    do {
      if (template[end] === '{') depth++;
      if (template[end] === '}') depth--;
      end++;
    } while (depth > 0 && end < template.length);
    found.push(template.slice(index + 2, end - 1));
  }
  return found;
}

/** `google_x.y` of `google_x.y.id`; the type of anything but local, var, data and ephemeral holds an underscore. */
function namesIn(expression: string): string[] {
  const code = expression.replace(/"(?:[^"\\$]|\\.|\$(?!\{))*"/g, '""');
  return code.match(/(?<![\w.-])((data|ephemeral)\.\w+|local|var|[a-z0-9]+_\w+)\.[a-zA-Z_][\w-]*/g) ?? [];
}

function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) return [[...path.slice(path.indexOf(name)), name].join(' -> ')];
    if (done.has(name)) return [];
    const found = (edges.get(name) ?? []).flatMap((next) => visit(next, [...path, name]));
    done.add(name);
    return found;
  };
  return [...edges.keys()].flatMap((name) => visit(name, []));
}

/**
 * The same stack without a provider: each resource and data source is a `terraform_data` that holds its arguments,
 * so that `terraform validate` needs no download and still sees every reference.
 */
export function withoutProviders(stack: Stack): object {
  const { resource = {}, data = {}, ephemeral = {}, locals, output, variable } = stack as Stack & { variable?: Named };
  const rename = (text: string) =>
    text
      .replace(/(?<![\w.-])(data|ephemeral)\.(\w+)\.([a-zA-Z_][\w-]*)/g, 'terraform_data.$1_$2__$3.output')
      .replace(
        /(?<![\w.-])(?!terraform_data\b)([a-z0-9]+_\w+)\.([a-zA-Z_][\w-]*)(\["[^"]+"\])?/g,
        'terraform_data.$1__$2$3.output',
      );
  const renamed = (node: unknown, key = ''): unknown => {
    if (Array.isArray(node)) return node.map((entry) => renamed(entry, key));
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, renamed(value, name)]));
    }
    if (typeof node !== 'string') return node;
    // A dependency is on a block, not on what it holds.
    if (key === 'depends_on' || key === 'replace_triggered_by') return rename(node).replace(/\.output$/, '');
    return node.includes('${') ? rename(node) : node;
  };
  const entries = (prefix: string, types: Stack['resource']) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) =>
        type === 'terraform_data'
          ? [name, renamed(block)]
          : [`${prefix}${type}__${name}`, held(renamed(block) as Named)],
      ),
    );
  return {
    resource: {
      terraform_data: Object.fromEntries([
        ...entries('', resource),
        ...entries('data_', data),
        ...entries('ephemeral_', ephemeral),
      ]),
    },
    ...(locals && { locals: renamed(locals) }),
    ...(output && { output: renamed(output) }),
    ...(variable && { variable }),
  };
}

/** Arguments that every block may have stay where they are; all others become the value. */
function held({
  depends_on,
  count,
  for_each,
  lifecycle,
  provider: _,
  provisioner: __,
  connection: ___,
  ...rest
}: Named): Named {
  return {
    input: rest,
    ...(depends_on !== undefined && { depends_on }),
    ...(count !== undefined && { count }),
    ...(for_each !== undefined && { for_each }),
    ...(lifecycle !== undefined && { lifecycle: withoutAttributes(lifecycle) }),
  };
}

/** `ignore_changes` names arguments of the original. */
function withoutAttributes(lifecycle: unknown): unknown {
  const { ignore_changes: _, ...rest } = lifecycle as Named;
  return rest;
}
