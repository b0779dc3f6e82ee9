import { expect } from 'chai';

import { opencrmCrowd } from './opencrm-crowd.js';
import { opencrmStory } from './opencrm-story.js';
import { startOpencrmSimulator } from './start-opencrm-simulator.js';
import { callOpencrm } from './test-caller.js';

const SHARED = [{ firstName: 'Ines', lastName: 'Ruiz', email: 'ines@shared.example' }];
const OPTIONS = { customers: 10, contacts: 40, records: 200, seed: 7, sharedPeople: SHARED };

describe('simulators/opencrm: the crowd', () => {
  it('is the same for the same seed and another for another', () => {
    expect(opencrmCrowd(OPTIONS)).to.deep.equal(opencrmCrowd(OPTIONS));
    expect(opencrmCrowd({ ...OPTIONS, seed: 8 })).not.to.deep.equal(opencrmCrowd(OPTIONS));
  });

  it('has as many of each as were asked for, linked only to what there is', () => {
    const { records } = opencrmCrowd(OPTIONS);
    const ids = new Set(records.map(({ crmid }) => String(crmid)));
    expect(ids.size).to.equal(250);
    expect(records.filter(({ module }) => module === 'contact')).to.have.length(40);
    for (const { fields } of records)
      for (const name of ['accountid', 'account_id', 'contactid', 'contact_id', 'parent_id'])
        expect([undefined, '0', ...ids]).to.include(fields[name]);
    expect(opencrmCrowd({ customers: 0, contacts: 0, records: 5, seed: 1 }).records).to.have.length(5);
  });

  it('joins the story in one tenant, shared people with a sign-in among them', async () => {
    const [story, crowd] = [opencrmStory(), opencrmCrowd(OPTIONS)];
    const crm = await startOpencrmSimulator({
      data: { users: story.users, records: [...story.records, ...crowd.records] },
    });
    try {
      const api = callOpencrm(crm);
      expect(
        await api.call('get_contact_list_full', { query_string: 'email|=|ines@shared.example' }),
      ).to.include({
        firstname: 'Ines',
        portal: '1',
        login: 'ines@shared.example',
      });
      expect(await api.call('edit_ticket', { crmid: '0', title: 'Next' })).to.equal(200_251);
    } finally {
      await crm.close();
    }
  });
});
