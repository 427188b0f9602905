import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type BlockSchema, type Extract, ownBindings } from '../../cli/conformance/provider-schema';
import { root } from '../../cli/options';
import type { TerraformBlock } from '../../model/blocks';
import { builtInStacks } from '../support/built-in';
import { testShown } from '../support/shown';

/**
 * Resources whose bindings we wrote, held against what their providers say of themselves. `npm run conformance` holds the
 * extract against the real provider.
 */
const extracts = ownBindings.map(
  ({ extract }) => JSON.parse(readFileSync(path.join(root, extract), 'utf8')) as Extract,
);
const { stacks } = builtInStacks();

/** What Terraform itself reads, in any resource. */
const META = ['lifecycle', 'depends_on', 'provider', 'count', 'for_each', 'provisioner', 'connection'];

/** What a provider would refuse in a block, or warn of. */
function problems({ attributes, blocks }: BlockSchema, body: TerraformBlock, at = ''): string[] {
  const said = Object.entries(body).filter(([name, value]) => value !== undefined && !META.includes(name));
  return [
    ...Object.entries(attributes)
      .filter(([name, { required }]) => required && body[name] === undefined)
      .map(([name]) => `${at}${name} is missing`),
    ...said.flatMap(([name, value]): string[] => {
      const block = blocks[name];
      if (block) {
        const all = [value].flat() as TerraformBlock[];
        const many = all.length > (block.most ?? all.length) ? [`${at}${name} stands there ${all.length} times`] : [];
        return [...many, ...all.flatMap((one) => within(block, one, `${at}${name}`))];
      }
      const attribute = attributes[name];
      if (!attribute) return [`${at}${name} is unknown`];
      if (!attribute.required && !attribute.optional) return [`${at}${name} is the provider's to say`];
      return [
        ...(attribute.deprecated ? [`${at}${name} is deprecated`] : []),
        ...(fits(attribute.type, value) ? [] : [`${at}${name} is no ${JSON.stringify(attribute.type)}`]),
      ];
    }),
  ];
}

function within(schema: BlockSchema, body: unknown, at: string): string[] {
  return typeof body === 'object' && body !== null
    ? problems(schema, body as TerraformBlock, `${at}.`)
    : [`${at} is no block`];
}

/** https://developer.hashicorp.com/terraform/language/expressions/type-constraints */
function fits(type: unknown, value: unknown): boolean {
  if (value === null || (typeof value === 'string' && value.includes('${'))) return true;
  if (!Array.isArray(type)) return typeof value === (type === 'bool' ? 'boolean' : type);
  const [kind, of] = type;
  if (kind === 'list' || kind === 'set') return Array.isArray(value) && value.every((one) => fits(of, one));
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const entries = Object.entries(value as object);
  if (kind === 'map') return entries.every(([, one]) => fits(of, one));
  // In JSON, an object must say all that its type has: https://developer.hashicorp.com/terraform/language/attr-as-blocks
  const same =
    Object.keys(of).sort().join() ===
    Object.keys(value as object)
      .sort()
      .join();
  return same && entries.every(([name, one]) => fits(of[name], one));
}

describe.each(extracts)('$provider $version', ({ provider, version, resources }) => {
  const users = Object.values(stacks).filter(({ terraform }) =>
    Object.values((terraform.required_providers ?? {}) as Record<string, { source: string }>).some(
      ({ source }) => source === provider,
    ),
  );
  const bodies = Object.entries(resources).flatMap(([type, schema]) =>
    users.flatMap(({ resource }) =>
      Object.entries(resource[type] ?? {}).map(([name, body]) => ({ address: `${type}.${name}`, schema, body })),
    ),
  );

  testShown('Proxmox')('is the release that the stacks ask for, without a credential', () => {
    expect(users.length).toBeGreaterThan(0);
    for (const { terraform, provider: configured } of users) {
      const own = Object.entries(terraform.required_providers as object).find(([, { source }]) => source === provider);
      expect(own?.[1]).toEqual({ source: provider, version });
      expect(configured[own?.[0] ?? '']).toEqual([{}]);
    }
  });

  testShown('Proxmox')('knows every resource that there is, and each argument of it', () => {
    const types = users.flatMap(({ resource }) => Object.keys(resource)).filter((type) => type !== 'terraform_data');
    expect([...new Set(types)].sort()).toEqual(Object.keys(resources).sort());
    expect(
      bodies.flatMap(({ address, schema, body }) => problems(schema, body).map((one) => `${address}: ${one}`)),
    ).toEqual([]);
  });

  testShown('Proxmox')('has nothing that no resource uses', () => {
    const names = (schema: BlockSchema): string[] => [
      ...Object.keys(schema.attributes),
      ...Object.entries(schema.blocks).flatMap(([name, block]) => [name, ...names(block)]),
    ];
    const used = (body: unknown): string[] =>
      typeof body === 'object' && body !== null
        ? Object.entries(body).flatMap(([name, value]) => [name, ...used(value)])
        : [];
    const all = new Set(bodies.flatMap(({ body }) => used(body)));
    expect(
      Object.values(resources)
        .flatMap(names)
        .filter((name) => !all.has(name)),
    ).toEqual([]);
  });

  testShown('Proxmox')('finds what is wrong at every place of a resource', () => {
    const { schema, body } = bodies[0] as (typeof bodies)[number];
    const accepted: string[] = [];
    const visit = (node: Record<string, unknown>, at: string): void => {
      for (const [name, value] of Object.entries(node)) {
        if (META.includes(name) || value === null) continue;
        node[name] = typeof value === 'object' ? 1 : { un: 'heard' };
        if (problems(schema, copy as TerraformBlock).length === 0) accepted.push(`${at}${name}`);
        node[name] = value;
        for (const one of [value].flat())
          if (typeof one === 'object' && one !== null) visit(one as never, `${at}${name}.`);
      }
      node.unheard_of = 1;
      if (problems(schema, copy as TerraformBlock).length === 0) accepted.push(`${at}unheard_of`);
      delete node.unheard_of;
    };
    const copy = structuredClone(body) as Record<string, unknown>;
    visit(copy, '');
    expect(accepted).toEqual([]);
    for (const name of Object.keys(schema.attributes).filter((one) => schema.attributes[one]?.required)) {
      expect(problems(schema, { ...body, [name]: undefined })).toEqual([`${name} is missing`]);
    }
  });
});
