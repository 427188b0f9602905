import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { numbers } from '../src/lib/drivers.ts';
import { Front } from './support/front.ts';
import { ADMIN, Pod } from './support/pod.ts';
import { until } from './support/processes.ts';
import { RedisServer } from './support/redis.ts';
import { needs, tool } from './support/tools.ts';
import { Admin, Voter } from './support/voter.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1100, height: 900 };

/** Where `npm run screenshots` puts pictures: those of the README, or with another folder all of them. */
const folder = process.env.SCREENSHOTS;
const readme = ['open-light', 'open-phone-dark', 'published-light', 'published-phone-light', 'admin-dark'];

/** People with a browser, two pods behind a proxy, the chart's Redis. */
describe('in a browser', needs('redis', 'chromium'), () => {
  let redis: RedisServer;
  let pods: Pod[] = [];
  let front: Front;
  let browser: Browser;
  let admin: Admin;
  const open: BrowserContext[] = [];

  before(async () => {
    redis = await RedisServer.start();
    // Everybody here comes from one address.
    pods = await Promise.all([1, 2].map(() => Pod.start(redis.url, { VOTES_PER_MINUTE: '1000' })));
    front = await Front.start(() => pods.map(({ address }) => address));
    browser = await chromium.launch({ executablePath: tool('chromium'), args: ['--no-sandbox'] });
    admin = new Admin(pods[0]?.address ?? '');
    await until('there is a session', async () => (await admin.ask('/admin')).status === 200);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((context) => context.close()));
  });
  after(async () => {
    await browser?.close();
    front?.end();
    await Promise.all(pods.map((pod) => pod.end()));
    await redis?.end();
  });

  async function session(...acts: readonly string[]): Promise<void> {
    for (const act of ['reset', ...acts]) assert.equal((await admin.act(act)).status, 200, act);
  }

  /** A browser of its own: no cookie of another. */
  async function visitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: DESK, ...options });
    open.push(context);
    return context;
  }

  /** @returns a page of the vote, and what went wrong in it */
  async function visit(context: BrowserContext, path = '/'): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${front.address}${path}`);
    return page;
  }

  const stateOf = (page: Page, state: string) => page.locator(`[data-state=${state}]`).waitFor();
  const told = (page: Page, kind: string) => page.locator(`[data-answer=${kind}]`).waitFor();
  const choose = (page: Page, name: string) =>
    page.locator('label', { has: page.getByRole('radio', { name }) }).click();
  async function vote(page: Page, name: string): Promise<void> {
    await choose(page, name);
    await page.getByRole('button', { name: /Vote for|Voter pour/ }).click();
  }

  /** Votes of many others, most of them for one, fewer for each next one. @returns how many */
  async function crowd(): Promise<number> {
    const favourites = [16, 12, 44, 1, 63, 81, 3];
    const order = [...favourites, ...numbers.filter((number) => !favourites.includes(number))];
    const votes = order.flatMap((number, index) => Array.from({ length: Math.ceil(80 / (index + 2)) }, () => number));
    for (let from = 0; from < votes.length; from += 50)
      await Promise.all(
        votes.slice(from, from + 50).map(async (number, index) => {
          const one = await new Voter(pods[index % pods.length]?.address ?? '').arrive();
          assert.equal(await one.vote(number), 'accepted');
          one.leave();
        }),
      );
    return votes.length;
  }

  async function accessible(page: Page): Promise<void> {
    await page.addScriptTag({ path: axe }).catch(() => page.evaluate(`(${axe})`));
    const violations = await page.evaluate(async () => {
      const { axe: checker } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
      };
      return (await checker.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary]);
    });
    assert.deepEqual(violations, []);
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (!folder || (folder === 'screenshots' && !readme.includes(name))) return;
    await page.screenshot({ path: join(import.meta.dirname, '..', folder, `${name}.png`), animations: 'disabled' });
  }

  test('a vote counts, is still there after a reload, and a second one is refused', async () => {
    await session('open');
    const context = await visitor();
    const [page, second] = [await visit(context), await visit(context)];
    await stateOf(page, 'OPEN');
    await vote(page, 'Lewis Hamilton');
    await page.getByText('Your vote for Lewis Hamilton counts.').waitFor();
    await page.locator('[data-votes="1"]').waitFor();
    await page.reload();
    await page.getByText('Your vote for Lewis Hamilton counts.').waitFor();
    assert.equal(await page.getByRole('radio', { name: 'Lewis Hamilton' }).isChecked(), true);
    assert.equal(await page.getByRole('button', { name: /Vote/ }).count(), 0);
    await vote(second, 'Carlos Sainz');
    await second.getByText('This device has voted before: Lewis Hamilton counts.').waitFor();
  });

  test('an admin opens, closes and publishes while two pages watch, without a reload', async () => {
    await session();
    const watching = [await visit(await visitor()), await visit(await visitor({ locale: 'fr-FR' }))];
    for (const page of watching) await stateOf(page, 'WAITING');
    const control = await visit(
      await visitor({ httpCredentials: { username: ADMIN.user, password: ADMIN.password } }),
      '/admin',
    );
    await control.locator('[data-number=clients]', { hasText: '2' }).waitFor();
    await control.locator('[data-number=pods]', { hasText: '2' }).waitFor();
    await control.locator('[data-number=redis-memory]', { hasText: 'MiB of 128 MiB' }).waitFor();
    for (const [act, state] of [
      ['Open', 'OPEN'],
      ['Close', 'CLOSED'],
      ['Publish', 'PUBLISHED'],
    ] as const) {
      await control.getByRole('button', { name: `${act}…` }).click();
      await control.getByRole('button', { name: act, exact: true }).click();
      for (const page of [...watching, control]) await stateOf(page, state);
      if (state === 'OPEN') {
        await vote(watching[0] as Page, 'Max Verstappen');
        await told(watching[0] as Page, 'accepted');
        await control.locator('[data-number=votes]', { hasText: /^1$/ }).waitFor();
      }
    }
    await watching[0]?.locator('[data-winner="3"]').waitFor();
    await watching[1]?.getByText('Résultats publiés. Pilote du jour : Max Verstappen').waitFor();
    await control.getByRole('button', { name: 'Reset…' }).click();
    await control.getByText('All votes will be erased').waitFor();
    await control.getByRole('link', { name: 'Cancel' }).click();
    await control.getByRole('button', { name: 'Reset…' }).click();
    await control.getByRole('button', { name: 'Reset', exact: true }).click();
    for (const page of watching) await stateOf(page, 'WAITING');
    // And the same page can vote in the new session.
    await admin.act('open');
    await vote(watching[0] as Page, 'Oscar Piastri');
    await watching[0]?.getByText('Your vote for Oscar Piastri counts.').waitFor();
  });

  test('when a pod is killed, its pages go on with another', async () => {
    await session();
    const pages = await Promise.all(Array.from({ length: 4 }, async () => visit(await visitor())));
    for (const page of pages) await stateOf(page, 'WAITING');
    const [victim, ...others] = pods;
    pods = others;
    await victim?.end();
    admin = new Admin(others[0]?.address ?? '');
    await admin.act('open');
    for (const page of pages) await stateOf(page, 'OPEN');
    await vote(pages[0] as Page, 'George Russell');
    await told(pages[0] as Page, 'accepted');
    pods = [...others, await Pod.start(redis.url, { VOTES_PER_MINUTE: '1000' })];
  });

  test('while Redis restarts, voters see one moment, and a vote that was sent meanwhile counts', async () => {
    await session('open');
    const page = await visit(await visitor());
    await stateOf(page, 'OPEN');
    await redis.kill();
    await page.getByText('Votes that were confirmed are kept.').waitFor();
    await vote(page, 'Fernando Alonso');
    await page.getByText('One moment…', { exact: true }).first().waitFor();
    await redis.restart();
    await page.getByText('Your vote for Fernando Alonso counts.').waitFor();
    await page.getByText('Votes that were confirmed are kept.').waitFor({ state: 'detached' });
  });

  test('without WebSockets, the page asks', async () => {
    await session();
    const context = await visitor();
    await context.routeWebSocket(/live/, (socket) => socket.close());
    const page = await visit(context);
    await admin.act('open');
    await stateOf(page, 'OPEN');
  });

  test('without JavaScript, one votes by a form', async () => {
    await session('open');
    const page = await visit(await visitor({ javaScriptEnabled: false, locale: 'fr-FR' }));
    await choose(page, 'Esteban Ocon');
    await page.getByRole('button', { name: 'Choisissez un pilote' }).click();
    await page.getByText('Votre vote pour Esteban Ocon est compté.').waitFor();
  });

  test('the keyboard is enough', async () => {
    await session('open');
    const page = await visit(await visitor());
    await page.getByRole('button', { name: 'Choose a driver' }).waitFor();
    await page.getByRole('radio', { name: 'Lando Norris' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Your vote for Oscar Piastri counts.').waitFor();
  });

  test('the language is the one that one chose', async () => {
    const page = await visit(await visitor());
    await page.getByRole('link', { name: 'Français' }).click();
    await page.getByRole('heading', { name: 'Pilote du jour' }).waitFor();
    await page.reload();
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Driver of the day' }).waitFor();
  });

  test('nothing is wrong for assistive technology, on a phone, in the dark, in either language', async () => {
    const looks = [
      { name: 'light', options: { colorScheme: 'light', locale: 'en-GB', viewport: DESK } },
      { name: 'dark', options: { colorScheme: 'dark', locale: 'fr-FR', viewport: DESK } },
      { name: 'phone-light', options: { colorScheme: 'light', locale: 'fr-FR', viewport: PHONE } },
      {
        name: 'phone-dark',
        options: { colorScheme: 'dark', locale: 'en-GB', viewport: PHONE, reducedMotion: 'reduce' },
      },
    ] as const;
    const credentials = { httpCredentials: { username: ADMIN.user, password: ADMIN.password } };
    await session();
    const pages = await Promise.all(
      looks.map(async ({ name, options }) => ({
        name,
        page: await visit(await visitor({ ...options, ...credentials, bypassCSP: true })),
      })),
    );
    const all = async (state: string) => {
      for (const { name, page } of pages) {
        await stateOf(page, state);
        await accessible(page);
        const { scrollWidth, clientWidth } = await page.evaluate(() => {
          const { scrollWidth: all, clientWidth: seen } = document.documentElement;
          return { scrollWidth: all, clientWidth: seen };
        });
        assert.ok(scrollWidth <= clientWidth, `${name} ${state} scrolls sideways`);
        await picture(page, `${state.toLowerCase()}-${name}`);
      }
    };
    await all('WAITING');
    await admin.act('open');
    for (const { page } of pages) {
      await stateOf(page, 'OPEN');
      await choose(page, 'Charles Leclerc');
    }
    await all('OPEN');
    await vote(pages[0]?.page as Page, 'Charles Leclerc');
    await told(pages[0]?.page as Page, 'accepted');
    const others = await crowd();
    for (const { page } of pages) await page.locator(`[data-votes="${others + 1}"]`).waitFor();
    for (const { page } of pages) await page.evaluate(() => scrollTo(0, 0));
    const directors = await Promise.all(
      looks.map(async ({ name, options }) => ({
        name,
        page: await visit(await visitor({ ...options, ...credentials, bypassCSP: true }), '/admin'),
      })),
    );
    for (const { name, page } of directors) {
      await page.locator('[data-number=redis-operations]').waitFor();
      await accessible(page);
      await picture(page, `admin-${name}`);
      await page.getByRole('button', { name: /Reset…|Réinitialiser…/ }).click();
      await page.getByText(/erased|effacés/).waitFor();
      await accessible(page);
      await picture(page, `admin-reset-${name}`);
    }
    await admin.act('close');
    await admin.act('publish');
    await all('PUBLISHED');
  });

  test('the page keeps to its own content security policy', async () => {
    await session('open');
    const context = await visitor();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(front.address);
    await vote(page, 'Alexander Albon');
    await told(page, 'accepted');
    assert.deepEqual(complaints, []);
    const { headers } = await new Voter(pods[0]?.address ?? '').send('/');
    assert.match(
      String(headers['content-security-policy']),
      /default-src 'self'.*frame-ancestors 'none'.*script-src 'self' 'nonce-/,
    );
  });
});
