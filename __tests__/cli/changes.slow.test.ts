import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Changes } from '../../cli/changes';

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-changes-'));
const at = (...parts: string[]) => path.join(scratch, ...parts);
afterAll(() => fs.rmSync(scratch, { recursive: true }));

const events: string[] = [];
let told = (): void => {};
let changes: Changes;

/** Does something, and waits until it is heard of; a test that waits in vain fails by its time limit. */
async function heard(what: () => void): Promise<void> {
  const news = new Promise<void>((resolve) => {
    told = resolve;
  });
  what();
  await news;
  // The other events of the same step must not pass for those of the next.
  for (let before = -1; before !== events.length; ) {
    before = events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  changes.refresh();
}

/** As editors save: another file, and then its name. */
function saveByRename(file: string): void {
  fs.writeFileSync(`${file}.new`, String(events.length));
  fs.renameSync(`${file}.new`, file);
}

beforeAll(() => {
  fs.mkdirSync(at('sources/part'), { recursive: true });
  fs.mkdirSync(at('elsewhere'));
  fs.writeFileSync(at('sources/part/a.ts'), '');
  changes = new Changes({ folders: [at('sources'), at('absent')], files: [at('own.yaml')] }, (place) => {
    events.push(place);
    told();
  });
});
afterAll(() => changes.close());

test('a source that is saved by renaming another over it is heard of each time', async () => {
  for (const _ of [1, 2, 3]) await heard(() => saveByRename(at('sources/part/a.ts')));
  await heard(() => fs.rmSync(at('sources/part/a.ts')));
  await heard(() => fs.writeFileSync(at('sources/part/a.ts'), 'again'));
});

test('so is one in a folder that was made later', async () => {
  await heard(() => fs.mkdirSync(at('sources/later/deep'), { recursive: true }));
  for (const _ of [1, 2]) await heard(() => saveByRename(at('sources/later/deep/b.ts')));
});

test('so is a single file that is made later, saved by rename, removed and made again', async () => {
  await heard(() => fs.writeFileSync(at('own.yaml'), ''));
  for (const _ of [1, 2]) await heard(() => saveByRename(at('own.yaml')));
  await heard(() => fs.rmSync(at('own.yaml')));
  await heard(() => saveByRename(at('own.yaml')));
});

test('so is what a single file is a link to', async () => {
  fs.writeFileSync(at('elsewhere/real.yaml'), '');
  await heard(() => {
    fs.rmSync(at('own.yaml'));
    fs.symlinkSync(at('elsewhere/real.yaml'), at('own.yaml'));
  });
  for (const _ of [1, 2]) await heard(() => saveByRename(at('elsewhere/real.yaml')));
});

test('other files beside it do not count', async () => {
  events.length = 0;
  fs.writeFileSync(at('other.yaml'), '');
  await heard(() => fs.writeFileSync(at('own.yaml'), 'text'));
  expect(events).not.toContain(at('other.yaml'));
});
