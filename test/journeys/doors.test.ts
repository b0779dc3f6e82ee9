import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';

import { setManualPassword } from '../../core/identity/manual-password.js';
import { openPortalWorld, type PortalWorld } from '../core/http/portal-world.js';
import { openBrowser } from './browser.js';
import { examine, hearErrors, lookName, looks, openLook } from './examine.js';

const good = 'nine geese under a violin';
const handedOver = 'seven lamps by phone';
/** One for each look: an invitation is accepted once. */
const people = [
  { invited: 'ada@northwind.example', given: 'elodie.martin@juniper.example' },
  { invited: 'nora.lindqvist@aurora.example', given: 'carla.diaz@northwind.example' },
  { invited: 'mateus.silva@harbourfoods.example', given: 'ola.kowalska@quarrysteel.example' },
  { invited: 'yuki.tanaka@lantern.example', given: 'tariq.haddad@meridian.example' },
];

describe('A customer comes in', function () {
  this.timeout(180_000);
  let world: PortalWorld;
  let browser: Browser;

  before(async () => {
    world = await openPortalWorld({
      branding: {
        name: 'Prairie & Northern',
        phone: '+1 403 555 0100',
        address: '12 Harbour Street, Halifax',
        colours: { primary: '#0f6b5c' },
      },
    });
    browser = await openBrowser();
  });
  after(async function () {
    await browser?.close();
    const failed = this.test?.parent?.tests.some((each) => each.isFailed()) ?? false;
    await world?.close({ keep: failed });
  });
  // All of them come from this one machine.
  beforeEach(() => world.hub.rows('delete from throttle'));

  const described = async (page: Page, label: string): Promise<string> => {
    const ids = (await page.getByLabel(label).getAttribute('aria-describedby')) ?? '';
    const texts = ids.split(' ').map((id) => page.locator(`#${id}`).innerText());
    return (await Promise.all(texts)).join('\n');
  };
  const isFaulty = async (page: Page, label: string): Promise<boolean> =>
    (await page.getByLabel(label).getAttribute('aria-invalid')) === 'true';
  const choose = async (page: Page, password: string, repeat = password): Promise<void> => {
    await page.getByLabel('New password').fill(password);
    await page.getByLabel('The same password again').fill(repeat);
    await page.getByRole('button').click();
  };
  const signIn = async (page: Page, login: string, password: string): Promise<void> => {
    await page.getByLabel('E-mail or user name').fill(login);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

  for (const [index, look] of looks.entries())
    it(`at ${lookName(look)}, by an invitation, with every mistake told beside its field`, async () => {
      const { invited } = people[index]!;
      const context = await openLook(browser, look);
      const page = await context.newPage();
      const errors = hearErrors(page);
      const check = (name: string): Promise<void> => examine(page, `${name}-${lookName(look)}`);
      const link = world.url + (await world.acceptPath('vt', invited));

      await page.goto(link);
      expect(await heading(page)).to.equal('Accept your invitation');
      expect(await page.getByRole('main').innerText()).to.contain('Northern Support invites you');
      expect(await page.getByLabel('You sign in as').inputValue()).to.equal(invited);
      expect(await described(page, 'New password'))
        .to.contain('At least 8 characters')
        .and.to.contain('tried first')
        .and.to.contain('your company’s');
      await check('accept');

      await choose(page, 'Summer2026!');
      expect(await page.title()).to.match(/^Problem: /);
      expect(await described(page, 'New password')).to.match(/^This password is one of those/);
      expect([
        await isFaulty(page, 'New password'),
        await isFaulty(page, 'The same password again'),
      ]).to.deep.equal([true, false]);
      expect(await page.evaluate('document.activeElement.name')).to.equal('password');
      await check('accept-refused');

      await choose(page, good, `${good}s`);
      expect(await described(page, 'The same password again')).to.contain('not the same');
      expect(await isFaulty(page, 'New password')).to.equal(false);
      await check('accept-different');

      await choose(page, good);
      expect(await page.getByRole('status').innerText()).to.contain('Your access is ready');
      await check('accepted');

      await page.goto(link);
      expect(await heading(page)).to.equal('This link is no longer good');
      await check('link-over');

      await page.goto(`${world.url}/records/ticket?status=Open`);
      await signIn(page, invited, 'not my password');
      expect(await page.getByRole('alert').innerText()).to.equal(
        'The user name or the password is not right.',
      );
      await check('sign-in-refused');
      await signIn(page, invited, good);
      expect(page.url(), 'the page that was asked for').to.equal(`${world.url}/records/ticket?status=Open`);
      await check('signed-in');

      await page.goto(world.url + (await world.acceptPath('rpm', invited)));
      expect(await page.locator('[type=password]').count()).to.equal(0);
      await check('join');
      await page.getByRole('button', { name: 'Accept' }).click();
      expect(new URL(page.url()).pathname).to.equal('/');
      await page.goto(`${world.url}/me`);
      expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).to.include.members([
        'Prairie Telecom',
        'Northern Support',
      ]);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await check('sign-in');
      await page.goto(`${world.url}/me`);
      expect(new URL(page.url()).pathname).to.equal('/sign-in');
      expect(errors).to.deep.equal([]);
      await context.close();
    });

  it('without a script: from the link of the invitation to the first page', async () => {
    const farid = 'farid@harbour.example';
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(world.url + (await world.acceptPath('rpm', farid)));
    await choose(page, 'password1');
    expect(await described(page, 'New password')).to.match(/^This password is one of those/);
    await choose(page, good);
    await signIn(page, farid, good);
    expect(await heading(page)).to.equal('Hello, Farid Haddad');
    await context.close();
  });

  for (const [index, look] of looks.entries())
    it(`at ${lookName(look)}, with a password from the phone, by a link that ran out, or not at all`, async () => {
      const { given } = people[index]!;
      const context = await openLook(browser, look);
      const page = await context.newPage();
      const errors = hearErrors(page);
      const check = (name: string): Promise<void> => examine(page, `${name}-${lookName(look)}`);
      const { identity } = world;
      const [contact] = await world.hub.rows(
        "select external_id as id from contact where connection_id = 'vt' and email = $1",
        [given],
      );
      const place = { connection: 'vt', externalId: String(contact!['id']) };
      await setManualPassword(identity, place, { password: handedOver, who: 'a test' });

      await page.goto(`${world.url}/sign-in`);
      await signIn(page, given, handedOver);
      expect(await heading(page)).to.equal('Choose your own password');
      await check('choose');
      await choose(page, good);
      await signIn(page, given, good);
      expect(new URL(page.url()).pathname).to.equal('/');
      await check('home');

      try {
        identity.mails = true;
        await page.goto(`${world.url}/accept/nothing`);
        await check('link-renews');
        await page.getByRole('button', { name: 'Mail me a new link' }).click();
        expect(await heading(page)).to.equal('Look into your mail');
        await check('link-renewed');
      } finally {
        identity.mails = false;
      }

      await world.hub.rows('alter table token rename to elsewhere');
      try {
        await page.goto(`${world.url}/accept/nothing`);
        expect(await page.locator('code').innerText()).to.match(/^[\da-f-]{36}$/);
        await check('failed');
      } finally {
        await world.hub.rows('alter table elsewhere rename to token');
      }

      const form = `<form method="post" action="${world.url}/sign-in"><button>Win</button></form>`;
      await page.goto(`data:text/html,${encodeURIComponent(form)}`);
      await page.getByRole('button').click();
      expect(await heading(page)).to.equal('This could not be sent.');
      await check('from-elsewhere');
      expect(errors).to.deep.equal([]);
      await context.close();
    });
});
