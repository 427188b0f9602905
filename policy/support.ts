import { type Support, unsupported } from '../config/support';
import { charts, images, machineImages, reference, releases } from '../config/versions';
import type { View } from '../model/view';
import type { Rule } from './rule';
import { search } from './strings';

/** What stands in an output where an entry of the catalogue is used. */
const catalogue: readonly (readonly [string, Support])[] = [
  ...Object.values(images).map((image) => [reference(image), image] as const),
  ...Object.values(machineImages).map((entry) => [entry.name, entry] as const),
  ...[...Object.values(releases), ...Object.values(charts)].map((entry) => [entry.version, entry] as const),
];

const supported: Rule = {
  id: 'supported-versions',
  protects: 'What runs is still mended by its makers: a published hole is closed by the next patch, not left open.',
  mend: 'Move the entry in config/versions.ts to a supported version that a public page or a registry shows, with the date.',
  link: 'https://endoflife.date/',
  check: (view, today) =>
    catalogue.flatMap(([version, entry]) => {
      const problem = today === undefined ? undefined : unsupported(entry, today);
      const [object] = problem === undefined ? [] : usersOf(version, view);
      return object === undefined ? [] : [{ object, detail: `${version} ${problem}`, severity: 'warning' as const }];
    }),
};

function usersOf(version: string, { output }: View): string[] {
  return [
    ...output.expectations.filter(({ name }) => name.includes(version)).map(({ name }) => name),
    ...search(output, (text) => (text.includes(version) ? [''] : [])).map(({ object }) => object),
  ];
}

export const supportRules: readonly Rule[] = [supported];
