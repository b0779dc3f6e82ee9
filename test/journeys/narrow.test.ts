import { expect } from 'chai';
import type { Browser } from 'playwright-core';

import { openPortalWorld, type PortalWorld } from '../core/http/portal-world.js';
import { openBrowser } from './browser.js';
import { examine, hearErrors, lookName, looks, openLook } from './examine.js';

const carla = 'carla.diaz@northwind.example';
const password = 'nine geese under a violin';

describe('A customer of several companies looks at one', function () {
  this.timeout(180_000);
  let world: PortalWorld;
  let browser: Browser;

  before(async () => {
    world = await openPortalWorld({ branding: { name: 'Prairie & Northern' } });
    await fetch(world.url + (await world.acceptPath('rpm', carla)), {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: world.url },
      body: new URLSearchParams({ password, repeat: password }),
    });
    browser = await openBrowser();
  });
  after(async function () {
    await browser?.close();
    const failed = this.test?.parent?.tests.some((each) => each.isFailed()) ?? false;
    await world?.close({ keep: failed });
  });

  for (const look of looks)
    it(`at ${lookName(look)}, from its page to its forms, past another company's, and back to all`, async () => {
      const context = await openLook(browser, look);
      const page = await context.newPage();
      const errors = hearErrors(page);
      const check = (name: string): Promise<void> => examine(page, `${name}-${lookName(look)}`);
      const forms = (): Promise<string[]> => page.locator('td.of-number').allInnerTexts();
      await page.goto(`${world.url}/records/form`);
      await page.getByLabel('E-mail or user name').fill(carla);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      const all = await forms();
      const other = await page.getByRole('link', { name: /Größe ändern/ }).getAttribute('href');

      await page.goto(`${world.url}/customers`);
      await page.getByRole('link', { name: 'Northwind Fibre' }).click();
      await check('customer-of-several');
      await page.getByRole('button', { name: 'Show only this company' }).click();
      expect(await page.getByRole('banner').innerText()).to.contain(
        'Only what is for Northwind Fibre is shown.',
      );
      await check('narrowed-home');
      await page.getByRole('main').getByRole('link', { name: 'Forms' }).click();
      expect((await forms()).map((each) => each.split('\n').at(-1))).to.deep.equal(['TT-0043']);

      await page.goto(world.url + other!);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal(
        'This is for another company.',
      );
      await check('narrowed-away');
      await page.getByRole('main').getByRole('button', { name: 'Show all companies' }).click();
      expect(page.url()).to.equal(world.url + other!);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).to.contain('Größe ändern');
      await page.goto(`${world.url}/records/form`);
      expect(await forms()).to.deep.equal(all);
      expect(errors).to.deep.equal([]);
      await context.close();
    });
});
