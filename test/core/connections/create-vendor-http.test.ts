import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { expect } from 'chai';

import { bearer, Fault, type VendorAnswer } from '../../../core/contract/contract.js';
import type { Simulator } from '../../simulators/simulator.js';
import { callerOf, faultOf, startVendor } from './vendor.js';

describe('the calls of a connection', () => {
  let vendor: Simulator;
  before(async () => {
    vendor = await startVendor(({ url }) => {
      if (url.pathname.endsWith('/empty')) return { body: '' };
      if (url.pathname.endsWith('/none')) return { status: 204, body: '' };
      return { json: { result: { id: 7 } } };
    });
  });
  after(() => vendor.close());
  beforeEach(() => {
    vendor.recover();
    vendor.log.length = 0;
  });

  describe('on their way out', () => {
    it('go below the base, with query, JSON body and the headers of the sign-in', async () => {
      const { http } = callerOf(`${vendor.url}/api`, {
        key: 'a-long-key',
        transport: { auth: bearer(({ key }) => key) },
      });
      await http.post('/things', { name: 'é' }, { page: 1, all: false, none: undefined });
      const [call] = vendor.log;
      expect(call?.path).to.equal('/api/things?page=1&all=false');
      expect(call?.body).to.equal('{"name":"é"}');
      expect(call?.headers).to.include({
        'content-type': 'application/json',
        authorization: 'Bearer a-long-key',
        'user-agent': 'portico',
      });
    });

    it('send a form where the transport says so, arrays by repeating the name, objects as JSON', async () => {
      const { http } = callerOf(vendor.url, { transport: { send: 'form' } });
      await http.post('x', { a: 'ä &', b: [1, 2], c: { d: true } });
      expect([...new URLSearchParams(vendor.log[0]?.body)]).to.deep.equal([
        ['a', 'ä &'],
        ['b', '1'],
        ['b', '2'],
        ['c', '{"d":true}'],
      ]);
      expect(vendor.log[0]?.headers['content-type']).to.equal('application/x-www-form-urlencoded');
    });

    it('unwrap a good answer last, and take an empty one where there is nothing to say', async () => {
      const { http } = callerOf(vendor.url, {
        transport: { unwrap: (body) => (body as { result: unknown }).result },
      });
      expect(await http.get('x')).to.deep.equal({ id: 7 });
      expect(await http.delete('none')).to.equal(undefined);
      expect(await http.put('empty')).to.equal(undefined);
      expect((await faultOf(http.post('empty'))).message).to.match(/200 and nothing else/);
    });

    for (const base of [
      'crm.example',
      'ftp://crm.example/',
      'https://user:pw@crm.example/',
      'https://crm.example/?a=1',
    ])
      it(`refuse ${base} as a base`, async () => {
        const fault = await faultOf(callerOf(base).http.get('x'));
        expect(fault.kind).to.equal('config');
        expect(fault.message)
          .to.match(/^Connection "acme": /)
          .and.not.contain('user:pw');
      });

    for (const path of ['../admin', 'a/../../admin', 'things/1#2', '%2e%2e/admin'])
      it(`refuse the path ${path}: an id that was not escaped must not change the call`, async () => {
        const fault = await faultOf(callerOf(`${vendor.url}/api`).http.get(path));
        expect(fault.kind).to.equal('bug');
        expect(vendor.log).to.have.lengthOf(0);
      });

    it('cannot be led to another host by a path', async () => {
      await callerOf(vendor.url).http.get('//evil.example/x');
      await callerOf(vendor.url).http.get('http://evil.example/x');
      expect(vendor.log.map(({ path }) => path)).to.deep.equal(['/evil.example/x', '/http://evil.example/x']);
    });
  });

  describe('that fail', () => {
    const kinds = {
      400: 'contract',
      401: 'auth',
      403: 'permission',
      404: 'notFound',
      429: 'rateLimited',
      503: 'transient',
    };
    for (const [status, kind] of Object.entries(kinds))
      it(`are ${kind} by status ${status}, naming connection, operation and status`, async () => {
        vendor.fail({ status: Number(status), json: {}, times: 3 });
        const fault = await faultOf(callerOf(vendor.url).http.get('things/9?a=b'));
        expect(fault.kind).to.equal(kind);
        expect(fault.message).to.match(/^Connection "acme": The vendor answered/);
        expect(fault.details).to.include({
          connection: 'acme',
          operation: 'GET things/9',
          status: Number(status),
        });
      });

    it('are asked of the plugin first, whatever the status and form of the answer', async () => {
      const seen: VendorAnswer[] = [];
      const { http } = callerOf(vendor.url, {
        transport: {
          fault: (answer) => {
            seen.push(answer);
            return new Fault('conflict', 'It is locked.', { details: { by: 'somebody' } });
          },
        },
      });
      vendor.fail({ status: 200, body: '<p>locked</p>' });
      const fault = await faultOf(http.get('x'));
      expect(fault.message).to.equal('Connection "acme": It is locked.');
      expect(fault.details).to.deep.equal({
        by: 'somebody',
        connection: 'acme',
        operation: 'GET x',
        status: 200,
      });
      expect(seen[0]).to.deep.include({ status: 200, body: undefined, text: '<p>locked</p>' });
    });

    it('quote what a page says where JSON should be', async () => {
      const page = `<title>Down</title><style>p{}</style><p>Back at&nbsp;noon &amp; ${'x'.repeat(100)}</p>`;
      vendor.fail({ status: 200, body: page, times: 3 });
      const fault = await faultOf(callerOf(vendor.url).http.get('x'));
      expect(fault.kind).to.equal('transient');
      const said = `Down Back at noon & ${'x'.repeat(60)}`;
      expect(fault.message).to.contain(
        `answered 200 with text/html; charset=utf-8 instead of JSON: "${said}"`,
      );
    });

    it('say that JSON was cut short', async () => {
      vendor.fail({ truncate: 10, times: 3 });
      const fault = await faultOf(callerOf(vendor.url).http.get('x'));
      expect(fault.kind).to.equal('transient');
      expect(fault.message).to.contain('ends in the middle, after 10 characters');
    });

    it('are a bug where the plugin itself throws', async () => {
      const unwrap = (body: unknown): unknown => (body as { no: { such: string } }).no.such;
      const fault = await faultOf(callerOf(vendor.url, { transport: { unwrap } }).http.get('x'));
      expect(fault.kind).to.equal('bug');
      expect(fault.cause).to.be.an('error').with.property('name', 'TypeError');
    });

    it('read the text in the character set that the answer names', async () => {
      const latin = await startVendor(() => ({
        body: Buffer.from('{"name":"Jürgen"}', 'latin1'),
        headers: { 'content-type': 'application/json; charset=ISO-8859-1' },
      }));
      expect(await callerOf(latin.url).http.get('x')).to.deep.equal({ name: 'Jürgen' });
      await latin.close();
    });
  });

  describe('in mode read', () => {
    it('are tried three times, a POST too, and logged', async () => {
      vendor.fail({ status: 502, body: '', times: 2 });
      const { http, lines } = callerOf(vendor.url);
      expect(await http.post('x')).to.deep.equal({ result: { id: 7 } });
      expect(vendor.log).to.have.lengthOf(3);
      expect(lines).to.have.lengthOf(2);
    });

    it('are tried again after a dropped socket', async () => {
      vendor.fail({ drop: true, times: 2 });
      await callerOf(vendor.url).http.get('x');
      vendor.fail({ drop: true, times: 3 });
      const fault = await faultOf(callerOf(vendor.url).http.get('x'));
      expect(fault.kind).to.equal('transient');
      expect(fault.message).to.contain('broke before the answer was complete (ECONNRESET)');
      expect(fault.details).not.to.have.property('unknownOutcome');
    });

    it('end after the time of the transport, however slowly the answer drips', async () => {
      const dripping = createServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 50);
        socket.on('close', () => clearInterval(drip)).on('error', () => {});
      }).listen(0, '127.0.0.1');
      await once(dripping, 'listening');
      const { port } = dripping.address() as AddressInfo;
      const { http } = callerOf(`http://127.0.0.1:${port}`, { transport: { timeout: '1s' }, mode: 'write' });
      const fault = await faultOf(http.get('x'));
      expect(fault.kind).to.equal('transient');
      expect(fault.message).to.contain('did not answer within 1 s');
      dripping.close();
    });

    it('wait as long as the vendor says in seconds', async () => {
      vendor.fail({ status: 429, json: {}, headers: { 'retry-after': '1' } });
      const begun = Date.now();
      await callerOf(vendor.url).http.get('x');
      expect(Date.now() - begun).to.be.within(950, 1500);
    });

    it('wait as long as the vendor says by a date', async () => {
      const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
      vendor.fail({ status: 503, json: {}, headers: { 'retry-after': until.toUTCString() } });
      await callerOf(vendor.url).http.get('x');
      expect(Date.now()).to.be.within(until.getTime() - 20, until.getTime() + 500);
    });

    for (const status of [429, 503])
      it(`come back later where a ${status} asks for over 30 s, and keep the account closed`, async () => {
        vendor.fail({ status, json: {}, headers: { 'retry-after': '120' } });
        const { http } = callerOf(vendor.url);
        const begun = Date.now();
        const fault = await faultOf(http.get('x'));
        expect(fault.kind).to.equal('rateLimited');
        expect(fault.retryAt?.getTime()).to.be.within(begun + 119_000, begun + 121_500);
        const next = await faultOf(http.get('y'));
        expect(next.kind).to.equal('rateLimited');
        expect(vendor.log).to.have.lengthOf(1);
      });

    it('are cancelled at once, on their way and while they wait', async () => {
      for (const fault of [{ delay: 5000 }, { status: 429, headers: { 'retry-after': '20' } }]) {
        vendor.fail(fault);
        const stop = new AbortController();
        const { http } = callerOf(vendor.url, { signal: stop.signal });
        setTimeout(() => stop.abort(), 100);
        const begun = Date.now();
        expect((await faultOf(http.get('x'))).kind).to.equal('cancelled');
        expect(Date.now() - begun).to.be.below(1000);
        expect((await faultOf(http.get('x'))).kind).to.equal('cancelled');
      }
    });
  });

  describe('in mode write', () => {
    const unknown: [string, Parameters<Simulator['fail']>[0]][] = [
      ['a dropped socket', { drop: true }],
      ['an answer that comes too late', { delay: 1300 }],
      ['a 500', { status: 500, body: '' }],
      ['a 503 that names a moment', { status: 503, body: '', headers: { 'retry-after': '100' } }],
      ['a page instead of JSON', { status: 200, body: '<h1>Oops</h1>' }],
      ['JSON that is cut short', { truncate: 5 }],
    ];
    for (const [what, fault] of unknown)
      it(`are not repeated after ${what}: the outcome is unknown`, async () => {
        vendor.fail(fault);
        const { http } = callerOf(vendor.url, { mode: 'write', transport: { timeout: '1s' } });
        const thrown = await faultOf(http.post('x', {}));
        expect(thrown.kind).to.equal('transient');
        expect(thrown.details).to.include({ unknownOutcome: true, connection: 'acme', operation: 'POST x' });
        vendor.recover();
        expect(vendor.log.length).to.be.below(2);
      });

    it('say so too where the answer could not be read or was cancelled', async () => {
      vendor.fail({ status: 200, body: '[]'.padEnd(5000) });
      const big = await faultOf(callerOf(vendor.url, { mode: 'write', maxBytes: 1000 }).http.post('x'));
      expect(big.details).to.include({ unknownOutcome: true });
      vendor.fail({ delay: 2000 });
      const late = await faultOf(
        callerOf(vendor.url, { mode: 'write', signal: AbortSignal.timeout(100) }).http.post('x'),
      );
      expect(late.kind).to.equal('cancelled');
      expect(late.details).to.include({ unknownOutcome: true });
    });

    it('are repeated where a limit refused them or the plugin knows that nothing was done', async () => {
      vendor.fail({ status: 429, json: {} });
      await callerOf(vendor.url, { mode: 'write' }).http.post('x');
      expect(vendor.log).to.have.lengthOf(2);
      vendor.fail({ status: 500, json: { busy: true } });
      const { http } = callerOf(vendor.url, {
        mode: 'write',
        transport: {
          fault: ({ status }) =>
            status === 500
              ? new Fault('transient', 'Busy.', { details: { unknownOutcome: false } })
              : undefined,
        },
      });
      await http.post('x');
      expect(vendor.log).to.have.lengthOf(4);
    });

    it('are repeated where the connection was refused, and know that nothing was sent', async () => {
      const gone = await startVendor();
      await gone.close();
      const { http, lines } = callerOf(gone.url, { mode: 'write' });
      const fault = await faultOf(http.post('x'));
      expect(fault.details).to.include({ neverSent: true, code: 'ECONNREFUSED' });
      expect(fault.details).not.to.have.property('unknownOutcome');
      expect(lines).to.have.lengthOf(2);
    });

    it('take a clear refusal as it is', async () => {
      vendor.fail({ status: 400, json: {} });
      const fault = await faultOf(callerOf(vendor.url, { mode: 'write' }).http.post('x'));
      expect(fault.kind).to.equal('contract');
      expect(fault.details).not.to.have.property('unknownOutcome');
    });
  });
});
