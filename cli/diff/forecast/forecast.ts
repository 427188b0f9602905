import type { Change } from '../compare';
import type { Forecast } from './effect';
import { kubernetesForecast } from './kubernetes';
import { terraformForecast } from './terraform';

export function forecast(change: Change): Forecast {
  const { half } = change.thing;
  if (half === 'kubernetes') return kubernetesForecast(change);
  if (half === 'terraform') return terraformForecast(change);
  if (half === 'policy') return { effect: 'no effect', how: 'on what is applied' };
  return { effect: change.verb === 'removed' ? 'delete' : change.verb === 'added' ? 'create' : 'update in place' };
}
