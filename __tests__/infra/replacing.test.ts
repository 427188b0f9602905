import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { awsReplacing } from '../../infra/constructs/aws/replacing';
import { googleReplacing } from '../../infra/constructs/gcp/replacing';
import { replacing } from '../../infra/constructs/replacing';
import { blocksOf } from '../../model/blocks';
import { builtInSynthesis } from '../support/built-in';
import { shown } from '../support/shown';

/** Types that no stack may have without a row: docs/contributing.md says how one is written. */
test('what forces a replacement is written down of every resource that any environment has', () => {
  const blocks = builtInSynthesis().parts.terraform.flatMap(({ name, json }) => blocksOf(name, json));
  const types = new Set(blocks.filter(({ mode }) => mode === 'resource').map(({ type }) => type));
  if (shown('most of a cloud')) expect(types.size).toBeGreaterThan(10);
  expect([...types].filter((type) => replacing(type) === undefined)).toEqual([]);
});

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** All types of a resource; those with many nested blocks have files of their own for them. */
function bindings(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
}

/** A name that no binding knows would never be found in a stack. */
test.each([
  { provider: 'google', table: googleReplacing },
  { provider: 'aws', table: awsReplacing },
])('every argument of $provider that is written down is one of the provider', ({ provider, table }) => {
  const unknown = Object.entries(table).flatMap(([type, all]) => {
    const folder = type.slice(provider.length + 1).replaceAll('_', '-');
    const own = path.join(root, 'node_modules/@cdktf', `provider-${provider}`, 'lib', folder);
    const texts = existsSync(own) ? bindings(own) : '';
    const known = new Set([...texts.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, name]) => name));
    const names = all.flatMap((each) => (typeof each === 'string' ? each : each.path).split('.'));
    return [...new Set(names)].filter((name) => !known.has(camel(name))).map((name) => `${type}.${name}`);
  });
  expect(unknown).toEqual([]);
});
