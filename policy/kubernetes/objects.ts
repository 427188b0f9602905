import { images, reference } from '../../config/images';
import { labelKeys } from '../../config/labels';
import { type KubernetesObject, nameOf, type Output, podsOf } from '../output';
import type { Rule } from '../rule';

/** A rule over each object: the problems of one, as text. */
function objectRule(
  rule: Omit<Rule, 'check'>,
  problems: (object: KubernetesObject, output: Output) => readonly string[],
): Rule {
  return {
    ...rule,
    check: (output) =>
      output.objects.flatMap((object) =>
        problems(object, output).map((detail) => ({ object: nameOf(object), detail })),
      ),
  };
}

const labels = objectRule(
  {
    id: 'labels',
    protects: 'kubectl apply -l and every overview find all objects of a system.',
    mend: 'Make the object inside a SystemChart with namespaced() or clusterScoped().',
  },
  (object) => {
    const workload = podsOf([object]).length > 0 ? [labelKeys.component, labelKeys.version] : [];
    return [labelKeys.name, labelKeys.partOf, labelKeys.managedBy, ...workload]
      .filter((key) => !object.metadata.labels?.[key])
      .map((key) => `lacks the label ${key}`);
  },
);

const unique: Rule = {
  id: 'unique',
  protects: 'No object of one system overwrites that of another.',
  mend: 'Rename one of them; cluster-scoped names carry the system.',
  check: ({ objects }) => {
    const names = objects.map(nameOf);
    const seen = new Set<string>();
    const twice = names.filter((name) => seen.has(name) || !seen.add(name));
    return [...new Set(twice)].map((object) => ({ object, detail: 'stands in the output more than once' }));
  },
};

const noSecrets = objectRule(
  {
    id: 'no-secret',
    protects: 'Secret values never stand in a file.',
    mend: 'Refer to the Secret by SecretRef and let GeneratedSecrets, Vault or the user fill it.',
  },
  ({ kind }) => (kind === 'Secret' ? ['is a Secret'] : []),
);

const noToken = objectRule(
  {
    id: 'no-token',
    protects: 'A value that only Terraform knows never reaches Kubernetes as a placeholder.',
    mend: 'Compute the value in config; both halves can use it there.',
  },
  (object) => (/\$\{T(?:f)?oken\[/.test(JSON.stringify(object)) ? ['holds an unresolved CDK token'] : []),
);

const imagePinned = objectRule(
  {
    id: 'image-pinned',
    protects: 'The same file runs the same software tomorrow.',
    mend: 'Take the image from config/images.ts, or declare it with chart.expect().',
  },
  (object, { expectedImages }) => {
    const known = [...Object.values(images).map(reference), ...expectedImages];
    return podsOf([object])
      .flatMap(({ containers }) => containers)
      .filter(({ image }) => !known.includes(image) || !/:[^/:]+$/.test(image) || image.endsWith(':latest'))
      .map(({ image }) => `runs ${image}, which is not in the catalogue with an exact tag`);
  },
);

const leastPrivilege = objectRule(
  {
    id: 'rbac',
    protects: 'A role says what it grants; wildcards grant what does not exist yet.',
    mend: 'Name groups, resources and verbs.',
  },
  ({ kind, rules = [] }) =>
    kind.endsWith('Role') && JSON.stringify(rules).includes('"*"') ? ['grants a wildcard'] : [],
);

export const objectRules: readonly Rule[] = [labels, unique, noSecrets, noToken, imagePinned, leastPrivilege];
