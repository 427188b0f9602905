import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { terraformSets } from '../../cli/diff/meaning';
import { root } from '../../cli/options';
import { blocksOf } from '../../model/blocks';
import { builtInSynthesis } from '../support/built-in';
import { shown } from '../support/shown';

/** Arguments of Terraform that no provider has. */
const meta = new Set(['depends_on', 'lifecycle', 'provider', 'provisioner']);
/** Lists of the providers that are read in any order: rules of Amazon S3, and the containers that one of Cloud Run waits for. */
const inAnyOrder = new Set([
  ...['aws_s3_bucket_lifecycle_configuration.rule', 'google_cloud_run_v2_job.depends_on'],
  'google_cloud_run_v2_service.depends_on',
]);

test('lists that are compared in any order are those that the providers keep as sets', () => {
  const blocks = builtInSynthesis().parts.terraform.flatMap(({ name, json }) => blocksOf(name, json));
  const found = new Map<string, Set<string>>();
  for (const { mode, type, body } of blocks) {
    if (mode !== 'resource') continue;
    const own = found.get(type) ?? new Set();
    for (const [name, value] of Object.entries(body)) if (!meta.has(name)) listsIn(name, value, own);
    found.set(type, own);
  }
  const wrong = [...found].flatMap(([type, names]) =>
    [...names]
      .filter((name) => !inAnyOrder.has(`${type}.${name}`))
      .map((name) => ({ name: `${type}.${name}`, set: terraformSets.has(name), provider: kindsOf(type, name) }))
      .filter(({ set, provider }) => provider.length > 0 && provider.some((kind) => (kind === 'set') !== set)),
  );
  if (shown('most of a cloud')) expect(found.size).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

function listsIn(name: string, value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) found.add(name);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) listsIn(Array.isArray(value) ? name : key, child, found);
}

const texts = new Map<string, string>();

/** `list` or `set`, as the bindings write an argument of that name. */
function kindsOf(type: string, name: string): string[] {
  const text = texts.get(type) ?? bindings(type);
  texts.set(type, text);
  const argument = new RegExp(`^ +${name}: \\{[^}]*?type: "(list|set)"`, 'gms');
  return [...text.matchAll(argument)].map(([, kind = '']) => kind);
}

/** How a resource is written as Terraform; those with many nested blocks have files of their own for them. */
function bindings(type: string): string {
  const [provider = '', ...rest] = type.split('_');
  const folder = path.join(root, 'node_modules/@cdktf', `provider-${provider}`, 'lib', rest.join('-'));
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
}
