import * as fs from 'node:fs';
import * as path from 'node:path';
import { originOf } from '../model/origin';

/**
 * Which environment a folder of charts holds, by the first lines of its files. What a run left there is remembered as well:
 * `cdk8s synth` removes the folder before we are asked.
 */
export class Held {
  /** None for a folder beyond the repository: whoever chose it knows what is there. */
  private readonly memory: string | undefined;

  /** @param state a folder of ours alone, at the root of the repository */
  constructor(
    private readonly folder: string,
    state: string,
  ) {
    const name = path.relative(path.dirname(state), folder);
    if (!name.startsWith('..') && !path.isAbsolute(name)) {
      this.memory = path.join(state, `environment-of-${name.replaceAll(path.sep, '+')}`);
    }
  }

  /** The environments that the folder holds; that of the last run if there is nothing in it that says. */
  environments(): string[] {
    const names = fs.existsSync(this.folder) ? fs.readdirSync(this.folder) : [];
    const found = names
      .filter((name) => name.endsWith('.k8s.yaml'))
      .flatMap((name) => originOf(fs.readFileSync(path.join(this.folder, name), 'utf8'))?.environment ?? []);
    return found.length > 0 ? [...new Set(found)] : this.remembered();
  }

  /** Keeps in mind what the folder holds from now on. */
  remember(environment: string): void {
    if (this.memory === undefined || this.remembered().includes(environment)) return;
    fs.mkdirSync(path.dirname(this.memory), { recursive: true, mode: 0o700 });
    fs.writeFileSync(this.memory, environment);
  }

  private remembered(): string[] {
    return this.memory !== undefined && fs.existsSync(this.memory) ? [fs.readFileSync(this.memory, 'utf8')] : [];
  }
}
