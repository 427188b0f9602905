import { nameOf } from '../../model/objects';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { search } from '../strings';
import { isNamedSecret, secretsIn } from './detect';

const noSecret: Rule = {
  id: 'no-secret',
  protects: 'Secret values never stand in a file.',
  mend: 'Refer to the Secret by SecretRef and let randomSecrets, Vault or the user fill it; in Terraform use write-only arguments.',
  link: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  check: (view) => [
    ...view.ofKind('Secret').map((object) => ({ object: nameOf(object), detail: 'is a Secret' })),
    ...search(view.output, onceEach(secrets)),
    ...variables(view),
  ],
};

const none: readonly string[] = [];

function secrets(text: string, name: string): readonly string[] {
  const whats = secretsIn(text, name).map(({ what }) => what);
  if (isNamedSecret(name, text, 'attribute')) whats.push('a value where a secret belongs');
  return whats.length === 0 ? none : [...new Set(whats)].map((what) => `holds ${what}`);
}

/** Copies of a text, which an output has many of, are read once. */
function onceEach(look: (text: string, name: string) => readonly string[]) {
  const seen = new Map<string, Map<string, readonly string[]>>();
  return (text: string, name: string): readonly string[] => {
    const known = seen.get(name) ?? new Map<string, readonly string[]>();
    seen.set(name, known);
    const found = known.get(text) ?? look(text, name);
    known.set(text, found);
    return found;
  };
}

/** Variables of containers, whose name and value are two texts. */
function variables({ pods }: View): Violation[] {
  return pods.flatMap(({ owner, containers }) =>
    containers.flatMap(({ name: container, env = [] }) =>
      env
        .filter(({ name, value = '' }) => isNamedSecret(name, value, 'variable'))
        .map(({ name }) => ({
          object: nameOf(owner),
          detail: `variable ${name} of ${container} holds a value, not a reference`,
        })),
    ),
  );
}

const TOKEN = /\$\{(?:Tf)?Token\[/i;

const noToken: Rule = {
  id: 'no-token',
  protects: 'A value that is only known later never stands in a file as a placeholder of the CDK.',
  mend: 'Compute the value in config, where both halves can use it.',
  link: 'https://developer.hashicorp.com/terraform/cdktf/concepts/tokens',
  check: ({ output }) => search(output, (text) => (TOKEN.test(text) ? ['holds an unresolved token of the CDK'] : none)),
};

export const secretRules: readonly Rule[] = [noSecret, noToken];
