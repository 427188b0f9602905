import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { spelling } from './new/names';

/** The list of systems, synthesis/systems.ts, as text: each has a line that imports it and an entry. */
const FILE = 'synthesis/systems.ts';

/** What builds a system's halves; a half that is left out is not made. */
export type Halves = readonly ('terraform' | 'kubernetes')[];

const LIST = /(export const plugs: readonly Plug\[\] = \[)([\s\S]*?)(\n?\];)/;
const folders = { terraform: 'infra', kubernetes: 'manifests' } as const;

/** Enters a system, as the last. */
export function enter(root: string, system: string, halves: Halves): void {
  edit(root, (text) => {
    const { camel } = spelling(system);
    const modules = halves.map((half) => `    ${half}: () => import('../${folders[half]}/systems/${system}'),`);
    const entry = [`  plug(${camel}, {`, ...modules, '  }),'].join('\n');
    return `import { ${camel} } from '../config/${system}';\n${text}`.replace(
      LIST,
      (_, head: string, list: string) => `${head}${list.replace(/\)$/, '),')}\n${entry}\n];`,
    );
  });
}

/** Takes a system out. */
export function strike(root: string, system: string): void {
  edit(root, (text) => {
    const [line = '', identifier = ''] =
      new RegExp(`^import \\{ (\\w+) \\} from '../config/${system}';\\n`, 'm').exec(text) ?? [];
    const without = text.replace(line, '');
    return without.replace(LIST, (_, head: string, list: string) => {
      const entries = list.split(/(?=\bplug\()/).filter((entry) => !entry.startsWith(`plug(${identifier},`));
      return `${head}${entries.join('').trimEnd()}\n];`;
    });
  });
}

function edit(root: string, change: (text: string) => string): void {
  const file = path.join(root, FILE);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
