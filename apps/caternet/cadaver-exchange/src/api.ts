import { traceparent } from '@caternet/bus';

/** An answer of Parse that is an error. https://docs.parseplatform.org/rest/guide/#errors */
export class ApiError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(`${message} (${code})`);
    this.code = code;
  }
}

const OBJECT_NOT_FOUND = 101;
const DUPLICATE = 137;
const INVALID_SESSION = 209;

/** Waits no longer for an answer, in milliseconds. */
const PATIENCE = 10_000;

/** The REST API of catnodejs, by an account of its own. */
export class Api {
  private readonly url: string;
  private readonly appId: string;
  private readonly key: string;
  private session: Promise<string> | undefined;

  constructor(url: string, appId: string, key: string) {
    this.url = url;
    this.appId = appId;
    this.key = key;
  }

  /** @throws Error where it does not answer, or has another key */
  async ready(): Promise<void> {
    await this.logIn();
  }

  /** Makes a record whose id says what it is of; one that is there already is the same. */
  async makeOnce(className: string, objectId: string, fields: object): Promise<void> {
    try {
      await this.ask('POST', `/classes/${className}`, { objectId, ...fields });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === DUPLICATE)) throw error;
    }
  }

  async find(className: string, where: object, limit: number, order: string): Promise<Record<string, unknown>[]> {
    const query = new URLSearchParams({ where: JSON.stringify(where), limit: String(limit), order });
    const { results } = await this.ask('GET', `/classes/${className}?${query}`);
    return results as Record<string, unknown>[];
  }

  async get(className: string, id: string): Promise<Record<string, unknown> | undefined> {
    try {
      return await this.ask('GET', `/classes/${className}/${encodeURIComponent(id)}`);
    } catch (error) {
      if (error instanceof ApiError && error.code === OBJECT_NOT_FOUND) return undefined;
      throw error;
    }
  }

  private async ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    try {
      return await this.send(method, path, body, await this.logIn());
    } catch (error) {
      if (!(error instanceof ApiError && error.code === INVALID_SESSION)) throw error;
      // It ended, or another key is in use.
      this.session = undefined;
      return this.send(method, path, body, await this.logIn());
    }
  }

  /** One login for all that need it at the same time. @returns the token of the session */
  private logIn(): Promise<string> {
    this.session ??= this.send('POST', '/login', { username: 'cadaver-exchange', password: this.key })
      .then(({ sessionToken }) => String(sessionToken))
      .catch((error: unknown) => {
        this.session = undefined;
        throw error;
      });
    return this.session;
  }

  private async send(method: string, path: string, body?: object, session?: string): Promise<Record<string, unknown>> {
    const headers = {
      'x-parse-application-id': this.appId,
      'content-type': 'application/json',
      traceparent: traceparent(),
      ...(session && { 'x-parse-session-token': session }),
    };
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${this.url}${path}`, { method, headers, signal, body: body && JSON.stringify(body) });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new ApiError(Number(answer.code), String(answer.error));
    return answer;
  }
}
