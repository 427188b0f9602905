import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Held } from '../../cli/held';
import { firstLine } from '../../model/origin';

const root = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-held-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

const state = path.join(root, '.state');
const dist = path.join(root, 'dist');
const held = () => new Held(dist, state);
const write = (name: string, text: string) => fs.writeFileSync(path.join(dist, name), text);

test('a folder that nobody filled holds nothing', () => {
  expect(held().environments()).toEqual([]);
});

test('the first lines of the files say what is there; files without one, and others, say nothing', () => {
  fs.mkdirSync(dist);
  write('a.k8s.yaml', firstLine({ system: 'trial', environment: 'production' }));
  write('b.k8s.yaml', firstLine({ system: 'other', environment: 'production' }));
  write('c.k8s.yaml', 'kind: Namespace\n');
  write('d.yaml', firstLine({ system: 'trial', environment: 'test' }));
  expect(held().environments()).toEqual(['production']);
});

test('what was there is remembered when the folder was removed, as cdk8s does, until something else is there', () => {
  held().remember('production');
  fs.rmSync(dist, { recursive: true });
  expect(held().environments()).toEqual(['production']);
  fs.mkdirSync(dist);
  write('a.k8s.yaml', firstLine({ system: 'trial', environment: 'local' }));
  expect(held().environments()).toEqual(['local']);
});

test('nothing is remembered of a folder beyond the repository', () => {
  const beyond = new Held(path.join(path.dirname(root), 'beyond'), state);
  beyond.remember('production');
  expect(beyond.environments()).toEqual([]);
});
