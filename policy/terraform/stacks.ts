import { at, list, type TerraformJson } from '../../model/blocks';
import type { Rule } from '../rule';
import { search } from '../strings';
import { demand } from './resource-rule';

/** Where the states of all stacks are, seen from the folder that terraform runs in. */
const STATE = '../../../.terrachart/state/';

const settings: Rule = {
  id: 'stack-settings',
  protects: 'Terraform is new enough to read the stack, and the state is where the next run looks for it.',
  mend: 'Derive the stack from SystemStack, which sets both.',
  link: 'https://developer.hashicorp.com/terraform/language/backend',
  check: ({ output: { stacks } }) =>
    Object.entries(stacks).flatMap(([stack, json]) =>
      [...version(json), ...backend(json)].map((detail) => ({ object: `${stack}/terraform`, detail })),
    ),
};

function version({ terraform }: TerraformJson): string[] {
  return at(terraform, 'required_version') ? [] : ['has no required_version'];
}

function backend({ terraform }: TerraformJson): string[] {
  const [[kind, body] = []] = Object.entries((at(terraform, 'backend') ?? {}) as object);
  switch (kind) {
    case 'local': {
      const file = String(at(body, 'path'));
      return file.startsWith(STATE) && !file.slice(STATE.length).includes('..')
        ? []
        : [`keeps its state at ${file}, not below ${STATE}`];
    }
    case 'gcs':
      return at(body, 'bucket') && at(body, 'prefix') ? [] : ['keeps its state in no bucket, or without a prefix'];
    case 's3':
      return demand(body, { encrypt: true, use_lockfile: true }).map((problem) => `its backend's ${problem}`);
    default:
      return ['has no backend of its own'];
  }
}

const providers: Rule = {
  id: 'provider-pinned',
  protects: 'The same file plans the same changes tomorrow.',
  mend: 'Let the stack of the cloud declare its provider; package.json pins the version.',
  link: 'https://developer.hashicorp.com/terraform/language/providers/requirements',
  check: ({ output: { stacks } }) =>
    Object.entries(stacks).flatMap(([stack, { terraform }]) =>
      Object.entries((at(terraform, 'required_providers') ?? {}) as object)
        .filter(([, provider]) => !/^(= ?)?\d+\.\d+\.\d+$/.test(String(at(provider, 'version'))))
        .map(([name, provider]) => ({
          object: `${stack}/terraform`,
          detail: `takes ${name} ${at(provider, 'version') ?? 'of any version'}, not an exact one`,
        })),
    ),
};

/** Homes and temporary folders: what only the machine that synthesized has. */
const MACHINE = /(?:^|[\s"'=:(])(?:\/(?:home|Users|root|private|var\/folders|mnt\/c)\/|[A-Z]:\\)/;

const paths: Rule = {
  id: 'relative-paths',
  protects: 'The same configuration gives the same file on every machine.',
  mend: 'Write paths relative to cdktf.out/stacks/<stack>, where terraform runs.',
  link: 'https://developer.hashicorp.com/terraform/language/expressions/references#filesystem-and-workspace-info',
  check: ({ output, blocks }) => [
    ...search({ ...output, objects: [] }, (text) => (MACHINE.test(text) ? ['holds a path of one machine'] : [])),
    ...blocks
      .filter(({ type, body }) => type.startsWith('local_') && list<string>(body.filename)[0]?.startsWith('/'))
      .map(({ address, body }) => ({ object: address, detail: `writes to ${body.filename}, an absolute path` })),
  ],
};

export const stackRules: readonly Rule[] = [settings, providers, paths];
