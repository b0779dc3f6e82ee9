import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import {
  DEFAULT_ASSUMPTIONS,
  SECOND_NAMES,
  type CrmServiceAssumptions,
} from '../../simulators/crm-service/crm-service-assumptions.js';
import {
  startCrmServiceSimulator,
  type CrmServiceSimulator,
} from '../../simulators/crm-service/start-crm-service-simulator.js';
import { readingRows, type ReadingRows } from '../reading-rows.js';
import { closeStory } from '../story-tools.js';
import { openCrmWorld } from './crm-world.js';

type Reading = Partial<CrmServiceAssumptions>;

/** What crm-service.md leaves open, and reading makes no difference to (§3, §8). */
const alike: Reading[] = [
  { foreignKeys: 'number' },
  { dateTimes: 'offset' },
  { dateTimes: 'utc' },
  { decimals: 'text' },
  { names: SECOND_NAMES },
  { profileStorage: 'jsonText' },
  { profileStorage: 'childModules' },
  { pageMaximum: 7 },
  { pageMaximum: 1, dateTimes: 'utc' },
  { includeOnOne: false },
  { unreadableModules: 'listed' },
  { nullIsUnequal: false },
  { reportingErrorStatus: 422 },
  { primaryKeyName: 'primary key' },
  { downloadLinks: 'relative' },
  { foreignKeys: 'number', dateTimes: 'offset', decimals: 'text', names: SECOND_NAMES, pageMaximum: 3 },
];

const nameOf = (reading: Reading): string => JSON.stringify(reading).replaceAll('"', '').slice(1, -1);

describe('every reading of CRM-service that its documents leave open', function () {
  this.timeout(30_000);
  let crm: CrmServiceSimulator;
  let hub: TestHub;
  let read: ReadingRows<CrmServiceAssumptions>['read'];
  let rowsOf: ReadingRows<CrmServiceAssumptions>['rowsOf'];

  before(async () => {
    crm = await startCrmServiceSimulator();
    const { url, token } = crm;
    hub = await openTestHub(
      ['usual', 'other', ...alike.keys()].map((id) => ({
        id: `reading-${id}`,
        plugin: 'crm-service',
        settings: { url, token },
      })),
    );
    ({ read, rowsOf } = readingRows(hub, crm, {
      usual: DEFAULT_ASSUMPTIONS,
      others: [
        `select 'issue', jsonb_build_array(kind, replace(sentence, $1, 'crm')) from issue
         where closed_at is null and connection_id = $1`,
      ],
    }));
    await read('usual', {});
  });
  after(async function () {
    await closeStory(crm, hub, { keep: !this.test?.parent?.tests.every((each) => each.isPassed()) });
  });

  for (const [at, reading] of alike.entries())
    it(`gives the same rows: ${nameOf(reading)}`, async () => {
      const rows = await read(String(at), reading);
      expect(rows)
        .to.deep.equal(await rowsOf('usual'))
        .and.to.have.length.above(90);
    });

  it('loses no more than what another version has no field for, and says so', async () => {
    const missingFields = [
      'invoices.due_date',
      'contacts.title',
      'tickets.solution',
      'mass_events.event_type',
    ];
    const rows = await read('other', { missingFields, withoutAudit: ['tickets', 'invoices', 'quotes'] });
    const usual = await rowsOf('usual');
    const count = (of: typeof rows) =>
      of.filter(({ kind }) => kind === 'record' || kind === 'contact').length;
    expect(count(rows)).to.equal(count(usual));
    const events = rows.filter(({ row }) => Reflect.get(row as object, 'module') === 'event');
    // Events of no known kind are for those on their list (C-36).
    expect(events.map(({ row }) => Reflect.get(row as object, 'public') === true)).to.deep.equal(
      events.map(() => false),
    );
  });
});

describe('what is written, in every reading of CRM-service', () => {
  for (const reading of [
    {},
    { foreignKeys: 'number', decimals: 'text', dateTimes: 'utc' },
    { dateTimes: 'offset', names: SECOND_NAMES },
    { patchStatus: 204 },
    { patchStatus: 202, includeOnOne: false },
    { validationStatus: 400, forbiddenStatus: 401 },
    { validationStatus: 409 },
    { registrationWindow: 'accepted', contactDeleteCascades: false },
    { octetStream: 'refused', pageMaximum: 2 },
  ] satisfies Reading[])
    it(`comes to what was asked for: ${nameOf(reading) || 'as usual'}`, async function () {
      const world = await openCrmWorld({ assumptions: reading });
      try {
        await world.sync();
        const states: unknown[] = [];
        const write = async (...given: Parameters<typeof world.write>) => {
          const { state, differs, result_id: id } = await world.write(...given);
          states.push([state, differs]);
          return String(id);
        };
        const person = {
          firstName: 'Onni',
          lastName: 'Uusi',
          email: 'onni@kuusi.example',
          principal: '7110',
        };
        const made = await write('contact.create', { body: person });
        await write('contact.update', { target: made, body: { firstName: 'Otto' } });
        await write('contact.move', { target: made, body: { principal: '7102' } });
        const ticket = await write('ticket.create', {
          body: { subject: 'Help', body: 'Me', customer: '7102', contacts: [made] },
        });
        await write('ticket.update', { target: ticket, body: { body: 'Please' } });
        await write('invoice.pay', { target: 8801 });
        await write('salesOrder.create', {
          body: { customer: '7102', contacts: [made], lines: [{ product: '8203', quantity: 2 }] },
        });
        await write('event.register', { target: 310, body: { contacts: [made] } });
        const file = { name: 'a.txt', content: 'aGVsbG8=', contentType: 'text/plain' };
        await write('file.add', { target: ticket, body: file });
        await write('login.disable', { target: 56 });
        await write('contact.delete', { target: 7327 });
        expect(states).to.deep.equal(states.map(() => ['done', null]));
        // A refusal of the CRM is one, by whatever status it says so.
        expect((await world.write('login.enable', { target: 58 }))['state']).to.equal('failed');
        expect(
          (await world.write('event.register', { target: 312, body: { contacts: ['0'] } }))['state'],
        ).to.equal('failed');
        await world.sync();
        const [row] = await world.hub.rows(
          `select (select count(*)::int from record where deleted_at is null) as records,
             (select first_name || principal from contact where external_id = $1) as person,
             (select count(*)::int from contact where external_id = '7327' and deleted_at is null) as gone,
             (select body from record where external_id = $2 and module = 'ticket') as body`,
          [made, ticket],
        );
        expect(row).to.deep.include({ person: 'Otto7102', gone: 0, body: 'Please' });
      } finally {
        await world.close({ keep: false });
      }
    });
});
