import type { Change } from '../../compare';
import { fromTo, gained, shown } from '../../values';
import type { Look } from '../look';
import { kubernetesDoors } from './kubernetes';
import { terraformDoors } from './terraform';

/** Somebody or something may do, reach or read more than before. */
export const doorDanger: Look = (change) => {
  const { half, kind } = change.thing;
  if (half === 'terraform') return terraformDoors(change);
  if (half === 'kubernetes') return kubernetesDoors(change);
  return kind === 'waiver' ? waiverDoors(change) : [];
};

function waiverDoors({ verb, differences }: Change): string[] {
  if (verb === 'added') return ['a rule no longer holds there'];
  return differences.flatMap((difference) => {
    const [key] = difference.path;
    if (key === 'expires') return [`excuses for another time, ${fromTo(difference)}`];
    return key === 'details' && gained(difference).length > 0 ? [`excuses ${shown(gained(difference))}`] : [];
  });
}
