import { expect } from 'chai';
import type { Browser } from 'playwright-core';

import { openPortalWorld, type PortalWorld } from '../core/http/portal-world.js';
import { openBrowser } from './browser.js';
import { examine, hearErrors, lookName, looks, openLook } from './examine.js';

describe('A customer walks through the portal', function () {
  this.timeout(180_000);
  let world: PortalWorld;
  let browser: Browser;
  let person: string;

  before(async () => {
    world = await openPortalWorld({
      branding: {
        name: 'Prairie & Northern',
        phone: '+1 403 555 0100',
        address: '12 Harbour Street, Halifax',
      },
      links: [{ title: 'Status of our services', url: 'https://status.example' }],
    });
    person = await world.invite({
      email: 'ada@northwind.example',
      firstName: 'Ada',
      lastName: 'Moreau',
    });
    // Enough of one customer's for a second page.
    await world.hub.rows(
      `update record r set customer_id = c.principal from contact c
       where c.connection_id = 'vt' and c.email = 'ada@northwind.example' and r.module = 'ticket'
         and r.connection_id = 'vt' and right(r.external_id, 1) = '3'`,
    );
    browser = await openBrowser();
  });
  after(async function () {
    await browser?.close();
    const failed = this.test?.parent?.tests.some((each) => each.isFailed()) ?? false;
    await world?.close({ keep: failed });
  });

  for (const look of looks)
    it(`at ${lookName(look)}, without a script, and nothing is in anybody's way`, async () => {
      const { width, colorScheme } = look;
      const extraHTTPHeaders = { 'x-test-person': person };
      const viewport = { width, height: 844 };
      const context = await browser.newContext({
        colorScheme,
        viewport,
        extraHTTPHeaders,
        javaScriptEnabled: false,
      });
      const page = await context.newPage();
      // Axe is a script itself, and looks at the same addresses in a context of its own.
      const examiner = await openLook(browser, look, extraHTTPHeaders);
      const examined = await examiner.newPage();
      const errors = hearErrors(examined);
      const check = async (name: string): Promise<void> => {
        await examined.goto(page.url());
        await examine(examined, `${name}-${lookName(look)}`);
      };

      await page.goto(world.url);
      expect(await page.title()).to.equal('Home · Prairie & Northern');
      await check('home');

      await page.getByRole('main').getByRole('link', { name: 'Tickets' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal('Tickets');
      await check('list');

      const first = page.getByRole('row').nth(1).getByRole('link').first();
      const subject = (await first.textContent()) ?? '';
      await page.getByRole('searchbox').fill(subject);
      await page.getByRole('button', { name: 'Search' }).click();
      expect(await page.getByRole('row').nth(1).getByRole('link').first().textContent()).to.equal(subject);

      await page.goto(`${world.url}/records/ticket`);
      await page.getByText('Filters', { exact: true }).click();
      const status = page.getByRole('checkbox').first();
      const chosen = (await status.getAttribute('value')) ?? '';
      await status.check();
      await page.locator('[name=from]').fill('2025-01-01');
      await page.locator('[name=to]').fill('2025-12-31');
      await page.getByRole('button', { name: 'Show results' }).click();
      const shown = await page.locator('td.of-status').allInnerTexts();
      expect(shown.length).to.be.above(0);
      expect(new Set(shown.map((each) => each.split('\n').at(-1)))).to.deep.equal(new Set([chosen]));
      expect(await page.getByRole('checkbox', { name: chosen, exact: true }).isChecked()).to.equal(true);
      await check('filtered');

      await page.getByRole('row').nth(1).getByRole('link').first().click();
      expect(new URL(page.url()).pathname).to.match(/^\/records\/ticket\/[\da-f-]{36}$/);
      await check('detail');

      for (const module of ['form', 'invoice']) {
        await page.goto(`${world.url}/records/${module}`);
        await check(`list-${module}`);
        await page.getByRole('row').nth(1).getByRole('link').first().click();
        await check(`detail-${module}`);
      }
      await page.goto(`${world.url}/records/ticket?q=zzzz`);
      await check('none-found');

      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Customers' }).click();
      await check('customers');
      await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
      await check('customer');

      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'My details' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal('My details');
      await check('me');

      await page.goto(`${world.url}/records/ticket/nothing`);
      await check('not-found');
      expect(errors).to.deep.equal([]);
      await context.close();
      await examiner.close();
    });
});
