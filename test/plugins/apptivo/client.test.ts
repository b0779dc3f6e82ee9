import { expect } from 'chai';

import { Fault } from '../../../core/contract/contract.js';
import { call, faultOf, getById, listIn, transport } from '../../../plugins/apptivo/client.js';
import { callerOf, startVendor } from '../../core/connections/vendor.js';
import { apptivoSession, failure, harry, settings } from './apptivo-session.js';

const faultBy = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => undefined,
    (each: unknown) => each,
  );
  if (error instanceof Fault) return error;
  throw new Error('There was no fault.');
};

describe('Apptivo client', () => {
  it('finds its calls below the host alone, api2 if none is given', () => {
    expect(transport.base(settings)).to.equal('https://api2.apptivo.com/app/');
    expect(transport.base({ ...settings, url: 'https://app.apptivo.example/somewhere/' })).to.equal(
      'https://app.apptivo.example/app/',
    );
  });

  it('sends secrets and structures in the form, and only the action in the address', async () => {
    const run = apptivoSession({ 'dao/note createNote': () => ({}) }, { userName: 'ann@acme.example' });
    await call(run.session, 'dao/note', 'createNote', { noteDetails: { labels: [] }, b: 1, none: undefined });
    expect(run.calls).to.deep.equal([
      {
        action: 'dao/note createNote',
        query: { a: 'createNote' },
        body: { ...settings, userName: 'ann@acme.example', noteDetails: { labels: [] }, b: '1' },
      },
    ]);
  });

  it('S40: on the wire no key is in the address, and none comes back in a fault', async () => {
    const seen: string[] = [];
    const vendor = await startVendor(({ body, url }) => {
      seen.push(`${url.pathname}${url.search}`, body);
      return { json: failure(`Odd request: ${body}`) };
    });
    const { http } = callerOf(`${vendor.url}/app/`, {
      transport: { send: 'form', fault: faultOf },
      key: settings.apiKey,
    });
    const { session } = apptivoSession({});
    const fault = await faultBy(call({ ...session, http }, 'dao/v6/cases', 'getAll', { startIndex: 0 }));
    await vendor.close();
    expect(seen).to.deep.equal([
      '/app/dao/v6/cases?a=getAll',
      'startIndex=0&apiKey=TEST-API-KEY&accessKey=TEST-ACCESS-KEY',
    ]);
    expect(fault.kind).to.equal('auth');
    expect(fault.message).not.to.include(settings.apiKey);
  });

  for (const [reason, kind] of Object.entries({
    'Invalid API Key': 'auth',
    'Customer not found': 'notFound',
    'Employee has no permission for this app': 'permission',
    'Too many requests': 'rateLimited',
    'Something new': 'contract',
  }))
    it(`takes the failure "${reason}" inside HTTP 200 as ${kind}`, () =>
      expect(faultOf({ body: failure(reason) })?.kind).to.equal(kind));

  it('takes what carries no status word, or another one, as no failure', () => {
    for (const body of [{ data: [] }, {}, null, 'https://files.example/1', { status: 'New' }, [], undefined])
      expect(faultOf({ body }), JSON.stringify(body)).to.equal(undefined);
    expect(faultOf({ body: { status: 'FAILURE', reason: null } })?.kind).to.equal('contract');
  });

  it('takes an absent or null list as empty, and what is no list, or none of objects, as no answer', () => {
    for (const body of [{}, { data: null }, { data: null, countOfRecords: 0 }, { countOfRecords: null }])
      expect(listIn(body, 'x').rows).to.deep.equal([]);
    expect(listIn({ data: [harry, null], countOfRecords: '7' }, 'x')).to.deep.equal({
      rows: [harry],
      count: 7,
    });
    for (const body of ['down', null, [], [harry], { data: 'odd' }, { data: {} }, { aaData: [1, 2] }])
      expect(() => listIn(body, 'x'), JSON.stringify(body)).to.throw(Fault, 'nothing in it');
  });

  it('reads an object bare and in each wrapper; an empty answer is gone, another object no answer', async () => {
    const get = (answer: unknown, list: unknown = { data: [harry] }) =>
      getById(
        apptivoSession({
          'dao/v6/contacts getById': () => answer,
          'dao/v6/contacts getAll': () => list,
        }).session,
        'contacts',
        '269398',
      );
    for (const answer of [harry, { data: harry }, { responseObject: harry }])
      expect(await get(answer)).to.equal(harry);
    for (const answer of [null, [], {}, { data: null }, { data: [] }, failure('Contact does not exist')])
      expect((await faultBy(get(answer))).kind).to.equal('notFound');
    for (const answer of [null, [], ''])
      expect((await faultBy(get(answer, answer))).kind, 'nothing is answered to anything').to.equal(
        'contract',
      );
    for (const answer of [{ ...harry, id: '1', contactId: 1 }, { menu: 'x' }, 'text'])
      expect((await faultBy(get(answer))).kind).to.equal('contract');
  });
});
