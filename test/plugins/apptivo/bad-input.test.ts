import { expect } from 'chai';

import { openApptivoWorld, type ApptivoWorld } from './apptivo-world.js';

const [harry, niamh, ada, emma, northwind] = [269_398, 269_403, 269_400, 501_900, 501_920];

type Answer = Record<string, unknown>;
/** Another form of what an answer's list has, by the row's id. */
const rows =
  (changes: Record<number, Answer>) =>
  (json: unknown): unknown => {
    const { data, ...more } = json as { data: Answer[] };
    return { ...more, data: data.map((row) => ({ ...row, ...changes[Number(row['id'])] })) };
  };

describe('what is wrong at Apptivo', () => {
  let world: ApptivoWorld;
  let logged: unknown[][];

  beforeEach(async () => {
    logged = [];
    world = await openApptivoWorld({ log: (...line) => void logged.push(line) });
    await world.sync();
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const count = async (): Promise<unknown> => {
    const kinds = ['customer', 'contact', 'record'].map(
      (name) => `(select count(*) from ${name} where deleted_at is null) as ${name}`,
    );
    const sets = ['member', 'comment', 'file', 'link'].map(
      (name) => `(select count(*) from ${name}) as ${name}`,
    );
    return (await world.hub.rows(`select ${[...kinds, ...sets].join(', ')}`))[0];
  };
  const troubles = async (...kinds: string[]) =>
    (await world.issues())
      .filter(({ kind }) => kinds.includes(String(kind)))
      .map(({ cause, sentence }) => [cause, sentence]);
  const told = (words: RegExp) => logged.filter(([message]) => words.test(String(message)));

  it('stops a run at revoked keys with a word on them, keeps what is held, and goes on with new ones', async () => {
    const before = await count();
    world.apptivo.change.revokeKeys();
    const { state, error } = await world.hub.sync('apptivo', { full: true });
    expect([state, error]).to.deep.include.members(['failed']);
    expect(error).to.include({ kind: 'auth' });
    expect(await troubles('SYNC')).to.deep.equal([
      ['', `Connection "apptivo": Apptivo refused: "Invalid API Key".`],
    ]);
    expect(await count()).to.deep.equal(before);
    expect(await world.list(await world.letIn(ada))).to.have.length(3);
    const { plugin, session } = await world.hub.open('apptivo');
    const asking = {
      facts: { zone: 'UTC', modules: {}, vendor: null },
      signal: new AbortController().signal,
    };
    const tested: unknown = await plugin
      .check(session({ ...asking, mode: 'read' }))
      .catch((fault: unknown) => fault);
    expect(tested).to.include({ kind: 'auth' });
    world.apptivo.change.restoreKeys();
    await world.sync();
    expect(await troubles('SYNC')).to.deep.equal([]);
  });

  it('APT-3: stops the one stream that the account may not read any more, and no other', async () => {
    const before = await count();
    world.apptivo.change.denyApps({ apps: ['contacts'] });
    world.apptivo.change.editCase({ caseId: 77_006, caseSummary: 'Less noise' });
    const { state } = await world.hub.sync('apptivo');
    expect(state).to.equal('failed');
    const [[cause, sentence] = []] = await troubles('SYNC');
    expect([cause, sentence]).to.deep.equal([
      'contacts',
      'Connection "apptivo": Apptivo refused: "You do not have the privilege to view this app".',
    ]);
    expect(await count()).to.deep.equal(before);
    const [changed] = await world.hub.rows("select subject from record where external_id = '77006'");
    expect(changed).to.deep.equal({ subject: 'Less noise' });
  });

  it('APT-13: shows no cases while the account may not read them, and loses none', async () => {
    const me = await world.letIn(ada);
    const before = await count();
    world.apptivo.change.denyApps({ apps: ['cases'] });
    await world.sync();
    expect(told(/may not read an app/)).to.have.length(1);
    expect([await world.list(me), await world.list(me, 'customer')]).to.deep.equal([[], [northwind]]);
    expect(await count()).to.deep.equal(before);
    world.apptivo.change.denyApps({ apps: [] });
    await world.sync();
    expect(await world.list(me)).to.deep.equal([77_006, 77_007, 77_008]);
  });

  it('APT-13: of another version with other fields it takes what it knows, the narrowest level, and says so', async () => {
    const me = await world.letIn(ada);
    world.apptivo.fail({
      operation: 'cases.getConfigData',
      alter: (json) => {
        const {
          portalViewAccessLevel: _,
          types: __,
          webLayout: ___,
          dateFormat: ____,
          ...known
        } = json as Answer;
        return { ...known, portalEditAccessLevel: 'TEAM', newThing: [{ x: 1 }] };
      },
    });
    world.apptivo.fail({
      operation: 'cases.getAll',
      alter: (json) =>
        rows(Object.fromEntries([77_006, 77_007].map((id) => [id, { caseKind: 7, caseType: undefined }])))(
          json,
        ),
    });
    await world.sync();
    expect(told(/not understood/).map(([, details]) => details)).to.deep.equal([
      { connection: 'apptivo', portalViewAccessLevel: null },
      { connection: 'apptivo', portalEditAccessLevel: 'TEAM' },
    ]);
    expect(await world.list(me)).to.deep.equal([77_006, 77_008]);
    await world.sync();
    expect(await world.list(me)).to.deep.equal([77_006, 77_007, 77_008]);
  });

  it('APT-3, APT-6: a value that cannot be read is left out of its row and told; what ends with the row ends', async () => {
    const me = await world.letIn(niamh);
    expect(await world.list(me)).to.deep.equal([77_011, 77_012]);
    const before = await count();
    world.apptivo.fail({
      operation: 'contacts.getAll',
      alter: rows({
        [niamh]: { accountId: emma, lastUpdateDate: 'just now', jobTitle: { a: 1 } },
        [harry]: { emailAddresses: 'x' },
      }),
    });
    world.apptivo.fail({
      operation: 'cases.getAll',
      alter: rows({ 77_001: { caseSummary: ['?'], needByDate: '31/31/2025', caseStatus: {} } }),
    });
    await world.sync();
    expect(await world.list(me)).to.deep.equal([]);
    const [[ofCase, ...inCase] = [], [ofContact, ...inContact] = []] = await troubles('VALUE_UNREADABLE');
    expect([ofCase, ofContact]).to.deep.equal(['cases/77001', 'contacts/269403']);
    expect(inCase.join()).to.match(
      /^Left out: caseSummary: expected text, found \["\?"\]\. needByDate: expected/,
    );
    expect(inContact.join()).to.match(
      /^Left out: jobTitle: expected text, found {"a":1}\. lastUpdateDate: expected/,
    );
    expect(await count()).to.deep.equal(before);
    await world.sync();
    expect(await troubles('VALUE_UNREADABLE')).to.deep.equal([]);
    expect(await world.list(me)).to.deep.equal([77_011, 77_012]);
  });

  it('APT-3: a customer without a name waits in quarantine alone: whoever left it has left', async () => {
    world.apptivo.change.dissociate({ contactId: ada, customerId: 501_914 });
    world.apptivo.fail({ operation: 'customers.getAll', alter: rows({ 501_914: { customerName: null } }) });
    await world.sync();
    const [{ ids } = {}] = await world.hub.rows('select array_agg(item_id) as ids from quarantine');
    expect(ids).to.deep.equal(['501914']);
    const members = await world.hub.rows(
      "select contact_id as id from member where customer_id = '501914' order by 1",
    );
    expect(members.map(({ id }) => id)).to.deep.equal(['269398', '269407']);
    const [kept] = await world.hub.rows(
      "select name from customer where external_id = '501914' and deleted_at is null",
    );
    expect(kept).to.deep.equal({ name: 'Hannah Baker' });
    await world.sync();
    expect(await world.hub.rows('select * from quarantine')).to.deep.equal([]);
  });

  it('a row without an id waits in quarantine, and its record is not taken as gone', async () => {
    const before = await count();
    world.apptivo.fail({ operation: 'cases.getAll', alter: rows({ 77_001: { id: null, caseId: null } }) });
    await world.sync();
    const [{ count: waiting } = {}] = await world.hub.rows('select count(*) from quarantine');
    expect([waiting, await count()]).to.deep.equal([1, { ...(before as object), record: 13 }]);
    await world.sync();
    expect(await count()).to.deep.equal(before);
  });

  it('dates in another format than Apptivo names are told row by row, and no row is lost', async () => {
    const before = await count();
    world.apptivo.fail({
      operation: 'cases.getConfigData',
      alter: (json) => ({ ...(json as Answer), dateFormat: 'yyyy/MM/dd' }),
    });
    await world.sync();
    expect(await count()).to.deep.equal(before);
    expect((await troubles('VALUE_UNREADABLE')).length).to.be.greaterThan(30);
    await world.sync();
    expect(await troubles('VALUE_UNREADABLE')).to.deep.equal([]);
  });

  for (const [what, fault] of Object.entries({
    'a page of maintenance': { status: 503, body: '<h1>Soon back</h1>' },
    'a page instead of data': { body: '<h1>Welcome</h1>' },
    'a refusal it does not know': { json: { status: 'FAILURE', reason: 'Odd' } },
    'data cut short': { truncate: 40 },
    'another form': { json: ['a', 'list'] },
  }))
    it(`${what} loses nothing, and the next run goes on`, async () => {
      const before = await count();
      world.apptivo.change.editCase({ caseId: 77_006, caseSummary: 'Less noise' });
      world.apptivo.fail({ operation: 'cases.getAll', times: 3, ...fault });
      await world.hub.sync('apptivo', { full: true });
      expect(await count()).to.deep.equal(before);
      world.apptivo.recover();
      await world.sync();
      expect(await count()).to.deep.equal(before);
      const [changed] = await world.hub.rows("select subject from record where external_id = '77006'");
      expect(changed).to.deep.equal({ subject: 'Less noise' });
    });
});

describe('secrets of a connection to Apptivo', () => {
  const [apiKey, accessKey] = ['MARKER-api-5b1f', 'MARKER-access-9c2e'];

  it('S40: are nowhere in the database, in logs or in errors, whatever Apptivo echoes', async () => {
    const seen: unknown[] = [];
    const world = await openApptivoWorld({
      log: (...line) => void seen.push(line),
      keys: { apiKey, accessKey },
    });
    try {
      const { apptivo, hub } = world;
      await world.sync();
      const echo = `Odd request: apiKey=${apiKey}&accessKey=${accessKey}`;
      for (const fault of [
        { json: { status: 'FAILURE', reason: echo } },
        { body: echo },
        { status: 500, body: echo },
      ]) {
        apptivo.fail({ operation: 'cases.getAll', times: 3, ...fault });
        seen.push(await hub.sync('apptivo', { full: true }));
        apptivo.fail({ operation: 'cases.save', times: 4, ...fault });
        seen.push(await world.write('ticket.create', { body: { subject: 'Help', customer: '501920' } }));
        apptivo.recover();
      }
      apptivo.change.revokeKeys();
      seen.push(await hub.sync('apptivo'));
      const texts = seen.map((each) =>
        JSON.stringify(each, (_, value: unknown) =>
          value instanceof Error ? `${value.stack} ${JSON.stringify(value)} ${String(value.cause)}` : value,
        ),
      );
      expect(texts.join()).to.match(/Odd request/);
      expect(texts.join()).not.to.match(/MARKER/);
      const tables = await hub.rows(
        `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
      );
      expect(tables).to.have.length.above(20);
      for (const { name } of tables)
        expect(
          await hub.rows(`select 1 from ${String(name)} t where t::text like '%MARKER%'`),
          String(name),
        ).to.deep.equal([]);
      // Nor in any address that was called.
      expect(apptivo.log.map(({ path }) => path).join()).not.to.match(/MARKER/);
      expect(apptivo.log.map(({ body }) => body).join()).to.match(/MARKER/);
    } finally {
      await world.close({ keep: false });
    }
  });
});
