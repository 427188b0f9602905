import { labelKeys } from '../config/labels';
import { type Block, blocksOf, referenced } from './blocks';
import type { OfKind } from './kinds';
import { type KubernetesObject, nameOf, namespaceOf } from './objects';
import type { Output } from './output';
import { type Pod, podsOf } from './pods';
import { type LabelSelector, selects } from './selectors';

/** An output with everything that rules look up sorted once, so that a rule takes as long as what it looks at. */
export class View {
  readonly objects: readonly KubernetesObject[];
  readonly pods: readonly Pod[];
  /** Terraform resources and data sources. */
  readonly blocks: readonly Block[];
  private readonly byName = new Map<string, KubernetesObject>();
  private readonly byKind = new Map<string, KubernetesObject[]>();
  private readonly podsByNamespace = new Map<string, Pod[]>();
  private readonly podsByLabel = new Map<string, Pod[]>();
  private readonly byType = new Map<string, Block[]>();
  private readonly byAddress = new Map<string, Block>();
  private ownHalves: readonly View[] | undefined;

  constructor(readonly output: Output) {
    this.objects = output.objects;
    this.pods = podsOf(output.objects);
    this.blocks = Object.entries(output.stacks).flatMap(([stack, json]) => blocksOf(stack, json));
    for (const object of this.objects) {
      this.byName.set(nameOf(object), object);
      push(this.byKind, object.kind, object);
      push(this.byKind, `${object.kind}/${object.metadata.namespace}`, object);
    }
    for (const pod of this.pods) {
      const namespace = namespaceOf(pod.owner);
      push(this.podsByNamespace, namespace, pod);
      for (const label of Object.entries(pod.labels)) push(this.podsByLabel, labelKey(namespace, label), pod);
    }
    for (const block of this.blocks) {
      this.byAddress.set(block.address, block);
      if (block.mode === 'resource') push(this.byType, block.type, block);
    }
  }

  /** The object that `nameOf` calls so. */
  get(name: string): KubernetesObject | undefined {
    return this.byName.get(name);
  }

  /** @param namespace @default all of them */
  ofKind<Kind extends string>(kind: Kind, namespace?: string): readonly OfKind<Kind>[] {
    const found = this.byKind.get(namespace === undefined ? kind : `${kind}/${namespace}`) ?? [];
    return found as readonly KubernetesObject[] as readonly OfKind<Kind>[];
  }

  service(namespace: string, name: string): OfKind<'Service'> | undefined {
    return this.get(`Service/${namespace}/${name}`) as OfKind<'Service'> | undefined;
  }

  podsIn(namespace: string): readonly Pod[] {
    return this.podsByNamespace.get(namespace) ?? [];
  }

  /** The pods of a namespace that a selector selects. */
  podsSelected(namespace: string, selector: LabelSelector): readonly Pod[] {
    const [label] = Object.entries(selector.matchLabels ?? {});
    const candidates = label ? this.podsByLabel.get(labelKey(namespace, label)) : this.podsIn(namespace);
    return (candidates ?? []).filter(({ labels }) => selects(selector, labels));
  }

  /** Terraform resources of a type, in every stack. */
  resources(type: string): readonly Block[] {
    return this.byType.get(type) ?? [];
  }

  /** The block at `stack/type.name`, or `stack/data.type.name`. */
  block(address: string): Block | undefined {
    return this.byAddress.get(address);
  }

  /** The block that an expression like `${aws_vpc.vpc.id}` takes its value from. */
  source({ stack }: Block, expression: unknown): Block | undefined {
    const address = referenced(expression);
    return address === undefined ? undefined : this.byAddress.get(`${stack}/${address}`);
  }

  /** One view for each system that has both halves here: its objects, and its stacks of the same environment. */
  get halves(): readonly View[] {
    this.ownHalves ??= this.split();
    return this.ownHalves;
  }

  private split(): View[] {
    const { objects, environment, stacks, ...rest } = this.output;
    const bySystem = new Map<string, KubernetesObject[]>();
    for (const object of objects) push(bySystem, object.metadata.labels?.[labelKeys.partOf] ?? '', object);
    return [...bySystem].flatMap(([system, own]) => {
      const prefix = `${system}-${environment}`;
      const ownStacks = Object.entries(stacks).filter(([name]) => name === prefix || name.startsWith(`${prefix}-`));
      if (ownStacks.length === 0) return [];
      return [new View({ ...rest, objects: own, environment, stacks: Object.fromEntries(ownStacks) })];
    });
  }
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function labelKey(namespace: string, [key, value]: [string, string]): string {
  return `${namespace}\n${key}=${value}`;
}
