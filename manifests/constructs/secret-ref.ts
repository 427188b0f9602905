import { inspect } from 'node:util';
import type { k8s } from 'cdk8s-plus-28';
import type { Volume } from './volumes';

/**
 * A Secret by name. It can be referred to and never read: nothing here holds a value,
 * and turning one into text is an error instead of a leak.
 */
export class SecretRef {
  // Keeps an object that only looks like one, and may carry more, from being taken for a SecretRef.
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Name of the Secret, in the namespace of whoever refers to it. */
  get name(): string {
    return this.#name;
  }

  /** The value under `key`, as an environment variable takes it. */
  env(key: string): k8s.EnvVarSource {
    return { secretKeyRef: { name: this.#name, key } };
  }

  /** The named keys as files of the same name. */
  volume(name: string, keys: readonly string[]): Volume {
    return {
      name,
      source: {
        secret: { secretName: this.#name, items: keys.map((key) => ({ key, path: key })), defaultMode: 0o440 },
      },
    };
  }

  toString(): never {
    throw new Error(`The Secret ${this.#name} cannot become text: refer to it with env() or volume()`);
  }

  toJSON(): never {
    return this.toString();
  }

  valueOf(): never {
    return this.toString();
  }

  /** Templates, comparisons and sums. */
  [Symbol.toPrimitive](): never {
    return this.toString();
  }

  /** Logs and failed tests show which one it is. */
  [inspect.custom](): string {
    return `SecretRef(${this.#name})`;
  }
}
