import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { openPortalWorld, type PortalWorld } from '../core/http/portal-world.js';
import { openBrowser } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env['PORTICO_SHOTS'];
const forms = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

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

  for (const { width, colorScheme } of forms)
    it(`at ${width} px, ${colorScheme}, without a script, and nothing is in anybody's way`, async () => {
      const context = await open({ width, colorScheme, javaScriptEnabled: false });
      const look = await open({ width, colorScheme, javaScriptEnabled: true });
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      const check = (name: string): Promise<void> =>
        examine(look, page.url(), `${name}-${width}-${colorScheme}`);

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
      for (const door of ['sign-in', 'accept']) {
        await page.goto(`${world.url}/${door}`);
        await check(door);
      }
      await context.close();
      await look.close();
    });

  const open = (options: {
    width: number;
    colorScheme: 'light' | 'dark';
    javaScriptEnabled: boolean;
  }): Promise<BrowserContext> =>
    browser.newContext({
      ...options,
      viewport: { width: options.width, height: 844 },
      // The policy forbids all scripts but ours; axe is the examiner's.
      bypassCSP: options.javaScriptEnabled,
      extraHTTPHeaders: { 'x-test-person': person },
    });

  /** No violation, nothing sideways, no script or style inside the page. */
  async function examine(look: BrowserContext, url: string, name: string): Promise<void> {
    const page = await look.newPage();
    const errors: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    page.on('pageerror', (error) => void errors.push(error.message));
    await page.goto(url);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('[style], style, script')].map((each) => each.outerHTML)`,
      ),
      `${name}: inside`,
    ).to.deep.equal([]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      `${name}: sideways`,
    ).to.equal(true);
    if (shots) await shoot(page, name);
    await page.evaluate(axe);
    // Text in the very colour of its background is only "incomplete" to axe.
    const found = await page.evaluate<Finding[]>(
      `axe.run().then(({ violations, incomplete }) => [...violations, ...incomplete.filter(({ nodes }) =>
        nodes.some(({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio')))])`,
    );
    expect(
      found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
      name,
    ).to.deep.equal([]);
    expect(
      errors.filter((each) => !each.includes('404')),
      name,
    ).to.deep.equal([]);
    await page.close();
  }

  async function shoot(page: Page, name: string): Promise<void> {
    mkdirSync(shots!, { recursive: true });
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  }
});
