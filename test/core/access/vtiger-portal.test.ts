import { expect } from 'chai';

import { decide } from '../../../core/access/decide.js';
import { findRow, readRecord } from '../../../core/access/read-record.js';
import { storePolicy } from '../../../core/access/store-policy.js';
import { openTestHub, type TestHub } from '../../hub.js';
import {
  startVtigerSimulator,
  type VtigerSimulator,
} from '../../simulators/vtiger/start-vtiger-simulator.js';
import { accessesOf, addPerson, allPages, now } from './access-world.js';

describe("the portal of vtiger over a recorded server's records", () => {
  let vtiger: VtigerSimulator;
  let hub: TestHub;
  let person: string;
  let contact: string;
  let account: string;

  before(async () => {
    vtiger = await startVtigerSimulator();
    const { url, user, accessKey } = vtiger;
    hub = await openTestHub([{ id: 'vt', plugin: 'vtiger', settings: { url, user, accessKey } }]);
    await hub.sync('vt', { full: true });
    const [row] = await hub.rows(
      `select c.external_id as contact, c.principal as account from contact c
       where c.principal is not null and c.kind = 'contact' and c.email is not null and c.deleted_at is null
       order by (select count(*) from record r where r.customer_id = c.principal) desc, c.external_id limit 1`,
    );
    contact = String(row!['contact']);
    account = String(row!['account']);
    vtiger.change.setPortal({ contact, on: true, start: '2026-01-01', end: '2026-12-31' });
    await learn();
    person = await addPerson(hub.database, { connectionId: 'vt', contact });
  });
  after(async function () {
    await vtiger.close();
    if (this.test?.parent?.tests.every((each) => each.isPassed())) await hub.close();
    else await hub.database.close();
  });

  async function learn(): Promise<void> {
    const { state, streams } = await hub.sync('vt', { full: true });
    expect(state, JSON.stringify(streams)).to.equal('done');
    const connection = await hub.open('vt');
    const { lints } = await storePolicy(hub.database.pool, connection, { facts: connection.facts!, now });
    expect(lints).to.deep.equal([]);
  }
  const list = async (module: 'ticket' | 'faq' | 'invoice' | 'contact' | 'customer') =>
    (await allPages(hub.database, person, { module, size: 10 })).map(({ id }) => id);
  const uuids = async (sql: string, values: unknown[] = []) =>
    (await hub.rows(sql, values)).map(({ id }) => String(id));

  it("O-01, O-22: shows oneself and one's account", async () => {
    expect(await list('contact')).to.deep.equal(
      await uuids('select id from contact where external_id = $1', [contact]),
    );
    expect(await list('customer')).to.deep.equal(
      await uuids('select id from customer where external_id = $1', [account]),
    );
  });

  it("O-02, O-23: shows the records of one's account and no others", async () => {
    for (const module of ['ticket', 'invoice'] as const) {
      const wanted = await uuids(
        `select id from record r where module = $1 and deleted_at is null and (customer_id = $2 or exists (
           select 1 from link l where l.module = r.module and l.record_id = r.external_id and l.target = $3))`,
        [module, account, contact],
      );
      expect((await list(module)).sort(), module).to.deep.equal(wanted.sort());
      expect(wanted.length, `${module}s to see`).to.be.greaterThan(0);
    }
    const [other] = await uuids(
      "select id from record where module = 'ticket' and customer_id is distinct from $1 limit 1",
      [account],
    );
    const refused = await readRecord(hub.database.pool, await accessesOf(hub.database, person), other!).catch(
      (error: Error) => error.message,
    );
    expect(refused).to.equal('There is no such record.');
  });

  it('O-60: shows published FAQs, and one no more whose status changes', async () => {
    const published = () =>
      uuids("select id from record where module = 'faq' and public and deleted_at is null");
    const before = await list('faq');
    expect(before.sort()).to.deep.equal((await published()).sort());
    expect(before.length).to.be.greaterThan(0);
    const [faq] = await hub.rows('select external_id as id from record where id = $1', [before[0]]);
    vtiger.change.editRecord({ id: String(faq!['id']), values: { faqstatus: 'Obsolete' } });
    await learn();
    expect(await list('faq'))
      .to.have.length(before.length - 1)
      .and.not.include(before[0]);
  });

  it('O-03: lets a person log a ticket in their own name alone', async () => {
    const [mine] = await list('ticket');
    const accesses = await accessesOf(hub.database, person);
    const row = (await findRow(hub.database.pool, mine!, accesses))!;
    const link = { kind: 'contact' as const, by: 'contact' as const, target: contact };
    expect(decide(accesses, 'create', { ...row, links: [link] })).to.include({ allow: true });
    expect(decide(accesses, 'create', { ...row, links: [] })).to.include({ allow: false });
    expect(decide(accesses, 'update', { ...row, links: [link] }).edit).to.deep.equal([]);
  });

  it('O-14, O-15: is closed at once with the tick or the support dates', async () => {
    expect(await list('contact')).to.have.length(1);
    vtiger.change.setPortal({ contact, on: false });
    await learn();
    expect([...(await list('contact')), ...(await list('ticket'))]).to.deep.equal([]);
    vtiger.change.setPortal({ contact, on: true, start: '2026-01-01', end: '2026-11-20' });
    await learn();
    expect(await list('contact')).to.deep.equal([]);
    vtiger.change.setPortal({ contact, on: true, start: '2026-01-01', end: '2026-11-21' });
    await learn();
    expect(await list('contact')).to.have.length(1);
  });
});
