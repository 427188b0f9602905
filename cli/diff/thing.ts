import { parseAllDocuments } from 'yaml';
import { blocksOf, type TerraformJson } from '../../model/blocks';
import { type KubernetesObject, nameOf } from '../../model/objects';
import type { Origin } from '../../model/origin';

/** What is applied as one: an object, a block of a stack, a file that is neither; and what rules excuse. */
export interface Thing {
  readonly half: 'kubernetes' | 'terraform' | 'files' | 'policy';
  readonly system: string;
  /** Empty for what is of every environment. */
  readonly environment: string;
  /** e.g. `Deployment/shop/web`, `shop-production-network/google_compute_network.vpc` */
  readonly name: string;
  /** What kind of thing it is: `Deployment`, `google_compute_network`, `provider`, `file`, `waiver`. */
  readonly kind: string;
  readonly body: unknown;
}

/** One generated file, as every version of the program can give it. */
export interface Text {
  readonly half: Exclude<Thing['half'], 'policy'>;
  readonly system: string;
  readonly environment: string;
  /** Of the stack, chart or file. */
  readonly name: string;
  readonly text: string;
}

/** What is written in a file. */
export function thingsIn({ half, text, ...of }: Text): Thing[] {
  if (half === 'terraform') return thingsInStack(of, JSON.parse(text) as TerraformJson);
  if (half === 'kubernetes') {
    return parseAllDocuments(text)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object): object is KubernetesObject => object !== null)
      .map((object) => thingOf(of, object));
  }
  return [{ ...of, half, kind: 'file', body: text }];
}

export function thingOf({ system, environment }: Origin, object: KubernetesObject): Thing {
  return { half: 'kubernetes', system, environment, kind: object.kind, name: nameOf(object), body: object };
}

/** The blocks of a stack by their address, and what else it says by where that stands. */
export function thingsInStack(
  { name: stack, system, environment }: Origin & { readonly name: string },
  json: TerraformJson,
): Thing[] {
  const thing = (kind: string, name: string, body: unknown): Thing => ({
    ...{ half: 'terraform', system, environment, kind, name },
    body: bare(body),
  });
  const { '//': _, resource: __, data: ___, ...rest } = json;
  return [
    ...blocksOf(stack, json).map(({ mode, type, address, body }) =>
      thing(mode === 'data' ? 'data' : type, address, body),
    ),
    ...Object.entries(rest).flatMap(([kind, all]) =>
      Object.entries(all as Tree).map(([name, body]) => thing(kind, `${stack}/${kind}.${name}`, body)),
    ),
  ];
}

type Tree = Readonly<Record<string, unknown>>;

/** Without what the CDK notes for itself. */
function bare(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { '//': _, ...rest } = body as Tree;
  return rest;
}
