// A new owner opens an account, notes today and finds the day in the calendar: node note.mjs ADDRESS.
import { randomBytes } from 'node:crypto';
import { visiting } from '../apps/browser.mjs';

const name = `camille${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');
const COMMENT = 'Croisé deux vélos près du canal.';

await visiting(async (open) => {
  const page = await open('/', { locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const button = (text) => page.getByRole('button', { name: text });
  const box = (text) => page.getByRole('textbox', { name: text }).filter({ visible: true });
  const heading = (text) => page.getByRole('heading', { name: text }).first().waitFor();

  await heading('Réactivité');
  await page.getByRole('tab', { name: 'Créer un compte' }).click();
  await box("Nom d'utilisateur").fill(name);
  await box('Adresse électronique').fill(`${name}@example.org`);
  await box('Mot de passe (').fill(password);
  await box('Le même mot de passe').fill(password);
  await button('Créer mon compte').click();
  await heading('Bienvenue');
  await button('Commencer').click();
  await heading(`Bonjour ${name}`);

  await button("Noter aujourd'hui").click();
  await heading('Nouvelle entrée');
  await page.getByText('4 · Très réactif').click();
  await page.getByLabel('Commentaire').fill(COMMENT);
  await button('Enregistrer').click();
  await page.getByText("C'est noté pour le").waitFor();
  await page.getByRole('link', { name: 'Calendrier' }).click();
  await button(': 4 · Très réactif').click();
  await page.getByText(COMMENT, { exact: true }).waitFor();
  console.log(`${name} noted a day and found it.`);
});
