import { expect } from 'chai';

import { systemClock } from '../../../core/clock.js';
import { createVendorHttp } from '../../../core/connections/create-vendor-http.js';
import { createOutboundGuard } from '../../../core/connections/outbound-guard.js';
import { createRedactor } from '../../../core/connections/redact.js';
import type { OpenedSession, VendorSessions } from '../../../core/connections/vendor-sessions.js';
import { Fault, type VendorHttp } from '../../../core/contract/contract.js';
import { faultOf, list, remove, transport, view } from '../../../plugins/mobiwork/client.js';
import { settings as schema } from '../../../plugins/mobiwork/settings.js';
import { faultOf as faultIn, startVendor } from '../../core/connections/vendor.js';
import type { Simulator } from '../../simulators/simulator.js';
import { mobiworkSession, ok, read, refusal, settings } from './mobiwork-session.js';

const kindOf = (xml: string): string => {
  try {
    read(xml);
    return 'none';
  } catch (fault) {
    return fault instanceof Fault ? fault.kind : 'no fault';
  }
};

describe('MobiWork client', () => {
  it('takes the failure from statusCode inside HTTP 200, and tells kinds by code and words', () => {
    expect(kindOf(ok())).to.equal('none');
    for (const [code, words, kind] of [
      ['1010', 'Customer has work orders', 'conflict'],
      ['17', 'Invalid token', 'auth'],
      ['17', 'Authentication failed', 'auth'],
      ['5', 'Customer does not exist', 'notFound'],
      ['6', 'Permission denied', 'permission'],
      ['7', 'First name is required', 'invalidRecord'],
      ['8', 'Oops', 'contract'],
    ] as const)
      expect([words, kindOf(refusal(code, words))]).to.deep.equal([words, kind]);
    expect(kindOf('<response version="1"><token>x</token></response>')).to.equal('contract');
  });

  it('copes with names in another case, TRUE, null, and a declaration without version', () => {
    expect(kindOf('<Response StatusCode="2"><Error Code="17">Bad Token</Error></Response>')).to.equal('auth');
    const answer = read(
      '<?xml encoding="UTF-8"?><RESPONSE statuscode="1"><Customer size="1"><MobiworkCustomerId>7</MobiworkCustomerId>' +
        '<ExternalCustomerId>null</ExternalCustomerId><PIN>1234</PIN><Enabled x="y">TRUE</Enabled></Customer></RESPONSE>',
    );
    expect(answer).to.deep.equal({
      customer: { mobiworkCustomerId: '7', externalCustomerId: '', pin: '1234', enabled: 'TRUE' },
    });
  });

  it('leaves HTTP failures without a response to the hub, and takes a page for a passing trouble', () => {
    expect(faultOf({ status: 500, headers: {}, body: undefined, text: 'down' })).to.equal(undefined);
    expect(faultOf({ status: 404, headers: {}, body: { html: '' }, text: '' })).to.equal(undefined);
    expect(faultOf({ status: 200, headers: {}, body: { html: '' }, text: '' })).to.include({
      kind: 'transient',
    });
  });

  it('never repeats a token that MobiWork put into its words', () => {
    try {
      read(refusal('17', 'Call failed: token=KQ7W2M0Z&amp;userId=1 is bad'));
      expect.fail('it was refused');
    } catch (fault) {
      expect(fault).to.be.instanceOf(Fault);
      expect(String(fault)).to.include('token=…').and.not.include('KQ7W2M0Z');
    }
  });

  it('reads lists of none, one and many; an answer with something else is not understood', async () => {
    const listOf = (xml: string) =>
      list(mobiworkSession(() => ok(xml)).session, 'invoice', { size: 10 }).then(
        ({ items, total }) => [items.length, total],
        (fault: Fault) => fault.kind,
      );
    const invoice = '<invoice><mobiworkInvoiceId>1</mobiworkInvoiceId></invoice>';
    expect(await listOf('')).to.deep.equal([0, undefined]);
    expect(await listOf('<invoiceList/>')).to.deep.equal([0, undefined]);
    expect(
      await listOf('<invoiceList><totalAvailableCount>0</totalAvailableCount></invoiceList>'),
    ).to.deep.equal([0, 0]);
    expect(await listOf(`<invoiceList>${invoice}</invoiceList>`)).to.deep.equal([1, undefined]);
    expect(
      await listOf(
        `<invoiceList><totalAvailableCount>9</totalAvailableCount>${invoice}${invoice}</invoiceList>`,
      ),
    ).to.deep.equal([2, 9]);
    expect(await listOf(invoice)).to.deep.equal([1, undefined]);
    expect(await listOf('<bills><bill/></bills>')).to.equal('contract');
  });

  it('wraps the filters of invoices and estimates where the settings say so, and acts as the user they name', async () => {
    const criteria = { status: 'OPEN' };
    const run = mobiworkSession(() => ok('<invoiceList/>'), { filters: 'wrapped', userId: '771' });
    await list(run.session, 'invoice', { criteria, at: 100, size: 50 });
    expect(run.calls[0]?.sent).to.equal(
      '<request><invoice><status>OPEN</status></invoice><startPosition>100</startPosition><maxResults>50</maxResults></request>',
    );
    expect(run.calls[0]?.query).to.deep.equal({ userId: '771' });
    const plain = mobiworkSession(() => ok('<invoiceList/>'));
    await list(plain.session, 'invoice', { criteria, size: 50 });
    expect(plain.calls[0]?.sent).to.match(/^<request><status>OPEN<\/status><startPosition>0/);
  });

  it('deletes by GET; deleting again is no failure, a refusal with reasons is one', async () => {
    const gone = mobiworkSession(() => refusal('5', 'Customer does not exist'));
    await remove(gone.session, 'customer', '7');
    expect(gone.operations()).to.deep.equal(['GET customer/7/delete.html', 'GET customer/7/view.html']);
    const vague = mobiworkSession(() => refusal('99', 'Something is wrong'));
    await remove(vague.session, 'customer', '7');
    expect(vague.operations()).to.deep.equal(['GET customer/7/delete.html', 'GET customer/7/view.html']);
    const held = mobiworkSession(({ operation }) =>
      operation.includes('delete')
        ? refusal('1010', 'Customer has work orders')
        : ok('<customer><mobiworkCustomerId>7</mobiworkCustomerId></customer>'),
    );
    expect(await faultIn(remove(held.session, 'customer', '7'))).to.include({ kind: 'conflict' });
  });

  it('takes a view without the item for one that is gone, and escapes ids', async () => {
    const run = mobiworkSession(() => ok());
    expect((await faultIn(view(run.session, 'customer', '7/../8'))).kind).to.equal('notFound');
    expect(run.operations()).to.deep.equal(['GET customer/7%2F..%2F8/view.html']);
  });

  describe('over the wire', () => {
    let vendor: Simulator;
    let valid = 'none';
    let stubborn = false;
    const tokens: string[] = [];
    before(async () => {
      vendor = await startVendor(({ url }) => {
        if (url.pathname.endsWith('/authenticate.html')) {
          valid = `T0KEN-${tokens.length}-abcdef`;
          tokens.push(valid);
          return { headers: { 'content-type': 'text/xml' }, body: ok(`<token>${valid}</token>`) };
        }
        const token = url.searchParams.get('token');
        const body =
          token === valid && !stubborn
            ? ok('<customerList/>')
            : refusal('17', `The token ${String(token)} has expired`);
        return { headers: { 'content-type': 'text/xml' }, body };
      });
    });
    after(() => vendor.close());

    const open = (password = settings.apiPassword): VendorHttp => {
      let opened: OpenedSession | undefined;
      const sessions: VendorSessions = {
        async get({ signIn }, refused) {
          if (!opened || opened === refused) {
            const token = await signIn();
            opened = { session: token, sealed: JSON.stringify(token) };
          }
          return opened;
        },
      };
      const mine = { ...settings, url: vendor.url, apiPassword: password };
      const silent = () => undefined;
      return createVendorHttp({
        plugin: { id: 'mobiwork', settings: schema, transport },
        connectionId: 'mobi',
        settings: mine,
        redact: createRedactor({ schema, settings: mine }),
        outbound: createOutboundGuard({ allow: ['127.0.0.1/32'] }),
        budget: {
          of: () => ({
            enter: async () => silent,
            take: async () => undefined,
            correct: async () => undefined,
          }),
        },
        sessions,
        clock: systemClock,
        signal: new AbortController().signal,
        log: { info: silent, warn: silent },
        mode: 'read',
        firstWaitMs: 1,
      });
    };

    it('signs in with XML, puts the token into the query, and signs in again once when it has expired', async () => {
      const http = open();
      await http.post('customer/list.html', { request: { maxResults: 1 } });
      expect(vendor.log[0]?.body).to.equal(
        '<request><apiLoginId>hub-api</apiLoginId><apiPassword>s3cr3t</apiPassword></request>',
      );
      valid = 'another';
      await http.post('customer/list.html', { request: { maxResults: 1 } });
      expect(vendor.log.map(({ operation }) => operation.split('/').pop())).to.deep.equal([
        'authenticate.html',
        'list.html',
        'list.html',
        'authenticate.html',
        'list.html',
      ]);
      expect(vendor.log.at(-1)?.headers['content-type']).to.equal('application/xml');
    });

    it('gives up after the second sign-in, without the token or the password in the fault', async () => {
      const http = open();
      stubborn = true;
      const fault = await faultIn(http.post('customer/list.html', { request: {} }));
      expect(vendor.log.slice(-4).map(({ operation }) => operation.split('/').pop())).to.deep.equal([
        'authenticate.html',
        'list.html',
        'authenticate.html',
        'list.html',
      ]);
      expect(fault.kind).to.equal('auth');
      const told = JSON.stringify([fault.message, fault.details, fault.stack]);
      for (const secret of [...tokens, 's3cr3t']) expect(told).not.to.include(secret);
    });
  });
});
