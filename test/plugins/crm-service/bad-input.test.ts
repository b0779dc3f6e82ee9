import { expect } from 'chai';

import { crmServiceStory } from '../../simulators/crm-service/crm-service-story.js';
import { openCrmWorld, type CrmWorld } from './crm-world.js';

type Resource = { id: string; attributes: Record<string, unknown> };
/** Other attributes of what an answer's list has, by the id. */
const altered =
  (changes: Record<string, Record<string, unknown>>) =>
  (json: unknown): unknown => {
    const { data, ...more } = json as { data: Resource[] };
    const alter = ({ attributes, ...each }: Resource) => ({
      ...each,
      attributes: { ...attributes, ...changes[each.id] },
    });
    return { ...more, data: data.map(alter) };
  };

describe('what is wrong at CRM-service', () => {
  const marker = 'planted-marker-7c41';
  let world: CrmWorld;
  let logged: unknown[][];

  async function open(options: Parameters<typeof openCrmWorld>[0] = {}): Promise<void> {
    logged = [];
    const note = (...line: unknown[]) => void logged.push(line);
    world = await openCrmWorld({ token: `${marker}-token`, log: { info: note, warn: note }, ...options });
  }
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const kinds = ['customer', 'contact', 'login', 'record'];
  const sets = ['member', 'comment', 'file', 'link'];
  const count = async (): Promise<unknown> =>
    (
      await world.hub.rows(
        `select ${[
          ...kinds.map((name) => `(select count(*) from ${name} where deleted_at is null) as ${name}`),
          ...sets.map((name) => `(select count(*) from ${name}) as ${name}`),
        ].join(', ')}`,
      )
    )[0];
  const troubles = async (kind: string) =>
    (await world.issues())
      .filter((each) => each['kind'] === kind)
      .map(({ cause, sentence }) => [cause, sentence]);
  const told = (words: RegExp) => logged.filter(([message]) => words.test(String(message)));

  it('stops a run at a revoked token with a word on it, keeps what is held, and goes on with a good one', async () => {
    await open();
    await world.sync();
    const before = await count();
    world.crm.change.revokeToken({ token: `${marker}-token` });
    const { state, error } = await world.hub.sync('crm', { full: true });
    expect(state).to.equal('failed');
    expect(error).to.include({ kind: 'auth' });
    expect(await troubles('SYNC')).to.have.length(1);
    expect(await count()).to.deep.equal(before);
    world.crm.change.issueToken({ token: `${marker}-token`, userId: '5' });
    await world.sync();
    expect([await troubles('SYNC'), await count()]).to.deep.equal([[], before]);
    expect(await world.list(await world.letIn(7314), 'ticket')).to.have.length(3);
  });

  for (const assumptions of [
    { unreadableModules: 'unlisted' },
    { unreadableModules: 'listed' },
    { unreadableModules: 'listed', forbiddenStatus: 401 },
  ] as const)
    it(`C-10: stops invoices alone where they may not be read any more, and loses none: ${JSON.stringify(assumptions)}`, async () => {
      await open({ assumptions });
      await world.sync();
      const me = await world.letIn(7315);
      const before = await count();
      world.crm.change.setRights({ userId: '5', noRead: ['invoices'] });
      world.crm.change.edit({ module: 'tickets', id: '9111', attributes: { name: 'Other words' } });
      await world.hub.sync('crm', { full: true });
      const [ticket] = await world.hub.rows("select subject from record where external_id = '9111'");
      expect(ticket).to.deep.equal({ subject: 'Other words' });
      expect(await count()).to.deep.equal(before);
      world.crm.change.setRights({ userId: '5', noRead: [] });
      await world.sync();
      expect(await world.list(me, 'invoice')).to.deep.equal(['8801', '8802', '8803']);
    });

  it('C-26, C-30: shows less, never more, where profiles and portals may not be read', async () => {
    await open();
    await world.sync();
    const me = await world.letIn(7315);
    world.crm.change.setRights({ userId: '5', noRead: ['portal_profiles'] });
    await world.sync();
    expect(await world.list(me, 'invoice')).to.deep.equal([]);
    expect(await world.list(me, 'contact')).to.deep.equal(['7315']);
    world.crm.change.setRights({ userId: '5', noRead: ['portals'] });
    await world.sync();
    expect(await world.list(me, 'contact')).to.deep.equal([]);
    world.crm.change.setRights({ userId: '5', noRead: [] });
    await world.sync();
    expect(await world.list(me, 'invoice')).to.deep.equal(['8801', '8802', '8803']);
  });

  it('deletes unguarded by the count where reporting is refused, and says so', async () => {
    await open();
    world.crm.change.setRights({ userId: '5', noReporting: true });
    await world.sync();
    expect(told(/does not let the token count/)).not.to.deep.equal([]);
    world.crm.change.remove({ module: 'tickets', id: '9110' });
    await world.sync();
    expect(await world.list(await world.letIn(7314), 'ticket')).to.deep.equal(['9113', '9115']);
  });

  it('C-17, C-20: refuses the one row that cannot be read, and what ends with another row of it ends', async () => {
    await open();
    await world.sync();
    const before = await count();
    const me = await world.letIn(7314);
    world.crm.fail({
      operation: 'GET contacts',
      times: 9,
      alter: altered({ 7314: { email: 'no address', account_id: '7110' }, 7321: { first_name: { a: 1 } } }),
    });
    world.crm.fail({
      operation: 'GET invoices',
      times: 9,
      alter: altered({ 8801: { total: 'a lot', subject: 'Other' }, 8802: { due_date: 'soon' } }),
    });
    world.crm.fail({
      operation: 'GET portal_users',
      times: 9,
      alter: altered({ 56: { active: 'perhaps' }, 59: { contact_id: null } }),
    });
    await world.hub.sync('crm', { full: true });
    world.crm.recover();
    expect(await count()).to.deep.equal(before);
    const quarantined = (await troubles('QUARANTINE')).map(([cause]) => cause);
    expect(quarantined).to.include.members(['contacts', 'invoices', 'logins']);
    // The address waits; the company that changed does not.
    expect(await world.hub.rows("select customer_id from member where contact_id = '7314'")).to.deep.equal([
      { customer_id: '7110' },
    ]);
    const eino = await world.letIn(7315);
    expect(await world.list(eino, 'contact')).to.deep.equal([]);
    await world.sync();
    expect((await troubles('QUARANTINE')).map(([cause]) => cause)).to.deep.equal(['contacts']);
    expect(await world.list(me, 'contact')).to.deep.equal(['7314']);
    expect(await world.list(eino, 'invoice')).to.deep.equal(['8801', '8802', '8803']);
  });

  it('says in the words of the CRM why a page of its size is refused', async () => {
    await open({ assumptions: { pageMaximum: 50, pageOverMaximum: 'refused' } });
    const { state, error } = await world.hub.sync('crm', { full: true });
    expect(state).to.equal('failed');
    expect(String(error?.message)).to.match(/400: The page is not valid/);
  });

  it('keeps no secret: not in a table, a log or an error, whatever the CRM says', async () => {
    const data = crmServiceStory();
    for (const records of [data.modules['tickets'], data.modules['accounts'], data.modules['contacts']])
      for (const { attributes } of records ?? []) attributes['internal_notes'] = `${marker}-notes`;
    for (const id of Object.keys(data.passwords)) data.passwords[id] = `${marker}-password`;
    await open({ data });
    await world.sync();
    world.crm.change.setProfile({
      profileId: '2',
      fields: { tickets: { internal_notes: { visible: true, editable: true } } },
    });
    await world.sync();
    const faults: unknown[] = [];
    for (const status of [401, 403, 422, 400, 500]) {
      const json = { errors: [{ detail: `Bad token ${marker}-token of Bearer ${marker}-token` }] };
      world.crm.fail({ operation: 'POST tickets', status, json });
      faults.push(await world.write('ticket.create', { body: { subject: 'x', customer: '7102' } }));
      world.crm.recover();
      world.crm.fail({ operation: 'GET contacts', times: 20, status, json });
      const { error, streams } = await world.hub.sync('crm');
      faults.push(String(error?.message), String(error?.stack), streams);
      world.crm.recover();
    }
    world.crm.change.resetPassword({ portalUserId: '55' });
    await world.sync();
    const names = await world.hub.rows(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    expect(names.length).to.be.greaterThan(20);
    for (const { name } of names) {
      const found = await world.hub.rows(
        `select t::text as text from ${String(name)} t where strpos(t::text, $1) > 0`,
        [marker],
      );
      expect(found, String(name)).to.deep.equal([]);
    }
    expect(JSON.stringify([faults, logged])).not.to.include(marker);
    expect(world.crm.log.some(({ headers }) => headers.authorization?.includes(marker))).to.equal(true);
  });
});
