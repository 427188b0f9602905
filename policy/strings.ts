import { nameOf, type Output } from './output';

/** One text somewhere in the output. */
export interface Text {
  /** Whose text it is, as findings name it. */
  readonly object: string;
  /** Keys and positions that lead to it. */
  readonly path: readonly string[];
  readonly text: string;
}

/** Every text of both halves. */
export function texts({ objects, stacks }: Output): Text[] {
  return [
    ...objects.flatMap((object) => below(nameOf(object), object)),
    ...Object.entries(stacks).flatMap(([stack, json]) =>
      Object.entries(json).flatMap(([block, content]) =>
        block === 'resource' || block === 'data'
          ? named(content as Blocks).flatMap(([type, name, body]) =>
              below(`${stack}/${block === 'data' ? 'data.' : ''}${type}.${name}`, body),
            )
          : below(`${stack}/${block}`, content),
      ),
    ),
  ];
}

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function named(types: Blocks): [string, string, unknown][] {
  return Object.entries(types).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, body]): [string, string, unknown] => [type, name, body]),
  );
}

function below(object: string, root: unknown): Text[] {
  const found: Text[] = [];
  const visit = (node: unknown, path: readonly string[]): void => {
    if (typeof node === 'string') found.push({ object, path, text: node });
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      // cdktf's own notes, such as the construct's path.
      if (key !== '//') visit(value, [...path, key]);
    }
  };
  visit(root, []);
  return found;
}
