import { expect } from 'chai';

import type { ApptivoAssumptions } from '../../simulators/apptivo/apptivo-assumptions.js';
import { apptivoStory } from '../../simulators/apptivo/apptivo-story.js';
import { worldsOfOneTest, zone } from './apptivo-world.js';

const cut = { searchDepth: 9, getAllIsCut: true } as const;

describe('a change at Apptivo', () => {
  const openWorld = worldsOfOneTest();

  for (const reading of [
    {},
    { sortsBy: 'creationDate' },
    { sortsBy: 'nothing' },
    { sortsBy: 'nothing', getAllIsCut: false, beyondDepth: 'failure' },
    { timePattern: '' },
    { emptyCount: false },
    { ...cut, sortsBy: 'creationDate' },
  ] satisfies Partial<ApptivoAssumptions>[])
    it(`APT-3, APT-6: is seen by the next run, however lists are sorted: ${JSON.stringify(reading)}`, async () => {
      const data = apptivoStory();
      // Untouched but for the oldest: what is sorted by creation looks sorted by change.
      for (const rows of [data.customers, data.contacts, data.cases])
        for (const row of rows.slice(1)) row.lastUpdateDate = row.creationDate;
      const world = await openWorld({ data, assumptions: { ...reading, largestPage: 3 } });
      await world.sync();
      const { change } = world.apptivo;
      // What is new is first by creation as well.
      await world.write('contact.create', { body: { lastName: 'New', principal: '501914' } });
      await world.write('ticket.create', { body: { subject: 'New', customer: '501914' } });
      change.saveContact({ contactId: 269_403, customerId: 501_914, confirmed: true });
      change.moveCase({ caseId: 77_009, customerId: 501_930 });
      change.renameCustomer({ customerId: 501_940, name: 'O’Hara' });
      await world.sync({});
      const found = await world.hub.rows(
        `select principal as now from contact where external_id = '269403' union all
         select customer_id from record where external_id = '77009' union all
         select name from customer where external_id = '501940'`,
      );
      expect(found.map(({ now }) => now)).to.deep.equal(['501914', '501930', 'O’Hara']);
    });

  it('APT-10: is not taken for a deletion where a list is cut at both ends', async () => {
    const world = await openWorld();
    await world.sync();
    Object.assign(world.apptivo.assumptions, { searchDepth: 4, getAllIsCut: true });
    await world.sync();
    const gone = await world.hub.rows('select 1 from record where deleted_at is not null');
    expect(gone).to.deep.equal([]);
    const [{ count } = {}] = await world.hub.rows("select count(*) from held where change = 'gone'");
    expect(count).to.be.greaterThan(0);
  });

  it('APT-11: is read in the zone that the settings name, and in the order of day and month that Apptivo names', async () => {
    for (const dateFormat of ['MM/dd/yyyy', 'dd/MM/yyyy', 'd.M.yyyy', 'yyyy-MM-dd'])
      for (const at of [zone, 'America/Los_Angeles']) {
        const world = await openWorld({ settings: { zone: at } });
        world.apptivo.change.setFirm({ dateFormat, zone: at });
        await world.sync();
        const [row] = await world.hub.rows(
          "select changed_at as changed, dates from record where external_id = '77006'",
        );
        expect(row, `${dateFormat} ${at}`).to.deep.equal({
          changed: new Date('2025-06-02T11:26:00Z'),
          dates: { due: '2025-06-12' },
        });
      }
  });
});
