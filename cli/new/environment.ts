import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { suggest } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { root } from '../options';
import { addEnvironment } from '../readme-rows';
import { again, format, snapshots, write } from './finish';
import { spelling } from './names';
import { checkName, refuse } from './refuse';

const LAPTOP = 'local';

/** Writes an environment that is as another until something is changed, and enters it. @returns its file */
export function newEnvironment(system: string, name: string, from?: string): string[] {
  const environments = environmentsOf(system);
  checkName('environment', name);
  if (environments.includes(name)) refuse('environment', `${system} has ${name} already`);
  const others = environments.filter((environment) => environment !== LAPTOP);
  const like = from ?? others[0] ?? refuse('environment', `${system} has none but ${LAPTOP}, which is this machine`);
  if (!others.includes(like)) refuse('--from', `${like}: no environment beyond this machine${suggest(like, others)}`);
  const index = `config/${system}/index.ts`;
  const { identifier, module, text } = entered(readFileSync(path.join(root, index), 'utf8'), name, like);
  const file = `config/${system}/${name}.ts`;
  write({ [file]: sourceOf(spelling(name).camel, identifier, module, like) });
  writeFileSync(path.join(root, index), text);
  addEnvironment(root, { system, environments: [name] });
  format([file, index]);
  again('schema');
  again('contracts');
  snapshots(reviewing(system));
  return [file];
}

function environmentsOf(system: string): string[] {
  const found = systems.find(({ name }) => name === system);
  const known = systems.map(({ name }) => name);
  return found
    ? Object.keys(found.environments)
    : refuse('system', `${system}: no such system${suggest(system, known)}`);
}

/** The system's index with one environment more, and what the one that it is like is called there, and where from. */
function entered(index: string, name: string, like: string) {
  const [, list = ''] = /\n {2}environments: \{([\s\S]*?)\}/.exec(index) ?? [];
  const [, identifier = like] = new RegExp(`(?:^|\\W)'?${like}'?: (\\w+)`).exec(list) ?? [];
  const [, module = ''] = new RegExp(`import \\{[^}]*\\b${identifier}\\b[^}]*\\} from '([^']+)'`).exec(index) ?? [];
  const { camel } = spelling(name);
  const entry = camel === name ? name : `'${name}': ${camel}`;
  const more = `${list.trimEnd().replace(/,?$/, ',')} ${entry}${list.includes('\n') ? ',\n  ' : ' '}`;
  const text = `import { ${camel} } from './${name}';\n${index}`.replace(
    `environments: {${list}}`,
    `environments: {${more}}`,
  );
  return { identifier, module, text };
}

function sourceOf(name: string, like: string, module: string, environment: string): string {
  return `import { environment } from '../system';
${importOf(like, module)}

/** As ${environment}, but for what stands in its record. */
export const ${name} = environment({
  ...${like},
  record: { ...${like}.record },
});
`;
}

const importOf = (name: string, module: string) => ['import {', name, '} from', `'${module}';`].join(' ');

/** The tests that hold the system's output against snapshots. */
function reviewing(system: string): string[] {
  return ['__tests__/infra', '__tests__/manifests'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => file.endsWith('.test.ts') && !file.endsWith('.slow.test.ts'))
      .filter((file) => new RegExp(`reviewed\\w+\\('${system}'\\)`).test(readFileSync(path.join(root, file), 'utf8'))),
  );
}
