import { expect } from 'chai';

import { heldVersion } from '../../../core/sync/list-held.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';

describe('core/sync/list-held', () => {
  let rpm: RpmSimulator;
  let hub: TestHub;
  before(async () => {
    rpm = await startRpmSimulator();
    hub = await openTestHub([{ id: 'rpm', plugin: 'rpm', settings: { url: rpm.url, apiKey: rpm.apiKey } }]);
    await hub.sync('rpm');
    for (const customerId of [4021, 4050, 4090]) rpm.change.trashCustomer({ customerId });
    await hub.sync('rpm', { full: true });
  });
  after(async () => {
    await rpm.close();
    await hub.close();
  });

  it('applies nothing, and opens no issue, when the list is no longer the one that was confirmed', async () => {
    const { state, error } = await hub.sync('rpm', { confirm: true, held: '000000000000' });
    expect(state).to.equal('cancelled');
    expect(error).to.have.property('code', 'HELD_CHANGED');
    expect((await heldVersion(hub.database.pool, 'rpm')).total).to.equal(3);
    expect(await hub.rows("select * from issue where kind = 'SYNC' and closed_at is null")).to.deep.equal([]);
  });

  it('applies the list that was confirmed', async () => {
    const { version } = await heldVersion(hub.database.pool, 'rpm');
    expect((await hub.sync('rpm', { confirm: true, held: version })).state).to.equal('done');
    expect((await heldVersion(hub.database.pool, 'rpm')).total).to.equal(0);
  });
});
