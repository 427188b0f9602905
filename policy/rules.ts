import { networkRules } from './kubernetes/network';
import { objectRules } from './kubernetes/objects';
import { podRules } from './kubernetes/pods';
import type { Rule } from './rule';

/** Every rule that a synth is held against. */
export const rules: readonly Rule[] = [...objectRules, ...podRules, ...networkRules];
