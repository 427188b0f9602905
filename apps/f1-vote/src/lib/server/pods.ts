import { randomId } from './device.ts';

/** Milliseconds without a word after which a pod counts as gone: three of its announcements. */
const SILENCE = 6000;

/** The pods of the vote, by what they announce; nothing of it is kept in Redis. */
export class Pods {
  readonly #self = randomId();
  readonly #heard = new Map<string, { clients: number; at: number }>();

  /** What this pod tells the others. */
  announcement(clients: number): string {
    return JSON.stringify({ pod: this.#self, clients });
  }

  hear(announcement: string, now: number = Date.now()): void {
    const { pod, clients } = JSON.parse(announcement) as { pod: string; clients: number };
    this.#heard.set(pod, { clients, at: now });
  }

  /** Pods that were heard of lately, and their sockets together. */
  count(now: number = Date.now()): { pods: number; clients: number } {
    for (const [pod, { at }] of this.#heard) if (now - at > SILENCE) this.#heard.delete(pod);
    const clients = [...this.#heard.values()].reduce((sum, pod) => sum + pod.clients, 0);
    return { pods: this.#heard.size, clients };
  }
}
