import { nameOf } from '../output';
import type { Rule, Violation } from '../rule';
import { type Text, texts } from '../strings';
import type { View } from '../view';
import { isNamedSecret, secretsIn } from './detect';

const noSecret: Rule = {
  id: 'no-secret',
  protects: 'Secret values never stand in a file.',
  mend: 'Refer to the Secret by SecretRef and let GeneratedSecrets, Vault or the user fill it; in Terraform use write-only arguments.',
  link: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  check: (view) => {
    const seen = new Map<string, readonly string[]>();
    return [
      ...view.ofKind('Secret').map((object) => ({ object: nameOf(object), detail: 'is a Secret' })),
      ...texts(view.output).flatMap((found) => problems(found, seen)),
      ...variables(view),
    ];
  },
};

/** Copies of a text, which an output has many of, are read once. */
function problems({ object, path, text }: Text, seen: Map<string, readonly string[]>): Violation[] {
  const name = [...path].reverse().find((key) => !/^\d+$/.test(key)) ?? '';
  const known = `${name}\n${text}`;
  const whats = seen.get(known) ?? [
    ...new Set([
      ...secretsIn(text, name).map(({ what }) => what),
      ...(isNamedSecret(name, text, 'attribute') ? ['a value where a secret belongs'] : []),
    ]),
  ];
  seen.set(known, whats);
  return whats.map((what) => ({ object, detail: `${path.join('.')} holds ${what}` }));
}

/** Variables of containers, whose name and value are two texts. */
function variables({ pods }: View): Violation[] {
  return pods.flatMap(({ owner, containers }) =>
    containers.flatMap(({ name: container, env = [] }) =>
      (env as { name: string; value?: string }[])
        .filter(({ name, value = '' }) => isNamedSecret(name, value, 'variable'))
        .map(({ name }) => ({
          object: nameOf(owner),
          detail: `variable ${name} of ${container} holds a value, not a reference`,
        })),
    ),
  );
}

const noToken: Rule = {
  id: 'no-token',
  protects: 'A value that is only known later never stands in a file as a placeholder of the CDK.',
  mend: 'Compute the value in config, where both halves can use it.',
  link: 'https://developer.hashicorp.com/terraform/cdktf/concepts/tokens',
  check: ({ output }) =>
    texts(output)
      .filter(({ text }) => /\$\{(?:Tf)?Token\[|\$\{TF_TOKEN/i.test(text))
      .map(({ object, path }) => ({ object, detail: `${path.join('.')} holds an unresolved token of the CDK` })),
};

export const secretRules: readonly Rule[] = [noSecret, noToken];
