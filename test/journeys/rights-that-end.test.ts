import { expect } from 'chai';

import type { RunOptions } from '../../core/sync/lease-run.js';
import { openPortalWorld, type PortalWorld } from '../core/http/portal-world.js';

const password = 'nine geese under a violin';
const ofNorthwind = 'TT-0043';

/** Somebody at the portal, with the cookie of their session. */
interface Visitor {
  /** The status of a page, or where it leads to. */
  look(path: string): Promise<number | string>;
  tickets(connection: string): Promise<string[]>;
  signIn(): Promise<number>;
}

/**
 * access.md, life cycle: what the vendor decides is joined at every read. Nobody reads the change feed in here: there
 * is no worker, so all that a request meets is what the page of the sync has written.
 */
describe('A right that the vendor takes away', function () {
  this.timeout(180_000);
  let world: PortalWorld;

  beforeEach(async () => {
    world = await openPortalWorld();
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const send = (path: string, { cookie = '', body }: { cookie?: string; body?: object }): Promise<Response> =>
    fetch(world.url + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, origin: world.url },
      ...(body && { method: 'POST', body: new URLSearchParams({ ...body }) }),
    });

  /** Accepts an invitation of each connection, and signs in. */
  async function comeIn(email: string, ...connections: string[]): Promise<Visitor> {
    for (const connection of connections) {
      const path = await world.acceptPath(connection, email);
      const answer = await send(path, { body: { password, repeat: password } });
      expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, '/sign-in?accepted']);
    }
    let cookie = '';
    const visitor: Visitor = {
      async look(path) {
        const answer = await send(path, { cookie });
        await answer.arrayBuffer();
        return answer.headers.get('location') ?? answer.status;
      },
      async tickets(connection) {
        const module = connection === 'rpm' ? 'form' : 'ticket';
        const answer = await send(`/api/v1/records?module=${module}&size=200&connection=${connection}`, {
          cookie,
        });
        const { records } = (await answer.json()) as { records: { values: { number: string } }[] };
        return records.map(({ values }) => values.number);
      },
      async signIn() {
        const answer = await send('/sign-in', { body: { login: email, password } });
        cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
        return answer.status;
      },
    };
    expect(await visitor.signIn()).to.equal(303);
    return visitor;
  }

  /** One run, which finds something; the feed that tells of it goes on unread. */
  async function sync(connection: string, options: RunOptions = {}): Promise<void> {
    const feed = async (): Promise<number> => {
      const [row] = await world.hub.rows('select feed_seq from connection where id = $1', [connection]);
      return Number(row?.['feed_seq']);
    };
    const before = await feed();
    expect((await world.hub.sync(connection, options)).state).to.equal('done');
    expect(await feed()).to.be.above(before);
    expect(await world.hub.rows('select 1 from participant_reader')).to.deep.equal([]);
  }

  const pageOf = async (sql: string, values: unknown[]): Promise<string> => {
    const [row] = await world.hub.rows(sql, values);
    return String(row?.['path']);
  };
  const formPage = (number: string): Promise<string> =>
    pageOf("select '/records/form/' || id as path from record where number = $1", [number]);
  const customerPage = (name: string): Promise<string> =>
    pageOf("select '/customers/' || id as path from customer where name = $1", [name]);
  const sessions = (): Promise<Record<string, unknown>[]> => world.hub.rows('select 1 from session');

  it('RPM-23: switched off, it ends with the page that says so, while the run still goes on', async () => {
    const { rpm } = world;
    const carla = await comeIn('carla.diaz@northwind.example', 'rpm');
    const form = await formPage(ofNorthwind);
    expect(await carla.look(form)).to.equal(200);

    rpm.change.disableUser({ userId: 70_023 });
    rpm.change.editForm({ formId: 31_009, fields: { Subject: 'Tow truck radio, again' } });
    let meanwhile: number | string | undefined;
    let left: unknown[] = [];
    // The forms come after the sign-ins: their answer waits until somebody has looked.
    rpm.fail({
      operation: 'ProcForms',
      alter: async (json) => {
        meanwhile = await carla.look(form);
        left = await sessions();
        return json;
      },
    });
    await sync('rpm');
    expect(meanwhile).to.equal(`/sign-in?next=${encodeURIComponent(form)}`);
    expect(left, 'with the last access that counts, all sessions').to.deep.equal([]);
    expect(await carla.signIn()).to.equal(401);

    rpm.change.enableUser({ userId: 70_023 });
    await sync('rpm');
    expect(await carla.signIn()).to.equal(303);
    expect(await carla.look(form)).to.equal(200);
    expect(await carla.tickets('rpm')).to.include(ofNorthwind);
  });

  it('RPM-15, RPM-20: moved to another customer, the old one is gone and what names the person stays', async () => {
    const { rpm } = world;
    const ada = await comeIn('ada@northwind.example', 'rpm');
    const [old, other] = [await customerPage('Northwind Fibre'), await customerPage('Delta Towing')];
    const form = await formPage('TT-0042');
    const looks = async (): Promise<(number | string)[]> =>
      Promise.all([old, other, form].map((path) => ada.look(path)));
    expect(await looks()).to.deep.equal([200, 404, 200]);

    rpm.change.unlinkContact({ customerId: 4021, contactId: 881 });
    rpm.change.linkContact({ customerId: 4050, contactId: 881 });
    await sync('rpm');
    expect(await looks()).to.deep.equal([404, 200, 200]);

    rpm.change.linkContact({ customerId: 4021, contactId: 881 });
    rpm.change.unlinkContact({ customerId: 4050, contactId: 881 });
    await sync('rpm');
    expect(await looks(), 'in the same session').to.deep.equal([200, 404, 200]);
  });

  it('RPM-20, RPM-23: dropped by every customer, their pages go and what names the person stays; in the trash all is out', async () => {
    const { rpm } = world;
    const ada = await comeIn('ada@northwind.example', 'rpm');
    const [own, form] = [await customerPage('Northwind Fibre'), await formPage('TT-0042')];
    const looks = async (): Promise<(number | string)[]> => [await ada.look(own), await ada.look(form)];
    rpm.change.unlinkContact({ customerId: 4021, contactId: 881 });
    await sync('rpm');
    expect(await looks()).to.deep.equal([404, 200]);

    rpm.change.trashUser({ userId: 70_021 });
    await sync('rpm');
    expect(await ada.look(form)).to.equal(`/sign-in?next=${encodeURIComponent(form)}`);
    expect(await sessions()).to.deep.equal([]);
    expect(await ada.signIn()).to.equal(401);

    rpm.change.restoreUser({ userId: 70_021 });
    rpm.change.enableUser({ userId: 70_021 });
    rpm.change.linkContact({ customerId: 4021, contactId: 881 });
    await sync('rpm');
    expect(await ada.signIn()).to.equal(303);
    expect(await looks()).to.deep.equal([200, 200]);
  });

  /** The vtiger contact of an address, its account, and an account of others. */
  async function accountsOf(email: string): Promise<{ contact: string; account: string; other: string }> {
    const [row] = await world.hub.rows(
      `select c.external_id as contact, c.principal as account, (
         select r.customer_id from record r where r.connection_id = 'vt' and r.module = 'ticket'
           and r.customer_id <> c.principal limit 1) as other
       from contact c where c.connection_id = 'vt' and c.email = $1`,
      [email],
    );
    return {
      contact: String(row!['contact']),
      account: String(row!['account']),
      other: String(row!['other']),
    };
  }

  const ticketsOf = async (account: string, { but }: { but: string }): Promise<string[]> => {
    const rows = await world.hub.rows(
      `select number from record r where connection_id = 'vt' and module = 'ticket' and customer_id = $1
         and not exists (select from link l where l.connection_id = 'vt' and l.module = 'ticket'
           and l.record_id = r.external_id and l.kind = 'contact' and l.target = $2)`,
      [account, but],
    );
    return rows.map((row) => String(row['number']));
  };

  it('moved to another account, the tickets of the old one are gone, and those of the new one there', async () => {
    const email = 'nora.lindqvist@aurora.example';
    const nora = await comeIn(email, 'vt', 'rpm');
    const { contact, account, other } = await accountsOf(email);
    const [before, after] = [
      await ticketsOf(account, { but: contact }),
      await ticketsOf(other, { but: contact }),
    ];
    expect(Math.min(before.length, after.length)).to.be.above(0);
    const first = await nora.tickets('vt');
    expect(first).to.include.members(before);
    expect(first.filter((each) => after.includes(each))).to.deep.equal([]);

    world.vtiger.change.moveContact({ contact, account: other });
    await sync('vt');
    const moved = await nora.tickets('vt');
    expect(moved).to.include.members(after);
    expect(moved.filter((each) => before.includes(each))).to.deep.equal([]);

    world.vtiger.change.moveContact({ contact, account });
    await sync('vt');
    expect(await nora.tickets('vt')).to.include.members(before);
  });

  it('O-14: switched off in one CRM, its part is gone and the rest stays, in the same session; and back', async () => {
    const email = 'nora.lindqvist@aurora.example';
    const nora = await comeIn(email, 'vt', 'rpm');
    const { contact } = await accountsOf(email);
    const tickets = await nora.tickets('vt');
    expect(tickets).to.not.deep.equal([]);
    const customers = await nora.look('/customers');

    world.vtiger.change.setPortal({ contact, on: false });
    await sync('vt');
    expect(await nora.tickets('vt')).to.deep.equal([]);
    expect(await nora.look('/records/ticket'), 'no such list for this person').to.equal(404);
    expect(await nora.look('/customers'), 'what the other CRM shows').to.equal(customers);
    expect(await sessions()).to.have.length(1);

    world.vtiger.change.setPortal({ contact, on: true });
    await sync('vt');
    expect(await nora.tickets('vt')).to.deep.equal(tickets);
  });

  it('V-8, O-15: past its dates, or deleted, it is out, and restored it is in again', async () => {
    const email = 'nora.lindqvist@aurora.example';
    const nora = await comeIn(email, 'vt');
    const { contact } = await accountsOf(email);
    const tickets = await nora.tickets('vt');
    const back = async (): Promise<void> => {
      expect(await nora.look('/records/ticket')).to.equal('/sign-in?next=%2Frecords%2Fticket');
      expect(await sessions()).to.deep.equal([]);
      expect(await nora.signIn()).to.equal(401);
    };
    world.vtiger.change.setPortal({ contact, on: true, end: '2026-11-20' });
    await sync('vt');
    await back();
    world.vtiger.change.setPortal({ contact, on: true, end: '2026-11-21' });
    await sync('vt');
    expect(await nora.signIn(), 'the last day is a day').to.equal(303);

    world.vtiger.change.deleteRecord({ id: contact });
    // V-8: what is gone is found where all ids are listed.
    await sync('vt', { full: true });
    await back();
    world.vtiger.change.restoreRecord({ id: contact });
    await sync('vt');
    expect(await nora.signIn()).to.equal(303);
    expect(await nora.tickets('vt')).to.deep.equal(tickets);
  });
});
