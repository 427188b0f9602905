// An admin opens a new session, somebody votes and sees it count after a reload: node vote.mjs ADDRESS, with ADMIN_PASSWORD.
import { visiting } from '../apps/browser.mjs';

const DRIVER = 'Lewis Hamilton';

await visiting(async (open) => {
  const httpCredentials = { username: process.env.ADMIN_USER ?? 'admin', password: process.env.ADMIN_PASSWORD ?? '' };
  const admin = await open('/admin', { locale: 'en-GB', httpCredentials });
  const act = async (name) => {
    await admin.getByRole('button', { name: `${name}…` }).click();
    await admin.getByRole('button', { name, exact: true }).click();
  };
  // A session that was left open offers no other way to a new one.
  if ((await admin.locator('[data-state=WAITING]').count()) === 0) await act('Reset');
  await act('Open');

  const voter = await open('/', { locale: 'en-GB' });
  await voter.locator('[data-state=OPEN]').waitFor();
  await voter.locator('label', { has: voter.getByRole('radio', { name: DRIVER }) }).click();
  await voter.getByRole('button', { name: 'Vote for' }).click();
  const counts = `Your vote for ${DRIVER} counts.`;
  await voter.getByText(counts).waitFor();
  await voter.reload();
  await voter.getByText(counts).waitFor();

  await act('Close');
  await voter.locator('[data-state=CLOSED]').waitFor();
  await act('Publish');
  await voter.locator('[data-state=PUBLISHED]').waitFor();
  console.log(`${DRIVER} is driver of the day, by one vote.`);
});
