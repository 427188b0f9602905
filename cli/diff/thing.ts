import { parseAllDocuments } from 'yaml';
import { type KubernetesObject, nameOf } from '../../model/objects';

/** What is applied as one: an object, a block of a stack, or a file that is neither. */
export interface Thing {
  readonly half: 'kubernetes' | 'terraform' | 'files';
  readonly system: string;
  readonly environment: string;
  /** e.g. `Deployment/shop/web`, `shop-production-network/google_compute_network.vpc` */
  readonly name: string;
  /** What kind of thing it is: `Deployment`, `google_compute_network`, `provider`. */
  readonly kind: string;
  readonly body: unknown;
}

/** One generated file, as every version of the program can give it. */
export interface Text {
  readonly half: Thing['half'];
  readonly system: string;
  readonly environment: string;
  /** Of the stack, chart or file. */
  readonly name: string;
  readonly text: string;
}

/** What is written in a file. */
export function thingsIn(file: Text): Thing[] {
  const { half, system, environment, name, text } = file;
  const of = { half, system, environment };
  if (half === 'files') return [{ ...of, kind: 'file', name, body: text }];
  if (half === 'kubernetes') {
    return parseAllDocuments(text)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object): object is KubernetesObject => object !== null)
      .map((object) => ({ ...of, kind: object.kind, name: nameOf(object), body: object }));
  }
  return blocks(JSON.parse(text) as Tree).map(({ path, kind, body }) => ({
    ...of,
    kind,
    name: `${name}/${path}`,
    body,
  }));
}

type Tree = Readonly<Record<string, unknown>>;

/** The blocks of a stack by their address, and what else it says by where that stands. */
function blocks({ '//': _, resource = {}, data = {}, ...rest }: Tree): { path: string; kind: string; body: unknown }[] {
  const named = (all: unknown, prefix: string) =>
    Object.entries(all as Record<string, Tree>).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => ({
        path: `${prefix}${type}.${name}`,
        kind: type,
        body: bare(body),
      })),
    );
  const others = Object.entries(rest).flatMap(([kind, all]) =>
    Object.entries(all as Tree).map(([name, body]) => ({ path: `${kind}.${name}`, kind, body: bare(body) })),
  );
  return [...named(resource, ''), ...named(data, 'data.').map((each) => ({ ...each, kind: 'data' })), ...others];
}

/** Without what the CDK notes for itself. */
function bare(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { '//': _, ...rest } = body as Tree;
  return rest;
}
