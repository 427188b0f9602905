import { Store } from 'express-session';

/** How many logins to the dashboard are remembered; whoever comes after them takes the place of the oldest. */
const MOST = 100;

type Done = (error: unknown, session?: unknown) => void;

/** Sessions of the dashboard, which end with this process. The one that the package has by default grows without end. */
export class Sessions extends Store {
  private readonly kept = new Map<string, string>();

  override get(id: string, done: Done): void {
    const session = this.kept.get(id);
    done(null, session && JSON.parse(session));
  }

  override set(id: string, session: unknown, done: Done): void {
    this.kept.delete(id);
    this.kept.set(id, JSON.stringify(session));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST) break;
      this.kept.delete(oldest);
    }
    done(null);
  }

  override destroy(id: string, done: Done): void {
    this.kept.delete(id);
    done(null);
  }
}
