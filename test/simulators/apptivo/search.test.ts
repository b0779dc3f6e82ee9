import { expect } from 'chai';

import { callApptivo, type ApptivoCaller, type Wire, type WireList } from './apptivo-test-caller.js';
import { startApptivoSimulator, type ApptivoSimulator } from './start-apptivo-simulator.js';

describe('simulators/apptivo: search and lists of labels', () => {
  let apptivo: ApptivoSimulator;
  let api: ApptivoCaller;

  beforeEach(async () => {
    apptivo = await startApptivoSimulator({ now: () => new Date('2025-06-10T10:00:00Z') });
    api = callApptivo(apptivo);
  });
  afterEach(() => apptivo.close());

  it('finds cases by customer, contact and status: the portal query', async () => {
    const find = (searchData: Wire, multiSelectData: Wire = {}) =>
      api.ids('cases getAllByAdvancedSearch', { objectId: 59, searchData, multiSelectData });
    const northwind = { caseCustomerId: 501_920, caseCustomer: 'Northwind Fibre', customAttributes: [] };
    expect(await find(northwind)).to.deep.equal([77_006, 77_007, 77_008]);
    expect(await find(northwind, { statusIds: [101, 102], typeIds: [] })).to.deep.equal([77_006, 77_007]);
    expect(await find({ ...northwind, caseContactId: 269_400 })).to.deep.equal([77_006, 77_008]);
    expect(await find({ caseSummary: "o'hara's" })).to.deep.equal([77_011]);
    expect(await find({ unheardOf: 'x', caseEmail: '' })).to.have.length(14);
    const serial = { customAttributeId: 'custom_52001', customAttributeValue: 'SN-77' };
    expect(await find({ customAttributes: [serial] })).to.deep.equal([77_006]);
  });

  it('filters by lastUpdateDate only if assumed to', async () => {
    const find = () =>
      api.ids('cases getAllByAdvancedSearch', { searchData: { lastUpdateDate: '06/03/2025' } });
    expect(await find()).to.have.length(14);
    apptivo.assumptions.lastUpdateDateFilters = true;
    expect(await find()).to.deep.equal([77_007]);
  });

  it('looks for free text fuzzily, and answers the older search with customers', async () => {
    expect(await api.ids('customers getAllBySearchText', { searchText: 'Delta Fibre' })).to.have.members([
      501_920, 501_921, 501_980, 501_981, 501_982,
    ]);
    const { customers } = await api.call<{ customers: Wire[] }>('customers getAllCustomersByAdvancedSearch', {
      searchData: { customerName: 'Hannah' },
    });
    expect(customers.map(({ id }) => id)).to.deep.equal(['501914']);
  });

  it('turns labels into ids by getConfigData, whose webLayout is a text', async () => {
    const config = await api.call<Wire & { statuses: Wire[]; types: Wire[] }>('cases getConfigData');
    expect(config.statuses[3]).to.include({ statusId: 104, statusName: 'Closed', isEnabled: 'Y' });
    expect(config.types[0]).to.deep.equal({ typeId: 11, typeName: 'Issue' });
    const { sections } = JSON.parse(String(config['webLayout'])) as { sections: { attributes: Wire[] }[] };
    expect(sections[0]?.attributes.at(-1)).to.deep.equal({
      attributeId: 'custom_52003',
      label: { modifiedLabel: 'Site' },
      right: [
        {
          tagName: 'select_52003',
          optionValueList: [
            { optionId: 'custom_52003_1', optionObject: 'Halifax' },
            { optionId: 'custom_52003_2', optionObject: 'Łódź' },
          ],
        },
      ],
    });
    apptivo.assumptions.customerStatusKey = 'customerStatusList';
    expect(await api.call('customers getConfigData')).to.have.property('customerStatusList');
  });

  it('tells a parent customer by its name, which two may have, and by id only if assumed to', async () => {
    const yard = () => api.call('customers getById', { customerId: 501_982 });
    expect(await yard())
      .to.include({ parentCustomerName: 'Delta Towing' })
      .and.not.have.property('parentId');
    const searchData = { customerName: 'Delta Towing' };
    expect(await api.ids('customers getAllByAdvancedSearch', { searchData })).to.have.length(3);
    apptivo.assumptions.parentIdKey = 'parentId';
    expect(await yard()).to.include({ parentId: 501_980 });
  });

  it('lists a customer’s contacts ten at a time, by the offset name that counts', async () => {
    for (let place = 0; place < 12; place += 1)
      await api.call('contacts save', { contactData: { lastName: `Extra ${place}`, accountId: 501_960 } });
    const page = (input: Wire) =>
      api.ids('customers getCustomerContacts', { customerId: 501_960, objectId: 2, ...input });
    const first = await page({ iDisplayLength: 100 });
    expect(first).to.have.length(10);
    expect(await page({ startIndex: 10 })).to.deep.equal(first);
    expect(await page({ iDisplayStart: 10 }))
      .to.have.length(3)
      .and.include(269_411);
    apptivo.assumptions.customerContactsCount = true;
    apptivo.assumptions.customerContactsOffset = 'startIndex';
    const input = { customerId: 501_960, startIndex: 10, iDisplayStart: 0 };
    const last = await api.call<WireList>('customers getCustomerContacts', input);
    expect([last.data?.length, last.countOfRecords]).to.deep.equal([3, 13]);
  });
});
