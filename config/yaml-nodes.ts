import { type Alias, type Document, isAlias, isCollection, isMap, isPair, isScalar, type Node, type Pair } from 'yaml';
import type { Problem } from './system';
import { unwritable } from './text';
import { joinKeys } from './validate';
import { DEEPEST } from './yaml-depth';

type Keys = readonly string[];

const MERGE_KEY =
  'a merge key, which YAML 1.2 does not have: write the keys out, or let an alias stand for the whole value';

/** The nodes of a document: what a configuration cannot be, and the place of what it can. */
export class Nodes {
  readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly targets = new Map<Alias, Node>();
  /** Levels below an anchored node, those behind its aliases included. */
  private readonly heights = new Map<Node, number>();
  /** What is being looked into. */
  private readonly open = new Set<Node>();

  /** @param at `file:line:col` of an offset */
  constructor(
    private readonly document: Document.Parsed,
    private readonly at: (offset: number) => string,
  ) {
    this.visit(document.contents, [], 0);
  }

  /**
   * `file:line:col` of a value, or of its key.
   * @returns how many of the keys were found as well: the place is that of the last one
   */
  find(keys: Keys, of: 'key' | 'value'): { readonly place: string; readonly depth: number } | undefined {
    let node = this.behind(this.document.contents);
    let found: { place: string; depth: number } | undefined;
    for (const [index, key] of keys.entries()) {
      const item = itemOf(node, key);
      if (!item) return found;
      const { key: name, value } = item;
      const last = index === keys.length - 1 && of === 'value' ? (value ?? name) : (name ?? value);
      found = { place: this.at(offsetOf(last)), depth: index + 1 };
      node = this.behind(value);
    }
    return found;
  }

  private behind(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  /** @returns the levels below the node */
  private visit(node: Node | null | undefined, keys: Keys, depth: number): number {
    if (!node) return 0;
    if (isAlias(node)) return this.visitAlias(node, keys, depth);
    if (node.anchor) this.anchors.set(node.anchor, node);
    if (isScalar(node)) {
      this.refuse(
        node,
        keys,
        foreign(node.value) ?? (typeof node.value === 'string' ? unwritableText(node.value) : undefined),
      );
    }
    if (!isCollection(node)) return 0;
    this.refuse(node, keys, foreignCollection(node));
    this.open.add(node);
    const below = isMap(node) ? this.visitPairs(node.items, keys, depth) : this.visitItems(node.items, keys, depth);
    this.open.delete(node);
    this.heights.set(node, below + 1);
    return below + 1;
  }

  private visitAlias(alias: Alias, keys: Keys, depth: number): number {
    const target = this.anchors.get(alias.source);
    if (!target) {
      this.refuse(alias, keys, `an alias of nothing: no &${alias.source} stands before it`);
      return 0;
    }
    if (this.open.has(target)) {
      this.refuse(alias, keys, 'an alias of something that it stands in');
      return 0;
    }
    this.targets.set(alias, target);
    const height = this.heights.get(target) ?? 0;
    if (depth + height > DEEPEST + 1) {
      this.refuse(alias, keys, `more than ${DEEPEST} levels deep, which no configuration is`);
      return 0;
    }
    return height;
  }

  private visitPairs(pairs: readonly Pair[], keys: Keys, depth: number): number {
    const first = new Map<string, Node>();
    return pairs.reduce((deepest, { key, value }) => {
      const name = nameOf(key as Node | null);
      const below = [...keys, name];
      if (key) this.checkKey(key as Node, name, below, first);
      return Math.max(deepest, this.visit(value as Node | null, below, depth + 1));
    }, 0);
  }

  private checkKey(key: Node, name: string, keys: Keys, first: Map<string, Node>): void {
    const before = first.get(name);
    if (!before) first.set(name, key);
    else
      this.refuse(
        key,
        keys,
        `the key ${JSON.stringify(name)} twice; it stands at ${this.at(offsetOf(before))} already`,
      );
    if (!isScalar(key)) this.refuse(key, keys, 'expected a name as key');
    else if (key.value === '<<' && key.type === 'PLAIN') this.refuse(key, keys, MERGE_KEY);
    else this.refuse(key, keys, unwritableText(name));
    if (key.anchor) this.anchors.set(key.anchor, key);
  }

  private visitItems(items: readonly unknown[], keys: Keys, depth: number): number {
    return items.reduce<number>((deepest, item, index) => {
      const node = isPair(item) ? (item.value as Node | null) : (item as Node | null);
      return Math.max(deepest, this.visit(node, [...keys, String(index)], depth + 1));
    }, 0);
  }

  private refuse(node: Node, keys: Keys, message: string | undefined): void {
    if (message === undefined) return;
    this.problems.push({ place: this.at(offsetOf(node)), path: joinKeys(keys) || 'the document', message });
  }
}

function unwritableText(text: string): string | undefined {
  const expected = unwritable(text);
  return expected && `expected ${expected}`;
}

function itemOf(node: Node | null | undefined, key: string): { key?: Node | null; value: Node | null } | undefined {
  if (isMap(node)) return node.items.find((pair) => nameOf(pair.key as Node | null) === key) as Pair<Node, Node>;
  if (!isCollection(node)) return undefined;
  const value = node.items[Number(key)] as Node | undefined;
  return value && { value };
}

/** A key as JavaScript has it. */
function nameOf(key: Node | null): string {
  return isScalar(key) ? String(key.value ?? '') : String(key ?? '');
}

function offsetOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

/** What YAML has and a configuration has not: dates, bytes. */
function foreign(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return `expected text or a number, not a ${value.constructor.name}`;
}

/** Sets and ordered maps. */
function foreignCollection({ constructor: { name } }: object): string | undefined {
  if (name === 'YAMLMap' || name === 'YAMLSeq') return undefined;
  return `expected keys and values, not a ${name === 'YAMLSet' ? 'Set' : 'Map'}`;
}
