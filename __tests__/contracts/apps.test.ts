import { readFileSync } from 'node:fs';
import { contracts } from '../../cli/contracts';

test('every app knows its chart as it is: npm run contracts', async () => {
  const written = await contracts();
  expect(Object.keys(written).length).toBeGreaterThan(0);
  for (const [file, text] of Object.entries(written))
    expect({ [file]: readFileSync(file, 'utf8') }).toEqual({ [file]: text });
});
