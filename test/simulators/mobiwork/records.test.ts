import { expect } from 'chai';

import { mobiworkCrowd } from './mobiwork-crowd.js';
import type { MobiworkData } from './mobiwork-data.js';
import { mobiworkStory } from './mobiwork-story.js';
import { startMobiworkSimulator, type MobiworkSimulator } from './start-mobiwork-simulator.js';
import { callMobiwork, type MobiworkCaller, type Wire } from './test-caller.js';

describe('simulators/mobiwork: work orders, billing, products, crowd', () => {
  let mobiwork: MobiworkSimulator;
  let api: MobiworkCaller;

  beforeEach(async () => {
    mobiwork = await startMobiworkSimulator({ now: () => new Date('2025-06-02T14:00:00Z') });
    api = await callMobiwork(mobiwork);
    await api.signIn();
  });
  afterEach(() => mobiwork.close());

  const idsBy = async (entity: string, idName: string, request = ''): Promise<number[]> =>
    (await api.list(entity, request)).rows.map((each) => Number(each[idName]));
  const ordersBy = (request: string): Promise<number[]> => idsBy('workOrder', 'mobiworkWorkOrderId', request);
  const invoicesBy = (request: string): Promise<number[]> => idsBy('invoice', 'mobiworkInvoiceId', request);
  const viewOrder = async (id: number): Promise<Wire> =>
    (await api.ok(`workOrder/${id}/view.html`))['workOrder'] as Wire;

  it('makes the work order of §4, assigned because it has a schedule', async () => {
    const { workOrder } = await api.ok(
      'workOrder/add.html?userId=771',
      `<workOrder><customerId>3178692</customerId><description>Chair 2 leaks</description>
       <workOrderTypeId>25121</workOrderTypeId><externalId>hub-1</externalId>
       <scheduleList><schedule><userId>771</userId><date>2025/06/03</date><time>09:30</time>
       <duration>60</duration></schedule></scheduleList></workOrder>`,
    );
    expect(workOrder).to.deep.include({
      mobiworkWorkOrderId: '90408',
      externalId: 'hub-1',
      customerName: 'Riverside Dental',
      workOrderType: 'Repair',
      status: 'ASSIGNED',
      createdDate: '2025/06/02 10:00:00',
      scheduleList: { schedule: { userId: '771', date: '2025/06/03', time: '09:30', duration: '60' } },
    });
    expect(await viewOrder(90408)).to.deep.equal(workOrder);
    const refused = (inner: string): Promise<string | undefined> =>
      api.refusalOf('workOrder/add.html', `<workOrder>${inner}</workOrder>`);
    expect(await refused('<customerId>7</customerId>')).to.match(/^1006/);
    expect(await refused('<customerId>3178692</customerId><workOrderTypeId>1</workOrderTypeId>')).to.match(
      /^1008/,
    );
  });

  it('makes a location of the customer as part of a work order', async () => {
    await api.ok(
      'workOrder/add.html',
      `<workOrder><customerId>3178692</customerId><location><address><name>Annex</name>
       <address1>9 Side St</address1></address></location></workOrder>`,
    );
    const location = (await viewOrder(90408))['location'] as { address: Wire };
    expect(location.address).to.include({ name: 'Annex' });
    expect(JSON.stringify((await api.customer(3178692))['addressList'])).to.contain('Annex');
    await api.ok(
      'workOrder/add.html',
      `<workOrder><customerId>3178692</customerId><location><address><addressId>88122</addressId></address></location></workOrder>`,
    );
    expect((await viewOrder(90409))['location']).to.have.nested.property('address.city', 'Brandon');
    expect(mobiwork.dump().customers[0]?.addresses).to.have.length(3);
  });

  it('edits, closes and deletes a work order', async () => {
    const edit = (inner: string): Promise<Wire> =>
      api.ok('workOrder/90403/edit.html', `<workOrder>${inner}</workOrder>`);
    await edit('<description>Door</description><customStatusId>62</customStatusId>');
    expect(await viewOrder(90403)).to.include({
      description: 'Door',
      customStatus: 'On the way',
      status: 'OPEN',
    });
    const half = '<description>Gate</description><customStatusId>1</customStatusId>';
    expect(await api.refusalOf('workOrder/90403/edit.html', `<workOrder>${half}</workOrder>`)).to.match(
      /^1008/,
    );
    expect(await viewOrder(90403)).to.include({ description: 'Door' });
    await edit('<status>CLOSED</status>');
    expect(await viewOrder(90403)).to.include({ description: 'Door', status: 'CLOSED' });
    await api.ok('workOrder/90403/delete.html');
    expect(await api.refusalOf('workOrder/90403/view.html')).to.match(/^1006/);
  });

  it('narrows work orders, the assignee only under the misspelt name', async () => {
    expect(await ordersBy('<status>ASSIGNED</status>')).to.deep.equal([90402]);
    expect(await ordersBy('<assginedTo>771</assginedTo>')).to.deep.equal([90401, 90402]);
    expect(await ordersBy('<assignedTo>771</assignedTo>')).to.have.length(7);
    expect(await ordersBy('<assignedToDate>2025/06/04</assignedToDate>')).to.deep.equal([90402]);
    expect(await ordersBy('<city>Brandon</city>')).to.deep.equal([90402]);
    // 02:15 UTC on the third is the evening of the second in the tenant's zone.
    expect(await ordersBy('<createdFromDate>2025/06/02</createdFromDate>')).to.deep.equal([90404]);
    expect(await ordersBy('<createdFromDate>2025/06/03</createdFromDate>')).to.deep.equal([]);
    expect(await ordersBy('<createdToDate>2025/03/09</createdToDate>')).to.deep.equal([90403]);
    expect(await api.refusalOf('workOrder/list.html', '<createdToDate>09/03/25</createdToDate>')).to.match(
      /^1008/,
    );
  });

  it('writes dates in four ways, moments in the zone of the tenant', async () => {
    expect((await viewOrder(90403))['createdDate']).to.equal('2025/03/09 01:59:30');
    const [first, , third] = (await api.list('invoice')).rows;
    expect(first).to.include({ createdDate: 'Mon Jun 02 19:40:12 EDT 2025', dueDate: '2025/07/01' });
    expect(third).to.include({ createdDate: 'Tue Jan 14 23:30:00 EST 2025', dueDate: 'null' });
    expect(await api.customer(3178720)).to.include({ closingDate: '01/31/2025' });
    mobiwork.assumptions.javaZone = 'Africa/Maputo';
    mobiwork.assumptions.dates.dueDay = 'us-day';
    expect((await api.list('invoice')).rows[0]).to.include({
      createdDate: 'Tue Jun 03 01:40:12 CAT 2025',
      dueDate: '07/01/2025',
    });
  });

  it('uses the other names when told to, and names for ids of staff', async () => {
    Object.assign(mobiwork.assumptions, {
      workOrderIdName: 'externalWorkOrderId',
      workOrderCustomerName: 'mobiworkCustomerId',
      invoiceIdName: 'invoiceId',
      userReference: 'name',
      counters: 'customers',
    });
    expect(await viewOrder(90402)).to.include({
      externalWorkOrderId: 'WO-77',
      mobiworkCustomerId: '3178692',
    });
    expect(await viewOrder(90402)).not.to.have.any.keys('externalId', 'customerId');
    const { rows, total } = await api.list('invoice');
    expect(rows[3]).to.include({ invoiceId: '71004', assignedTo: 'Theo Brandt', createdBy: 'Gail Novak' });
    expect(total).to.equal(undefined);
  });

  it('§8: takes invoice filters wrapped, bare or either way; in the wrong place they have no effect', async () => {
    const bare = '<status>PAID</status>';
    const wrapped = `<invoice>${bare}</invoice>`;
    expect([await invoicesBy(bare), await invoicesBy(wrapped)]).to.deep.equal([[71002], [71002]]);
    mobiwork.assumptions.invoiceFilters = 'wrapped';
    expect(await invoicesBy(wrapped)).to.deep.equal([71002]);
    expect(await invoicesBy(bare)).to.have.length(6);
    mobiwork.assumptions.invoiceFilters = 'bare';
    expect(await invoicesBy(bare)).to.deep.equal([71002]);
    expect(await invoicesBy(wrapped)).to.have.length(6);
  });

  it('narrows invoices and estimates by dates, words and marks', async () => {
    expect(await invoicesBy('<dueDateFrom>2025/07/01</dueDateFrom>')).to.deep.equal([71001]);
    expect(await invoicesBy('<integrationStatus>PENDING</integrationStatus>')).to.deep.equal([71003]);
    expect(await invoicesBy('<createdDateTo>2025/01/14</createdDateTo>')).to.deep.equal([71003]);
    expect(await invoicesBy('<externalId>INV-9</externalId>')).to.deep.equal([71004]);
    const quotesBy = (request: string): Promise<number[]> => idsBy('estimate', 'mobiworkEstimateId', request);
    expect(await quotesBy('<description>quote</description>')).to.deep.equal([72002]);
    expect((await api.list('estimate')).rows[0]).to.include({ customerId: '3178692', dueDate: '2025/06/30' });
    mobiwork.assumptions.estimateHasCustomer = false;
    expect((await api.list('estimate')).rows[0]).not.to.have.any.keys('customerId', 'dueDate');
  });

  it('M-30: lists payments by GET, and a payment lessens what an invoice owes', async () => {
    const [payment] = (await api.list('payment')).rows;
    expect(payment).to.include({
      paymentId: '73001',
      invoiceId: '71002',
      amount: '210.00',
      paymentDate: '2025/05/30',
    });
    const { paymentId: _, ...known } = mobiwork.dump().payments[0]!;
    mobiwork.change.addPayment({ ...known, invoiceId: 71001, amount: '20.50' });
    expect((await api.list('invoice')).rows[0]).to.include({ balance: '100.00', status: 'OPEN' });
    mobiwork.change.addPayment({ ...known, invoiceId: 71001, amount: '100.00' });
    expect((await api.list('invoice')).rows[0]).to.include({ balance: '0.00', status: 'PAID' });
    const page = (await api.ok('payment/list.html?startPosition=1&maxResults=1'))['paymentList'] as Wire;
    expect(page).to.include({ totalAvailableCount: '3', count: '1' });
    expect((page['payment'] as Wire[])[0]).to.include({ paymentId: '73002' });
  });

  it('M-30: adds a payment of an invoice that there is, unless it has no such action', async () => {
    const pay = (invoice: number, amount = '20.50') =>
      api.call(
        'payment/add.html',
        `<payment><invoiceId>${invoice}</invoiceId><amount>${amount}</amount><paymentDate>2025/06/03</paymentDate>` +
          '<externalId>key-1</externalId></payment>',
      );
    expect((await pay(71001))['payment']).to.include({ paymentId: '73002', externalId: 'key-1' });
    expect((await api.list('invoice')).rows[0]).to.include({ balance: '100.00', status: 'OPEN' });
    expect([(await pay(9))['@statusCode'], (await pay(71001, 'much'))['@statusCode']]).to.deep.equal([
      '2',
      '2',
    ]);
    mobiwork.assumptions.paymentsAdded = false;
    expect((await pay(71001))['error']).to.include({ '#text': 'No such action' });
    expect(mobiwork.dump().payments).to.have.length(2);
  });

  it('takes a right from the login of the API for one kind of record', async () => {
    mobiwork.change.refuse({ entities: ['invoice'] });
    expect((await api.call('invoice/list.html', ''))['@statusCode']).to.equal('2');
    expect((await api.call('workOrder/list.html', ''))['@statusCode']).to.equal('1');
  });

  it('pages products, adds one, and has disabled ones only on demand', async () => {
    const productsBy = (request: string): Promise<number[]> => idsBy('product', 'mobiworkProductId', request);
    expect(await productsBy('')).to.deep.equal([74001, 74002, 74003]);
    expect(await productsBy('<disabled>true</disabled>')).to.deep.equal([74001, 74002, 74003, 74004]);
    mobiwork.assumptions.pagedLists = 'products';
    expect(await productsBy('<startPosition>1</startPosition><maxResults>1</maxResults>')).to.deep.equal([
      74002,
    ]);
    expect(await productsBy('<productType>SERVICES</productType>')).to.deep.equal([74002]);
    const { product } = await api.ok(
      'product/add.html',
      '<product><name>Lamp</name><price>9.90</price></product>',
    );
    expect(product).to.include({ mobiworkProductId: '74005', name: 'Lamp', type: 'PRODUCT', sku: 'null' });
    expect(await api.refusalOf('product/add.html', '<product/>')).to.match(/^1007/);
  });

  it('adds a recurrent service, makes and changes a form, and lists the staff who are there', async () => {
    const { recurrentService } = await api.ok(
      'recurrentService/add.html',
      '<customerId>3178692</customerId><description>Filters</description><nextServiceDate>2026/01/05</nextServiceDate>',
    );
    expect(recurrentService).to.include({
      recurrentServiceId: '4102',
      locationId: '88121',
      description: 'Filters',
    });
    const field = (value: string): string =>
      `<formFields><formField><apiName>floor</apiName><index>0</index><value>${value}</value></formField></formFields>`;
    await api.ok(
      'mobiForm/create.html',
      `<holderId>3178700</holderId><holderType>2</holderType>${field('3')}`,
    );
    await api.ok('mobiForm/5202/update.html', `<status>CLOSED</status>${field('4')}`);
    expect(mobiwork.dump().forms[1]).to.deep.include({
      id: 5202,
      customerId: 3178700,
      formFields: [{ apiName: 'floor', index: '0', value: '4' }],
    });
    const { userList } = await api.ok('user/list.html', '');
    expect((userList as Wire)['user']).to.deep.include({
      mobiworkUserId: '771',
      firstName: 'Theo',
      lastName: 'Brandt',
    });
    expect(userList).to.include({ count: '3' });
  });

  it('makes the same crowd for the same seed, with shared people, and no id of the story', async () => {
    const sharedPeople = [
      { firstName: 'Nora', lastName: 'Lindqvist', email: 'nora.lindqvist@aurora.example' },
    ];
    const options = { customers: 12, contacts: 60, records: 160, seed: 5, sharedPeople };
    const crowd = mobiworkCrowd(options);
    expect(crowd).to.deep.equal(mobiworkCrowd(options));
    expect(crowd).not.to.deep.equal(mobiworkCrowd({ ...options, seed: 6 }));
    expect(crowd.customers.flatMap(({ contacts }) => contacts)).to.have.length(60);
    expect(
      [crowd.workOrders, crowd.invoices, crowd.estimates, crowd.payments].map((each) => each.length),
    ).to.deep.equal([80, 40, 20, 20]);
    expect(crowd.customers[0]?.contacts[0]).to.deep.include({
      ...sharedPeople[0],
      enabled: true,
      admin: true,
    });
    const idsIn = ({ customers, workOrders, invoices, estimates, payments }: MobiworkData): Set<string> =>
      new Set([
        ...customers.map((each) => `customer ${each.mobiworkCustomerId}`),
        ...customers.flatMap(({ contacts }) => contacts.map((each) => `contact ${each.contactId}`)),
        ...customers.flatMap(({ addresses }) => addresses.map((each) => `address ${each.addressId}`)),
        ...workOrders.map((each) => `work order ${each.mobiworkWorkOrderId}`),
        ...invoices.map((each) => `invoice ${each.invoiceId}`),
        ...estimates.map((each) => `estimate ${each.mobiworkEstimateId}`),
        ...payments.map((each) => `payment ${each.paymentId}`),
      ]);
    expect([...idsIn(crowd)].filter((each) => idsIn(mobiworkStory()).has(each))).to.deep.equal([]);
    expect(idsIn(crowd).size).to.equal(12 + 60 + 12 + 160);
  });
});
