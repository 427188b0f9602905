import { createRequire } from 'node:module';

// The vote's own, so that there is one version of it.
const { chromium } = createRequire(`${process.env.BROWSER_FOLDER}/package.json`)('playwright-core');

/**
 * Visits a system that is up on this machine, and ends with 1 where what `visit` expects does not come.
 * @param visit gets `page(options)`: a browser of its own each time, at `address` and below
 */
export async function visiting(visit) {
  const [address] = process.argv.slice(2);
  if (!address) throw new Error('Usage: node SCRIPT ADDRESS');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/google-chrome',
    // Root has no sandbox, and Debian's root runs these, too.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    await visit(async (path = '/', options = {}) => {
      // The certificate is Traefik's own.
      const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(120_000);
      await page.goto(new URL(path, address).href);
      return page;
    });
  } finally {
    await browser.close();
  }
}
