import { X509Certificate } from 'node:crypto';

import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { listen, type WebServer } from '../../core/http/listen.js';
import { csrfToken } from '../../core/http/own-origin.js';
import { portalRoutes } from '../../core/http/portal.js';
import { createApp } from '../../core/http/server.js';
import { personOf } from '../../core/http/sessions.js';
import { styledViews } from '../../core/http/styled-views.js';
import { createLog } from '../../core/log.js';
import { goodPassword, openLab, type Lab } from '../core/identity/identity-lab.js';
import { openBrowser } from './browser.js';
import { makeCertificate } from './make-certificate.js';
import { startTlsProxy, type TlsProxy } from './start-tls-proxy.js';

const host = 'portal.example';
const client = '203.0.113.9';
const address = 'ada@example.com';

describe('A browser keeps the session (S23)', function () {
  this.timeout(120_000);
  let lab: Lab | undefined;
  let web: WebServer | undefined;
  let proxy: TlsProxy | undefined;
  let browser: Browser | undefined;

  afterEach(async function () {
    await browser?.close();
    await proxy?.close();
    await web?.close();
    if (this.currentTest?.state !== 'failed') await lab?.database.drop();
    lab = web = proxy = browser = undefined;
  });

  /** A hub with one user, served without TLS as a deployment serves it. */
  async function serve(baseUrl: string, trustProxy?: number): Promise<{ lab: Lab; port: number }> {
    lab = await openLab({ baseUrl });
    await lab.addUser('7', address);
    const { database, identity } = lab;
    const connections = { open: () => Promise.reject(new Error('no connection here')) };
    const deps = { database, connections, identity, clock: identity.clock, log: createLog('silent') };
    const app = createApp({
      ...deps,
      views: styledViews({}),
      portal: portalRoutes({ ...deps, personOf, csrfOf: csrfToken }),
      ...(trustProxy !== undefined && { trustProxy }),
    });
    web = await listen(app, { port: 0, host: '127.0.0.1' });
    return { lab, port: web.port };
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('E-mail or user name').fill(address);
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal('My details');
  }

  /** Without what changes with every session. */
  const cookiesOf = async (context: BrowserContext): Promise<object[]> =>
    (await context.cookies()).map(({ value: _value, ...cookie }) => cookie);

  it('makes a certificate of its own, for one host', () => {
    const { cert } = makeCertificate(host);
    const read = new X509Certificate(cert);
    expect(read.verify(read.publicKey)).to.equal(true);
    expect([read.checkHost(host), read.checkHost('evil.example')]).to.deep.equal([host, undefined]);
    expect(Date.parse(read.validTo) - Date.parse(read.validFrom)).to.equal(86_400_000);
  });

  it('over TLS: in a __Host- cookie that no script, no other site and no plain http gets at', async () => {
    const certificate = makeCertificate(host);
    proxy = await startTlsProxy(certificate, { client });
    const base = `https://${host}:${proxy.port}`;
    const served = await serve(base, 1);
    proxy.leadTo(served.port);
    browser = await openBrowser([
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${certificate.pin}`,
    ]);
    const context = await browser.newContext();
    const plain = `http://${host}:${proxy.port}/me`;
    const early = await context.newPage();
    const answered = await early.goto(plain).catch(() => 'nothing');
    expect(answered, 'before the first visit the browser knows nothing of TLS').to.equal('nothing');
    const page = await context.newPage();

    const first = await page.goto(`${base}/me`);
    const headers = (await first?.allHeaders()) ?? {};
    expect(headers['strict-transport-security']).to.match(/^max-age=31536000\b/);
    expect(headers['content-security-policy']?.split(';').sort()).to.deep.equal(
      [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ].sort(),
    );
    expect(await cookiesOf(context), 'a visitor gets none').to.deep.equal([]);

    await signIn(page);
    expect(page.url()).to.equal(`${base}/me`);
    const kept = { domain: host, path: '/', expires: -1, httpOnly: true, secure: true, sameSite: 'Lax' };
    expect(await cookiesOf(context)).to.deep.equal([{ name: '__Host-portico', ...kept }]);
    expect(await page.evaluate('document.cookie')).to.equal('');
    expect(
      await served.lab.rows("select address from audit where action = 'sign-in'"),
      'S19: the address that the proxy saw',
    ).to.deep.equal([{ address: client }]);

    const upgraded = await page.goto(plain);
    expect(upgraded?.url(), 'HSTS: the browser goes by TLS unasked').to.equal(`${base}/me`);
    expect(upgraded?.request().redirectedFrom()?.url()).to.equal(plain);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal('My details');

    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await cookiesOf(context)).to.deep.equal([]);
    await page.goto(`${base}/me`);
    expect(page.url()).to.equal(`${base}/sign-in?next=%2Fme`);
  });

  it('without TLS, on this machine alone: in a cookie "portico", which no script and no other site gets at', async () => {
    const { port } = await serve('http://127.0.0.1:3000');
    browser = await openBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/me`);
    await signIn(page);
    expect(await cookiesOf(context)).to.deep.equal([
      {
        name: 'portico',
        domain: '127.0.0.1',
        path: '/',
        expires: -1,
        httpOnly: true,
        secure: false,
        sameSite: 'Lax',
      },
    ]);
    expect(await page.evaluate('document.cookie')).to.equal('');
  });
});
