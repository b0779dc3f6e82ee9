import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import {
  DEFAULT_ASSUMPTIONS,
  type MobiworkAssumptions,
} from '../../simulators/mobiwork/mobiwork-assumptions.js';
import {
  startMobiworkSimulator,
  type MobiworkSimulator,
} from '../../simulators/mobiwork/start-mobiwork-simulator.js';
import { readingRows, type ReadingRows } from '../reading-rows.js';
import { closeStory } from '../story-tools.js';
import { openMobiworkWorld, settingsFor } from './mobiwork-world.js';

type Reading = Partial<MobiworkAssumptions>;

const refusal = (statusCode: string, code: string, text: string) => ({ statusCode, code, text });
const named = (suffix: string) =>
  Object.fromEntries(
    Object.keys(DEFAULT_ASSUMPTIONS.listNames).map((each) => [each, `${each}${suffix}`]),
  ) as MobiworkAssumptions['listNames'];
const { dates } = DEFAULT_ASSUMPTIONS;

/** What mobiwork.md leaves open, and reading makes no difference to (§7, §8). */
const alike: Reading[] = [
  { tokenMinutes: 0.0001, tokenError: refusal('2', '1001', 'Invalid or expired authentication token') },
  { tokenMinutes: 0.0001, tokenError: refusal('0', '99', 'Token expired') },
  { tokenMinutes: 0.0001, tokenError: refusal('-1', '401', 'Please authenticate first') },
  { newTokenEndsOld: true },
  { failureStatusCode: '0' },
  { callsPerSecond: 2 },
  { pagedLists: 'products' },
  { listCap: 5 },
  { listCap: 5, counters: 'customers' },
  { pagedLists: 'products', listCap: 7 },
  { pagedLists: 'products', listCap: 5 },
  { pagedLists: 'products', listCap: 3, capWithCriteria: false },
  { counters: 'customers' },
  { invoiceFilters: 'wrapped' },
  { invoiceFilters: 'bare' },
  { omittedScalars: 'cleared', omittedLists: 'cleared' },
  { contactListHasPrimary: false },
  { thirdPhoneName: 'thirdPhoneNumber' },
  { parentName: 'parentCustomerId' },
  { invoiceIdName: 'invoiceId' },
  { invoiceIdName: 'id' },
  { workOrderIdName: 'externalWorkOrderId' },
  { workOrderCustomerName: 'mobiworkCustomerId' },
  { listNames: named('s') },
  { listNames: named('Results'), counters: 'customers' },
  { userReference: 'name' },
  { emptyValue: 'empty' },
  { emptyValue: 'absent' },
  { booleans: 'upper' },
  { elementCase: 'some' },
  { elementCase: 'capital', booleans: 'upper', emptyValue: 'absent' },
  { declaration: 'none' },
  { declaration: 'full' },
  { dates: { ...dates, customerDay: 'java', dueDay: 'us-day', paymentDay: 'java' } },
  { dates: { ...dates, workOrderCreated: 'java', invoiceCreated: 'slash-time', dueDay: 'java' } },
  { paymentsAdded: false },
];

const nameOf = (reading: Reading): string => JSON.stringify(reading).replaceAll('"', '').slice(1, -1);

describe('every reading of MobiWork that its manual leaves open', function () {
  let mobiwork: MobiworkSimulator;
  let hub: TestHub;
  let read: ReadingRows<MobiworkAssumptions>['read'];
  let rowsOf: ReadingRows<MobiworkAssumptions>['rowsOf'];
  const others = ['usual', 'told', 'named', 'days', 'cat', 'orphans'];

  before(async () => {
    mobiwork = await startMobiworkSimulator();
    hub = await openTestHub(
      [...others, ...alike.keys()].map((id) => ({
        id: `reading-${id}`,
        plugin: 'mobiwork',
        settings: settingsFor(mobiwork, {
          ...(id === 'named' && { flags: { billing: 'mayPay', editContact: 'mayEdit' } }),
          ...(typeof id === 'number' && alike[id]?.invoiceFilters === 'wrapped' && { filters: 'wrapped' }),
        }),
      })),
    );
    ({ read, rowsOf } = readingRows(hub, mobiwork, {
      usual: DEFAULT_ASSUMPTIONS,
      others: [
        `select 'issue', jsonb_build_array(kind, cause, sentence) from issue
         where closed_at is null and connection_id = $1`,
        `select 'facts', facts from connection where id = $1`,
      ],
    }));
    await read('usual', {});
  });
  after(async function () {
    await closeStory(mobiwork, hub, { keep: !this.test?.parent?.tests.every((each) => each.isPassed()) });
  });

  for (const [at, reading] of alike.entries())
    it(`gives the same rows: ${nameOf(reading)}`, async () => {
      const rows = await read(String(at), reading);
      expect(rows)
        .to.deep.equal(await rowsOf('usual'))
        .and.to.have.length.above(90);
    });

  const changedIn = async (id: string, reading: Reading) => {
    const text = (rows: Record<string, unknown>[]) => rows.map((each) => JSON.stringify(each));
    const before = new Set(text(await rowsOf('usual')));
    return text(await read(id, reading)).filter((each) => !before.has(each));
  };

  it('M-29: permissions are those of the elements that the settings name, and none that is not told', async () => {
    const capabilities = async (id: string) =>
      Object.fromEntries(
        (
          await hub.rows(
            'select contact_id as contact, capabilities from login where connection_id = $1 order by 1',
            [`reading-${id}`],
          )
        ).map(({ contact, capabilities: held }) => [String(contact), held]),
      ) as Record<string, string[]>;
    await read('told', { permissionFlags: null });
    expect(await capabilities('told')).to.deep.include({ '501': ['admin'], '503': [], '507': [] });
    await read('named', {
      permissionFlags: {
        billing: 'mayPay',
        reports: 'accessReports',
        createWorkOrder: 'CreateWorkOrder',
        editContact: 'mayEdit',
      },
    });
    expect(await capabilities('named')).to.deep.equal(await capabilities('usual'));
  });

  it('tells moments as exactly as MobiWork does', async () => {
    const changed = await changedIn('days', {
      dates: { ...dates, workOrderCreated: 'us-day', invoiceCreated: 'us-day' },
    });
    expect(changed.length).to.be.greaterThan(10);
    for (const each of changed) expect(each).to.match(/"created_at":"....-..-..T0[45]:00:00/);
  });

  it('takes ambiguous letters of a zone for the tenant’s own', async () => {
    const changed = await changedIn('cat', { javaZone: 'Africa/Maputo' });
    expect(changed.length).to.be.greaterThan(3);
    for (const each of changed) expect(each).to.match(/"module":"invoice"/);
  });

  it('M-17: shows an estimate to nobody while MobiWork does not say whose it is', async () => {
    const changed = await changedIn('orphans', { estimateHasCustomer: false });
    expect(changed).to.have.length(3);
    for (const each of changed)
      expect(each)
        .to.match(/"module":"quote"/)
        .and.match(/"customer_id":null/);
  });
});

describe('a change at MobiWork', () => {
  for (const reading of [
    {},
    { pagedLists: 'products', listCap: 5 },
    { counters: 'customers', listCap: 4 },
    { contactListHasPrimary: false, elementCase: 'capital', emptyValue: 'absent' },
    { invoiceFilters: 'wrapped' },
  ] satisfies Reading[])
    it(`M-04, M-16: is seen by the next run, and nothing is lost: ${nameOf(reading) || 'as usual'}`, async () => {
      const world = await openMobiworkWorld({ assumptions: reading });
      await world.sync();
      const { change } = world.mobiwork;
      change.moveContact({ contactId: 530, toCustomerId: 3_178_700 });
      change.editContact({ contactId: 503, enabled: false });
      change.editWorkOrder({ mobiworkWorkOrderId: 90_404, description: 'Closed box' });
      change.editInvoice({ invoiceId: 71_004, balance: '7.00' });
      await world.sync({});
      const found = await world.hub.rows(
        `select customer_id as now from member where contact_id = '530' union all
         select enabled::text from login where contact_id = '503' union all
         select subject from record where external_id = '90404' union all
         select amount::text from record where external_id = '71004' union all
         select count(*)::text from record where deleted_at is not null`,
      );
      expect(found.map(({ now }) => now)).to.deep.equal(['3178700', 'false', 'Closed box', '700', '0']);
      await world.close({ keep: false });
    });

  for (const reading of [{}, { pagedLists: 'products', listCap: 5 }] satisfies Reading[])
    it(`M-04: is a deletion where the list shows everything: ${nameOf(reading) || 'as usual'}`, async () => {
      const world = await openMobiworkWorld({ assumptions: reading });
      await world.sync();
      world.mobiwork.change.deleteCustomer({ mobiworkCustomerId: 3_178_710 });
      await world.sync();
      const gone = await world.hub.rows(
        `select external_id as id from customer where deleted_at is not null union all
         select external_id from contact where deleted_at is not null union all
         select external_id from record where deleted_at is not null order by 1`,
      );
      expect(gone.map(({ id }) => id)).to.deep.equal(['3178710', '525', '71005', '90405']);
      await world.close({ keep: false });
    });

  it('is not taken for a deletion where a list is cut and cannot be split', async () => {
    const world = await openMobiworkWorld();
    await world.sync();
    Object.assign(world.mobiwork.assumptions, { pagedLists: 'products', listCap: 1 });
    await world.sync();
    const gone = await world.hub.rows(
      `select 1 from customer where deleted_at is not null union all select 1 from record where deleted_at is not null`,
    );
    expect(gone).to.deep.equal([]);
    await world.close({ keep: false });
  });
});
