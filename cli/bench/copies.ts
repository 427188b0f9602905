import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { transformSync } from '@swc/core';
import { root } from '../options';

const folders = [
  'cli',
  'config',
  'imports',
  'infra',
  'manifests',
  'model',
  'policy',
  'synthesis',
  'cdktf.json',
  'cdk8s.yaml',
  'package.json',
];

/** A copy of the program in `target`, each file as `change` makes it, with the same libraries. */
function copy(target: string, change: (file: string, text: string) => { name: string; text: string }): string {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.trim().split('\n')) {
    const { name, text } = change(file, readFileSync(path.join(root, file), 'utf8'));
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    writeFileSync(path.join(target, name), text);
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(target, 'node_modules'));
  return target;
}

/** In place of cli/types.ts: what is measured is the synth. */
const unchecked = 'exports.checkTypes = () => undefined;\n';

/** The floor: compiled to JavaScript beforehand, so that plain node has nothing to do but run it. */
export function precompiled(target: string): string {
  return copy(target, (file, text) => {
    if (file === 'cli/typescript.js') return { name: file, text: '' };
    if (file === 'cli/types.ts') return { name: 'cli/types.js', text: unchecked };
    if (!file.endsWith('.ts')) return { name: file, text };
    const options = {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      swcrc: false,
    } as const;
    return { name: file.replace(/\.ts$/, '.js'), text: transformSync(text, options).code };
  });
}

/** How such a program is usually run: tsx compiles at every start, once for each CLI. */
export function ordinary(target: string): string {
  return copy(target, (file, text) => ({ name: file, text: withTsx(file, text) }));
}

/** The same, with each provider imported from its package's root, as its documentation shows. */
export function ordinaryFromRoots(target: string): string {
  return copy(target, (file, text) => ({
    name: file,
    text: file.startsWith('infra/') && file.endsWith('.ts') ? fromRoots(text) : withTsx(file, text),
  }));
}

function withTsx(file: string, text: string): string {
  if (file === 'cli/typescript.js') return '';
  if (file === 'cli/types.ts') return unchecked;
  return file === 'cdktf.json' || file === 'cdk8s.yaml'
    ? text.replace('node cli/run.js', 'node_modules/.bin/tsx cli/run.js')
    : text;
}

/** `import { A } from '@cdktf/provider-x/lib/a-b'` becomes `import { aB } from '@cdktf/provider-x'` and a name of its member. */
function fromRoots(text: string): string {
  return text.replace(
    /^import (type )?\{([^}]+)\} from '(@cdktf\/provider-[a-z]+)\/lib\/([a-z0-9-]+)';$/gm,
    (_, type: string | undefined, members: string, provider: string, resource: string) => {
      const namespace = resource.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
      const values = type ? [] : members.split(',').flatMap(imported);
      if (values.length === 0) return '';
      const alias = `${namespace}Of${values[0]?.as}`;
      const names = values.map(({ name, as }) => `const ${as} = ${alias}.${name};`);
      return [`import { ${namespace} as ${alias} } from '${provider}';`, ...names].join('\n');
    },
  );
}

/** `A` or `A as B`; types are gone at run time. */
function imported(member: string): { name: string; as: string }[] {
  const [name = '', as = name] = member.trim().split(' as ');
  return name === '' || name.startsWith('type ') ? [] : [{ name, as }];
}
