import { type End, Traffic } from '../../model/edges/traffic';
import { nameOf } from '../../model/objects';
import type { Rule, Violation } from '../rule';

const otherEnd: Readonly<Record<End, End>> = { in: 'out', out: 'in' };

/**
 * What has one end only is named by its nature and left out: addresses outside, nodes and the API server (blocks, and
 * rules for anyone), DNS and pods of other software (not in the output). Whole namespaces are an offer, not a flow.
 */
const flowEnds: Rule = {
  id: 'flow-ends',
  protects: 'What is allowed to ask is allowed to be answered, and no door stands open that nobody goes through.',
  mend: 'Let connectTo() or exposeViaIngress() write both ends.',
  link: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  check: (view) => {
    const traffic = new Traffic(view);
    return traffic.allowances
      .filter(({ end, from, to, port, precise }) => precise && !traffic.allows(otherEnd[end], from, to, port))
      .map(({ policy, end, from, to, port }): Violation => {
        const [asks, answers] = [nameOf(from.owner), nameOf(to.owner)];
        const detail =
          end === 'out'
            ? `allows ${asks} to reach ${answers} at ${port}, which lets it not in`
            : `lets ${asks} in to ${answers} at ${port}, which is not allowed to go there`;
        return { object: nameOf(policy), detail, other: end === 'out' ? answers : asks };
      });
  },
};

export const flowRules: readonly Rule[] = [flowEnds];
