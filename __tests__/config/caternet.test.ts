import { caternet } from '../../config/caternet';
import { validate } from '../../config/validate';

test.each(Object.entries(caternet.environments))('the built-in record of %s is right', (_, environment) => {
  expect(validate(environment, environment.record).map(({ keys, tell }) => `${keys.join('.')}: ${tell()}`)).toEqual([]);
});
