import { backoff } from './backoff.ts';
import type { Snapshot } from './session.ts';

/** Attempts to open a socket before the page asks by plain requests as well. */
const PATIENCE = 2;

/** Milliseconds between two such requests, and without a message before a socket counts as dead. */
const POLL = 5000;
const SILENCE = 60_000;

/**
 * What the server says, as it says it: over a WebSocket, which comes back by itself, or by polling where there is none.
 * The two overlap, so that nothing is missed in between.
 */
export class LiveSnapshot<Kind extends Snapshot> {
  current = $state.raw() as Kind;
  /** Whether the newest attempt to hear from the server went well. */
  connected = $state(true);
  /** Whether the page is more than HTML by now. */
  started = $state(false);
  readonly #path: string;
  #socket: WebSocket | undefined;
  #attempt = 0;
  readonly #timers: {
    retry?: ReturnType<typeof setTimeout>;
    poll?: ReturnType<typeof setTimeout>;
    silence?: ReturnType<typeof setTimeout>;
  } = {};
  #stopped = false;

  /** @param path of the socket and of the request alike, e.g. `/live` */
  constructor(path: string, first: Kind) {
    this.#path = path;
    this.current = first;
  }

  /** Begins to listen. @returns what ends it */
  start(): () => void {
    const awake = () => document.visibilityState === 'visible' && !this.#isOpen && this.#connect();
    this.started = true;
    this.#connect();
    document.addEventListener('visibilitychange', awake);
    addEventListener('online', awake);
    return () => {
      this.#stopped = true;
      document.removeEventListener('visibilitychange', awake);
      removeEventListener('online', awake);
      for (const timer of Object.values(this.#timers)) clearTimeout(timer);
      this.#socket?.close();
    };
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN || this.#socket?.readyState === WebSocket.CONNECTING;
  }

  #connect(): void {
    clearTimeout(this.#timers.retry);
    const socket = new WebSocket(this.#path);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#attempt = 0;
      clearTimeout(this.#timers.poll);
      this.#take(JSON.parse(data) as Kind);
      clearTimeout(this.#timers.silence);
      this.#timers.silence = setTimeout(() => socket.close(), SILENCE);
    };
    socket.onclose = () => {
      if (this.#socket !== socket || this.#stopped) return;
      clearTimeout(this.#timers.silence);
      this.#timers.retry = setTimeout(() => this.#connect(), backoff(this.#attempt));
      this.#attempt += 1;
      if (this.#attempt === PATIENCE) void this.#poll();
    };
  }

  async #poll(): Promise<void> {
    if (this.#stopped || this.#socket?.readyState === WebSocket.OPEN) return;
    try {
      const response = await fetch(this.#path, { headers: { accept: 'application/json' } });
      if (!response.ok) throw new Error(response.statusText);
      this.#take((await response.json()) as Kind);
    } catch {
      this.connected = false;
    }
    clearTimeout(this.#timers.poll);
    this.#timers.poll = setTimeout(() => void this.#poll(), POLL);
  }

  #take(snapshot: Kind): void {
    this.connected = true;
    this.current = snapshot;
  }
}
