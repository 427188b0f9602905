import { readFileSync } from 'node:fs';
import { contracts } from '../../cli/contracts';
import { shown } from '../support/shown';

test('every app knows its chart as it is: npm run contracts', async () => {
  const written = await contracts();
  expect(Object.keys(written).length > 0).toBe(shown('app contract'));
  for (const [file, text] of Object.entries(written))
    expect({ [file]: readFileSync(file, 'utf8') }).toEqual({ [file]: text });
});
