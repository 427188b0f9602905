import * as fs from 'node:fs';
import * as path from 'node:path';

/** What is watched: whole trees of folders, and single files, whether they are there or not. */
export interface Places {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/**
 * Hears of everything that is written, made, renamed or removed in some places. It watches folders, each for itself: one who
 * watches a file loses it when an editor saves by renaming another over it, as does Node's recursive watcher on Linux.
 */
export class Changes {
  private readonly watchers = new Map<string, fs.FSWatcher>();
  /** By folder, the names in it that count; undefined where all do. */
  private wanted = new Map<string, readonly string[] | undefined>();

  /** @param changed told of each event, of which one save makes several, with the file or folder that it is about */
  constructor(
    private readonly places: Places,
    private readonly changed: (place: string) => void,
  ) {
    this.refresh();
  }

  /** Looks for folders that were made or removed since the last time. */
  refresh(): void {
    this.wanted = wantedIn(this.places);
    for (const folder of [...this.watchers.keys()].filter((known) => !this.wanted.has(known))) this.forget(folder);
    for (const folder of [...this.wanted.keys()].filter((found) => !this.watchers.has(found))) this.follow(folder);
  }

  close(): void {
    for (const folder of [...this.watchers.keys()]) this.forget(folder);
  }

  private follow(folder: string): void {
    const watcher = fs.watch(folder, (_, name) => {
      const names = this.wanted.get(folder);
      if (name === null || names === undefined || names.includes(name)) this.changed(path.join(folder, name ?? ''));
    });
    // Windows says so of a folder that is removed.
    watcher.on('error', () => this.forget(folder));
    this.watchers.set(folder, watcher);
  }

  private forget(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }
}

function wantedIn({ folders, files }: Places): Map<string, readonly string[] | undefined> {
  const wanted = new Map<string, readonly string[] | undefined>();
  for (const file of files.flatMap(withTarget)) {
    const folder = path.dirname(file);
    if (fs.existsSync(folder)) wanted.set(folder, [...(wanted.get(folder) ?? []), path.basename(file)]);
  }
  for (const folder of folders.flatMap(treeOf)) wanted.set(folder, undefined);
  return wanted;
}

/** A file, and what it is a link to. */
function withTarget(file: string): string[] {
  return fs.existsSync(file) ? [file, fs.realpathSync(file)] : [file];
}

function treeOf(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const below = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))];
}
