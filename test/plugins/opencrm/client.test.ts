import { expect } from 'chai';

import { Fault } from '../../../core/contract/contract.js';
import { edit, faultOf, readOne, transport } from '../../../plugins/opencrm/client.js';
import { count, listAll, listPage, matches, queryString } from '../../../plugins/opencrm/listing.js';
import { html, opencrmSession, settings } from './opencrm-session.js';

const kindOf = (body: unknown, { status = 200, text = 'x' } = {}) =>
  faultOf({ status, headers: {}, body, text })?.kind;
const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: String(1000 + from + index) }));

describe('OpenCRM client', () => {
  it('O-18: finds its methods below any form of the tenant address', () => {
    for (const url of [
      'https://harbour.example',
      'https://harbour.example/',
      'https://harbour.example/api/rest/',
    ])
      expect(transport.base({ ...settings, url })).to.equal('https://harbour.example/api/rest/');
  });

  it('sends the keys in headers under a name of its own', () => {
    const { auth, headers, send } = transport;
    expect(auth?.how === 'headers' && auth.headers(settings)).to.deep.equal({
      KEY1: 'hubkey-7f1c',
      KEY2: 'hubpass-22',
    });
    expect(headers)
      .to.have.property('user-agent')
      .that.matches(/^Portico/);
    expect(send).to.equal('form');
  });

  for (const [text, kind] of Object.entries({
    Unauthorized: 'auth',
    'Permission denied': 'permission',
    'Too many requests': 'rateLimited',
    'Database error, try again': 'transient',
    'Record not found': 'notFound',
    'Unknown field modifiedtime': 'contract',
  }))
    it(`takes the error "${text}" inside HTTP 200 as ${kind}`, () =>
      expect(kindOf({ error: text })).to.equal(kind));

  it('takes a page of the firewall as a matter of settings, and leaves other statuses to the hub', () => {
    expect(kindOf(undefined, { status: 403 })).to.equal('config');
    for (const status of [401, 404, 429, 502, 200]) expect(kindOf(undefined, { status })).to.equal(undefined);
    for (const body of [{ error: '' }, { error: null }, [], 7, null, { crmid: '1' }])
      expect(kindOf(body)).to.equal(undefined);
  });

  it('reads none, one and many, in every form they may come in', async () => {
    const list = (answer: unknown) =>
      listAll(
        opencrmSession({ get_ticket_list_full: () => answer, get_ticket_list_count: () => 0 }).session,
        'ticket',
      );
    for (const none of [[], {}, html(''), html(' \n')]) expect(await list(none)).to.deep.equal([]);
    const nothing = opencrmSession({});
    nothing.session.http.post = (method) => Promise.resolve(method.endsWith('count') ? 0 : null);
    expect(await listAll(nothing.session, 'ticket')).to.deep.equal([]);
    expect(await list({ id: '7', title: 'a' })).to.deep.equal([{ id: '7', title: 'a' }]);
    expect(await list([{ crmid: 7 }, { record_id: '8' }])).to.deep.equal([
      { id: '7', crmid: 7 },
      { id: '8', record_id: '8' },
    ]);
    expect(await caught(list([{ title: 'no id' }]))).to.include({ kind: 'contract' });
    expect(await caught(list(['x']))).to.include({ kind: 'contract' });
  });

  it('an id that is not known may be answered in any way; a refusal is none of them', async () => {
    const one = (answer: unknown) =>
      readOne(opencrmSession({ get_ticket: () => answer }).session, 'ticket', '51877');
    for (const nothing of [
      [],
      {},
      html(''),
      { error: 'Record not found' },
      { error: 'Wrong crmid' },
      { crmid: '4' },
    ])
      expect(await one(nothing), JSON.stringify(nothing)).to.equal(undefined);
    expect(await one([{ crmid: '51877' }])).to.deep.equal({ id: '51877', crmid: '51877' });
    for (const [error, kind] of Object.entries({
      Unauthorized: 'auth',
      'Permission denied': 'permission',
      'Try again': 'transient',
    }))
      expect(await caught(one({ error }))).to.include({ kind });
    expect(await caught(one(html('<h1>No</h1>', 403)))).to.include({ kind: 'config' });
  });

  it('reads ids of edits in all their forms, and does not know what an answer without one has made', async () => {
    const made = (answer: unknown, id?: string) =>
      edit(opencrmSession({ edit_ticket: () => answer }).session, 'ticket', id, { title: 'a', status: null });
    for (const answer of [
      51901,
      '51901',
      { record_id: '51901' },
      { crmid: 51901 },
      { id: '51901' },
      [{ id: 51901 }],
    ])
      expect(await made(answer)).to.equal('51901');
    for (const answer of [{}, html(''), [], 0]) {
      const fault = await caught(made(answer));
      expect(fault).to.be.instanceOf(Fault).and.include({ kind: 'transient' });
      expect(fault).to.have.nested.property('details.unknownOutcome', true);
      expect(await made(answer, '7')).to.equal('7');
    }
    expect(await caught(made(8, '7'))).to.include({ kind: 'conflict' });
  });

  it('sends crmid 0 to make and blanks by an empty text', async () => {
    const { session, calls } = opencrmSession({ edit_ticket: () => 5 });
    await edit(session, 'ticket', undefined, { title: 'a', status: null });
    expect(calls[0]?.form).to.deep.equal({ crmid: 0, title: 'a', status: '' });
  });

  it('counts by a number or by digits, and never by nothing', async () => {
    const counted = (answer: unknown) =>
      count(opencrmSession({ get_ticket_list_count: () => answer }).session, 'ticket');
    expect(await counted(57)).to.equal(57);
    expect(await counted('57')).to.equal(57);
    for (const answer of [html(''), {}, 'many'])
      expect(await caught(counted(answer))).to.be.instanceOf(Fault);
  });

  it('asks by one condition, and judges the answer itself', () => {
    const today = { field: 'modifiedtime', op: 'LIKE', value: '2026-11-21%' } as const;
    expect(queryString(today)).to.equal('modifiedtime|LIKE|2026-11-21%');
    expect(() => queryString({ field: 'title', op: '=', value: 'a;b' })).to.throw(Fault, 'a;b');
    expect(matches({ id: '1', modifiedtime: '2026-11-21 08:00:00' }, today)).to.equal(true);
    expect(matches({ id: '1', modifiedtime: '2026-11-20 08:00:00' }, today)).to.equal(false);
    expect(matches({ id: '1' }, today)).to.equal(false);
  });

  it('filters again what a vendor that does not know the field has answered', async () => {
    const rows = [{ id: '1', cf_5: 'other' }, { id: '2', cf_5: 'Token' }, { id: '3' }];
    const { session } = opencrmSession({ get_ticket_list_full: () => rows });
    const found = await listAll(session, 'ticket', { field: 'cf_5', op: '=', value: 'token' });
    expect(found.map(({ id }) => id)).to.deep.equal(['2']);
  });

  it('asks from an index to an exclusive end, and goes on behind a short page while the vendor counts more', async () => {
    const asked: unknown[] = [];
    const { session } = opencrmSession({
      get_ticket_list_full: ({ limit_start: from, limit_end: to }) => {
        asked.push([from, to]);
        return range(Number(from), Math.min(Number(to), Number(from) + 50, 120));
      },
    });
    const first = await listPage(session, 'ticket', { from: 0, size: 500, total: 120 });
    expect(first).to.include({ next: 50 });
    expect(await listPage(session, 'ticket', { from: 50, size: 500, total: 120 })).to.include({ next: 100 });
    expect(await listPage(session, 'ticket', { from: 100, size: 500, total: 120 })).not.to.have.property(
      'next',
    );
    expect(asked).to.deep.equal([
      [0, 100],
      [50, 150],
      [100, 200],
    ]);
  });

  it('counts a record once, however often an unordered list brings it, and a page again when it is asked again', async () => {
    const pages: Record<string, { id: string }[]> = {
      '0': [{ id: '1' }, { id: '2' }],
      '2': [{ id: '2' }, { id: '3' }],
    };
    const { session } = opencrmSession({
      get_ticket_list_full: ({ limit_start: from }) => pages[String(from)] ?? [],
    });
    const ids = async (from: number) =>
      (await listPage(session, 'ticket', { from, size: 2 })).items.map(({ id }) => id);
    expect(await ids(0)).to.deep.equal(['1', '2']);
    expect(await ids(2)).to.deep.equal(['3']);
    expect(await ids(2)).to.deep.equal(['3']);
    expect(await ids(0)).to.deep.equal(['1', '2']);
  });

  it('ends at a vendor that does not heed the range', async () => {
    const { session, calls } = opencrmSession({ get_ticket_list_full: () => range(0, 150) });
    expect(await listAll(session, 'ticket')).to.have.length(150);
    expect(calls).to.have.length(2);
  });
});
