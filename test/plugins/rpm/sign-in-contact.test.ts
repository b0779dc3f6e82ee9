import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';

/** Jan: left every customer, has a sign-in and takes part in a form. */
const jan = { userId: 70031, contactId: 911 };
/** Ada: of one customer, with a sign-in. */
const ada = { userId: 70021, contactId: 881, customerId: 4021 };
/** Farid: of one customer, too, and works out of none, so that his row in CustomerUsers never changes. */
const farid = { userId: 70026, contactId: 906, customerId: 4090 };

describe('the contact that comes with an RPM sign-in', () => {
  let rpm: RpmSimulator;
  let hub: TestHub;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    hub = await openTestHub([{ id: 'rpm', plugin: 'rpm', settings: { url: rpm.url, apiKey: rpm.apiKey } }]);
    await hub.sync('rpm');
  });
  afterEach(async function () {
    await rpm.close();
    if (this.currentTest?.isPassed()) await hub.close();
    else await hub.database.close();
  });

  const row = async (table: 'contact' | 'login', id: number) =>
    (await hub.rows(`select * from ${table} where external_id = $1 and deleted_at is null`, [String(id)]))[0];
  const callsOf = async (sync: () => Promise<unknown>) => {
    rpm.log.length = 0;
    await sync();
    return rpm.calls();
  };

  it('RPM-20: is the only word on who left every customer', async () => {
    expect(await row('contact', jan.contactId)).to.include({
      email: 'jan@northwind.example',
      stream: 'users',
      item_id: String(jan.userId),
    });
    expect(await hub.rows("select 1 from member where contact_id = '911'")).to.deep.equal([]);
  });

  it("gives way to any customer's copy, one without a date too", async () => {
    expect(await row('contact', ada.contactId)).to.include({ stream: 'customers', item_id: '4021' });
    rpm.fail({
      operation: 'Customer',
      times: 1000,
      alter: (json) => {
        const { Result } = json as { Result: Record<string, unknown> };
        return { Result: { ...Result, Modified: '' } };
      },
    });
    await hub.sync('rpm', { full: true });
    await hub.sync('rpm', { full: true, streams: ['users'] });
    expect(await row('contact', ada.contactId)).to.include({ stream: 'customers', as_of: null });
  });

  it('RPM-20: stays with the sign-in when the last customer drops the person, as new as it is at RPM', async () => {
    rpm.change.editContact({ contactId: farid.contactId, email: 'farid@new.example' });
    await hub.sync('rpm');
    rpm.change.unlinkContact(farid);
    await hub.sync('rpm');
    expect(await row('contact', farid.contactId)).to.include({ stream: 'users', email: 'farid@new.example' });
    rpm.change.trashUser({ userId: farid.userId });
    await hub.sync('rpm');
    expect(await row('contact', farid.contactId)).to.equal(undefined);
  });

  for (const { userId, contactId } of [jan, ada])
    it(`RPM-23: with a malformed address holds up neither the disabling nor the trash (${contactId})`, async () => {
      const { email } = (await row('contact', contactId))!;
      rpm.change.editContact({ contactId, email: 'no address' });
      rpm.change.disableUser({ userId });
      expect((await hub.sync('rpm')).streams['users']).to.include({ quarantined: 1 });
      expect(await row('login', userId)).to.include({ enabled: false });
      expect(await row('contact', contactId)).to.include({ email });
      expect(
        await hub.rows("select reason -> 'rowKeys' as keys from quarantine where stream = 'users'"),
      ).to.deep.equal([{ keys: [`contact:${contactId}`] }]);
      rpm.change.trashUser({ userId });
      await hub.sync('rpm');
      expect(await row('login', userId)).to.equal(undefined);
    });

  it('costs no call: one when nothing changed, three when one customer did, in quarantine or not', async () => {
    const unchanged = { Modified: 1 };
    const one = { Modified: 1, Customers: 1, Customer: 1 };
    expect(await callsOf(() => hub.sync('rpm'))).to.deep.equal(unchanged);
    rpm.change.editCustomer({ customerId: 4050, website: 'changed.example' });
    expect(await callsOf(() => hub.sync('rpm'))).to.deep.equal(one);
    rpm.change.editContact({ contactId: jan.contactId, email: 'no address' });
    rpm.change.disableUser({ userId: jan.userId });
    await hub.sync('rpm');
    expect(await hub.rows('select stream, item_id from quarantine')).to.deep.equal([
      { stream: 'users', item_id: String(jan.userId) },
    ]);
    expect(await callsOf(() => hub.sync('rpm'))).to.deep.equal(unchanged);
    rpm.change.editCustomer({ customerId: 4050, website: 'again.example' });
    expect(await callsOf(() => hub.sync('rpm'))).to.deep.equal(one);
  });
});
