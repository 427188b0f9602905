import type { Rule } from '../rule';
import { objectRule } from './object-rule';

/** What editors leave beside a file. */
const LEFT_BEHIND = /(~|\.bak|\.orig|\.swp)$/;

const newRule = objectRule(
  {
    id: 'new-rule',
    kinds: ['ConfigMap'],
    protects:
      'No ConfigMap holds what an editor left beside a file: a program that reads the folder would take it for its own.',
    mend: 'Take the entry out of `files`.',
    link: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  },
  ({ data = {} }) =>
    Object.keys(data)
      .filter((file) => LEFT_BEHIND.test(file))
      .map((file) => `${file} is a copy that an editor left`),
);

export const newRuleRules: readonly Rule[] = [newRule];
