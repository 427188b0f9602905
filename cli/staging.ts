import * as fs from 'node:fs';
import * as path from 'node:path';
import { isRunning } from './lock';

/** Generated files and where they go. */
export interface Output {
  /** Text by path below the target, with slashes. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder that they belong to. */
  readonly target: string;
  /** Whether a file below `target` (by its path from there) was made by an earlier synth, and may be removed. */
  readonly isGenerated: (file: string, text: () => string) => boolean;
  /** Whether users should hear of a file that was not made by a synth. @default of none */
  readonly isNoticed?: (file: string) => boolean;
}

/** What a publication did. */
export interface Published {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Files beside the generated ones that users should hear of. */
  readonly foreign: readonly string[];
}

/**
 * A place to build in, so that a run that fails leaves everything as it was.
 * Left behind only by a run that was killed; the next one clears it away.
 */
export class Staging {
  private readonly folder: string;
  /** What takes back the steps so far. */
  private readonly undo: (() => void)[] = [];

  constructor(private readonly parent: string) {
    this.folder = path.join(parent, String(process.pid));
    fs.mkdirSync(parent, { recursive: true, mode: 0o700 });
    for (const entry of fs.readdirSync(parent)) {
      if (entry === String(process.pid) || !isRunning(Number(entry)))
        fs.rmSync(path.join(parent, entry), { recursive: true, force: true });
    }
    // Another run that ends at this moment may have taken the parent away.
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Writes everything beside where it belongs first; then renames what changed into place, file by file, and removes
   * generated files that are no longer made. If a step fails (a full disk), it takes back all of them.
   */
  publish(outputs: readonly Output[]): Published[] {
    const steps = outputs.map((output, i) => this.plan(output, path.join(this.folder, `made-${i}`)));
    try {
      for (const { changed, stale, target } of steps) {
        for (const file of [...changed, ...stale]) this.remember(path.join(target, file), target);
      }
      for (const { changed, stale, staged, target } of steps) {
        for (const file of changed) move(path.join(staged, file), path.join(target, file));
        for (const file of stale) {
          fs.rmSync(path.join(target, file));
          removeEmpty(path.dirname(path.join(target, file)), target);
        }
      }
    } catch (error) {
      this.takeBack();
      throw error;
    }
    return steps.map(({ changed, stale, foreign }) => ({ written: changed, removed: stale, foreign }));
  }

  private plan({ files, target, isGenerated, isNoticed = () => false }: Output, staged: string) {
    for (const [file, text] of Object.entries(files)) write(path.join(staged, file), text);
    const made = filesBelow(staged);
    const others = filesBelow(target).filter((file) => !made.includes(file));
    const stale = others.filter((file) => isGenerated(file, () => fs.readFileSync(path.join(target, file), 'utf8')));
    return {
      staged,
      target,
      changed: made.filter((file) => !sameContent(path.join(staged, file), path.join(target, file))),
      stale,
      foreign: others.filter((file) => isNoticed(file) && !stale.includes(file)),
    };
  }

  remove(): void {
    try {
      fs.rmSync(this.folder, { recursive: true, force: true });
      fs.rmdirSync(this.parent);
    } catch {
      // Another run is at work there; what is left behind is cleared by the next.
    }
  }

  /** Keeps a file as it is, or that there is none. */
  private remember(file: string, target: string): void {
    if (!fs.existsSync(file)) {
      this.undo.push(() => {
        fs.rmSync(file, { force: true });
        removeEmpty(path.dirname(file), target);
      });
      return;
    }
    const kept = path.join(this.folder, `kept-${this.undo.length}`);
    keep(file, kept);
    this.undo.push(() => move(kept, file));
  }

  private takeBack(): void {
    for (const step of this.undo.splice(0).reverse()) {
      try {
        step();
      } catch {
        // What cannot be taken back either is repaired by the next run.
      }
    }
  }
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function sameContent(a: string, b: string): boolean {
  return fs.existsSync(b) && fs.readFileSync(a).equals(fs.readFileSync(b));
}

function move(from: string, to: string): void {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    // Another file system: copy beside the target, so that the last step is a rename all the same.
    const draft = `${to}.${process.pid}`;
    try {
      fs.copyFileSync(from, draft);
      fs.renameSync(draft, to);
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }
}

/** A second name for the same file, which costs no space and keeps its time; where there is no such thing, a copy. */
function keep(file: string, as: string): void {
  try {
    fs.linkSync(file, as);
  } catch {
    fs.copyFileSync(file, as);
  }
}

function removeEmpty(folder: string, stop: string): void {
  if (folder === stop || fs.readdirSync(folder).length > 0) return;
  fs.rmdirSync(folder);
  removeEmpty(path.dirname(folder), stop);
}
