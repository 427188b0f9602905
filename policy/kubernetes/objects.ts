import { labelKeys } from '../../config/labels';
import { images, reference } from '../../config/versions';
import { nameOf } from '../../model/objects';
import { podsOf } from '../../model/pods';
import type { Rule } from '../rule';
import { objectRule } from './object-rule';

const labels = objectRule(
  {
    id: 'labels',
    protects: 'kubectl apply -l and every overview find all objects of a system.',
    mend: 'Make the object inside a SystemChart with namespaced() or clusterScoped().',
    link: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/',
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
  link: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  check: ({ objects }) => {
    const seen = new Set<string>();
    const twice = objects.map(nameOf).filter((name) => seen.has(name) || !seen.add(name));
    return [...new Set(twice)].map((object) => ({ object, detail: 'stands in the output more than once' }));
  },
};

const podSecurityLabel = 'pod-security.kubernetes.io/enforce';

const namespaceSecurity = objectRule(
  {
    id: 'namespace-security',
    kinds: ['Namespace'],
    protects: 'The API server refuses an unsafe pod, whoever brings it.',
    mend: 'Create the namespace with the Namespace construct; pods that need more get one of their own and a waiver.',
    link: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  },
  ({ metadata }) => {
    const level = metadata.labels?.[podSecurityLabel];
    return level === 'restricted' ? [] : [`has ${podSecurityLabel}: ${level ?? 'nothing'}, not restricted`];
  },
);

const catalogue = new Set(Object.values(images).map(reference));

const imagePinned: Rule = {
  id: 'image-pinned',
  protects: 'The same file runs the same software tomorrow.',
  mend: 'Take the image from config/versions.ts, or declare it with chart.expect().',
  link: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  check: ({ pods, output: { expectations } }) => {
    const declared = new Set(expectations.filter(({ kind }) => kind === 'image').map(({ name }) => name));
    const known = (image: string) => catalogue.has(image) || declared.has(image);
    const exact = (image: string) => /:[^/:]+$/.test(image) && !image.endsWith(':latest');
    return pods.flatMap(({ owner, containers }) =>
      containers
        .filter(({ image = '' }) => !known(image) || !exact(image))
        .map(({ image }) => ({
          object: nameOf(owner),
          detail: `runs ${image}, which is not in the catalogue with an exact tag`,
        })),
    );
  },
};

export const objectRules: readonly Rule[] = [labels, unique, namespaceSecurity, imagePinned];
