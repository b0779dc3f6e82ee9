import { expect } from 'chai';
import { Fault, type AnyStream, type Facts } from 'portico/contract';

import { actions } from '../../../plugins/vtiger/actions.js';
import { check, vendorFacts } from '../../../plugins/vtiger/facts.js';
import { plugin } from '../../../plugins/vtiger/plugin.js';
import type { VtigerSettings } from '../../../plugins/vtiger/settings.js';
import { streams } from '../../../plugins/vtiger/streams.js';

import { discovered, discovering, recorded, rows, sessionOf, settings } from './recorded-server.js';

describe('vtiger: streams, actions and sign-in over recorded answers', () => {
  let facts: Facts;
  let all: Record<string, AnyStream<VtigerSettings>>;
  before(async () => {
    facts = await discovered();
    all = streams(facts, settings);
  });
  const page = (name: string, ...rest: Parameters<NonNullable<AnyStream<VtigerSettings>['page']>>) =>
    all[name]?.page?.(...rest);

  it('has a stream for each module that was found, and none for the one that was not', () => {
    expect(Object.keys(all)).to.include.members(['accounts', 'contacts', 'leads', 'tickets', 'documents']);
    expect(all).not.to.have.property('priceBooks');
  });

  it('V-17: asks Users for the five columns and for nothing else', async () => {
    const session = sessionOf(discovering());
    await plugin.discover(session);
    const asked = session.calls.map(({ query = '' }) => query).filter((query) => query.includes('Users'));
    expect(asked).to.deep.equal([
      'SELECT id,user_name,first_name,last_name,email1 FROM Users ORDER BY id LIMIT 100;',
    ]);
    expect(session.calls.some(({ query = '' }) => query.includes('*') && !query.includes('count'))).to.equal(
      false,
    );
  });

  it('V-7, V-18: a full pass asks for described columns by id and counts first', async () => {
    const session = sessionOf(({ query = '' }) => (query.includes('count(*)') ? rows('030') : rows('031')));
    const first = await page('contacts', session, { size: 25 });
    expect(first).to.include({ total: 60, next: '12x8632' });
    expect(session.calls[0]?.['query']).to.match(
      /^SELECT id,salutationtype,.* FROM Contacts ORDER BY id LIMIT 25;$/,
    );
    await page('contacts', session, { size: 25, cursor: '12x8632' });
    expect(session.calls).to.have.length(3);
    expect(session.calls[2]?.['query']).to.contain("WHERE id > '12x8632' ORDER BY id LIMIT 25;");
  });

  it('a list where there should be one is a contract fault, and so is a row without an id', async () => {
    for (const answer of [null, '', {}, [{ lastname: 'x' }], ['x']]) {
      const found = await page(
        'contacts',
        sessionOf(() => answer),
        { size: 100 },
      )?.catch((fault: unknown) => fault);
      expect(found, JSON.stringify(answer)).to.be.instanceOf(Fault).with.property('kind', 'contract');
    }
  });

  it('V-14: comments cost a call only for open or lately touched tickets', async () => {
    const [open, , , closed] = rows('040');
    const tickets = [
      { ...open, commentadded: '1' },
      { ...open, id: '17x1' },
      { ...closed, commentadded: '1', modifiedtime: '2026-01-01 00:00:00' },
    ];
    const session = sessionOf(({ operation }) => (operation === 'query' ? tickets : recorded('110')));
    const found = await page('tickets', session, { size: 100, since: new Date('2026-01-01T00:00:00Z') });
    expect(session.calls.map(({ operation, id }) => [operation, id])).to.deep.equal([
      ['query', undefined],
      ['getRelatedRecords', '17x8679'],
    ]);
    expect(found?.items.map((each) => Array.isArray(Reflect.get(Object(each), 'comments')))).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it('V-16: a document that is deleted while it is looked at stays as it came', async () => {
    const session = sessionOf(({ operation }) =>
      operation === 'query' ? rows('135').slice(0, 1) : recorded('142'),
    );
    const found = await page('documents', session, { size: 100, since: new Date(0) });
    expect(found?.items).to.have.length(1);
  });

  it('V-1: read leaves out ids of another kind, for which the server would refuse all', async () => {
    const session = sessionOf(() => rows('061'));
    await all['contacts']?.read?.(session, ['12x8608', '11x5', 'zzz', "12x1' OR"]);
    expect(session.calls[0]?.['query']).to.match(/WHERE id IN \('12x8608'\) LIMIT 100;$/);
  });

  it('V-12: a create sends "" for dates, the owner, and the first value of a required picklist', async () => {
    const session = sessionOf(() => recorded('106'));
    const create = actions(facts, { ...settings, owner: '20x4' })['ticket.create'];
    if (create?.how !== 'native') throw new Error('not native');
    const body = {
      subject: 'Portal ticket – ei toimi',
      body: 'rivi 1\nrivi 2',
      contacts: ['12x8609'],
      customer: '11x8589',
    };
    expect(await create.write(session, { key: 'k', body })).to.deep.equal({ id: '17x8847' });
    expect(JSON.parse(session.calls[0]?.['element'] ?? '')).to.deep.equal({
      ticketstatus: 'Open',
      ticket_title: 'Portal ticket – ei toimi',
      description: 'rivi 1\nrivi 2',
      parent_id: '12x8609',
      assigned_user_id: '20x4',
    });
    expect(create).not.to.have.property('find');
    const contact = actions(facts, { ...settings, keyFields: { contact: 'cf_900' } })['contact.create'];
    if (contact?.how !== 'native') throw new Error('not native');
    const made = sessionOf(() => ({ ...(recorded('100') as object), cf_900: 'k' }));
    await contact.write(made, { key: 'k', body: { kind: 'contact', lastName: 'EmptyDates' } });
    expect(JSON.parse(made.calls[0]?.['element'] ?? '')).to.include({
      birthday: '',
      support_end_date: '',
      cf_900: 'k',
    });
    expect(contact).to.have.property('find');
  });

  const update = (kept: object, body: Record<string, string>) => {
    const action = actions(facts, settings)['contact.update'];
    if (action?.how !== 'native') throw new Error('not native');
    return action.write(
      sessionOf(() => ({ id: '12x1', ...kept })),
      { key: 'k', id: '12x1', body },
    );
  };

  it('V-11: a write is read back, and what was kept otherwise is a conflict', async () => {
    await update({ lastname: 'padded' }, { lastName: ' padded ' });
    await update({ lastname: 'Rocket ????' }, { lastName: 'Rocket 🚀' });
    const fault = await update(
      { lastname: 'LLL', account_id: '' },
      { lastName: 'LLLL', principal: '11x9' },
    ).catch((caught: unknown) => caught);
    expect(fault).to.be.instanceOf(Fault).with.property('kind', 'conflict');
    expect(fault).to.have.nested.property('details.fields').that.deep.equals(['lastname', 'account_id']);
  });

  it('V-1, V-9: refused is told apart from gone, and deleting what is gone is done', async () => {
    const gone = sessionOf(({ operation }) => (operation === 'query' ? rows('144') : recorded('141')));
    const held = sessionOf(({ operation }) => (operation === 'query' ? rows('061') : recorded('176')));
    const found = actions(facts, settings);
    const [remove, revise] = [found['contact.delete'], found['contact.update']];
    if (remove?.how !== 'native' || revise?.how !== 'native') throw new Error('not native');
    const command = { key: 'k', id: '12x1', body: {} };
    const kind = (call: Promise<unknown>) =>
      call.then(
        () => 'done',
        (fault: unknown) => (fault instanceof Fault ? fault.kind : fault),
      );
    expect(await kind(remove.write(gone, command))).to.equal('done');
    expect(await kind(revise.write(gone, command))).to.equal('notFound');
    expect(await kind(remove.write(held, command))).to.equal('permission');
  });

  it('V-14: a comment of a customer goes out in their name and is looked for afterwards', async () => {
    const session = sessionOf(({ operation }) => recorded(operation === 'getRelatedRecords' ? '110' : '108'));
    const comment = actions(facts, settings)['ticket.comment'];
    if (comment?.how !== 'native') throw new Error('not native');
    const said = (text: string) => ({ key: 'k', id: '17x8847', body: { text, authorContact: '12x8609' } });
    await comment.write(session, said('Thanks! "quoted" & <b>bold</b>'));
    expect(JSON.parse(session.calls[0]?.['values'] ?? '')).to.include({
      from_portal: 1,
      parent_id: '12x8609',
    });
    expect(await comment.find?.(session, said('Never said'))).to.equal(undefined);
  });

  it('V-16: a file comes as base64, from each of the two servers in its own way', async () => {
    for (const [described, answer, operation] of [
      [facts, { '15x1': { filename: 'a.pdf', attachment: 'JVBERg==' } }, 'retrievedocattachment'],
      [
        { ...facts, vendor: { ...vendorFacts(facts), modules: { Documents: { prefix: '15', fields: [] } } } },
        [{ filename: 'a.pdf', filecontents: 'JVBERg==' }],
        'files_retrieve',
      ],
    ] as const) {
      const session = sessionOf(() => answer);
      const action = actions(described, settings)['file.get'];
      if (!action || !('fetch' in action)) throw new Error('files are fetched');
      const file = { id: '15x1', name: 'a.pdf', record: { module: 'document', id: '15x1' } } as const;
      const { content } = await action.fetch(session, file);
      expect(Buffer.from(content).toString()).to.equal('%PDF');
      expect(session.calls[0]?.['operation']).to.equal(operation);
      const none = action
        .fetch(
          sessionOf(() => []),
          file,
        )
        .catch((error: unknown) => error);
      expect(await none).to.have.property('kind', 'notFound');
    }
  });

  it('V-3: signs in with md5(token + key), and takes a new token once when it was taken', async () => {
    const { auth } = plugin.transport;
    if (auth?.how !== 'session') throw new Error('no session');
    let spoiled = true;
    const session = sessionOf(({ operation }) => {
      if (operation === 'getchallenge') return recorded('001');
      const first = spoiled;
      spoiled = false;
      return recorded(first ? '904' : '007');
    });
    expect(await auth.open(session.http, { ...settings, accessKey: 'secret' })).to.equal(
      'pfkig1jb24n732ac55koq6bmuu',
    );
    expect(session.calls.map(({ operation }) => operation)).to.deep.equal([
      'getchallenge',
      'login',
      'getchallenge',
      'login',
    ]);
    expect(session.calls[1]).to.include({ username: 'admin', accessKey: '0e4aa947995c327b3584b17cf9c5c8df' });
    const bare = { path: 'webservice.php', headers: {} };
    expect(auth.apply('s', { ...bare, method: 'GET', query: { a: 1 } }).query).to.deep.equal({
      a: 1,
      sessionName: 's',
    });
    expect(auth.apply('s', { ...bare, method: 'POST', body: { a: 1 } }).body).to.deep.equal({
      a: 1,
      sessionName: 's',
    });
  });

  it('says which modules the user lacks when the connection is tested', async () => {
    await check(sessionOf(() => recorded('012')));
    const fault = await check(sessionOf(() => ({ types: ['Contacts'] }))).catch((caught: unknown) => caught);
    expect(fault).to.be.instanceOf(Fault).with.property('message', 'The user may not read Accounts.');
  });
});
