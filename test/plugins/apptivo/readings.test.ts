import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import {
  DEFAULT_ASSUMPTIONS,
  type ApptivoAssumptions,
} from '../../simulators/apptivo/apptivo-assumptions.js';
import {
  startApptivoSimulator,
  type ApptivoSimulator,
} from '../../simulators/apptivo/start-apptivo-simulator.js';
import { readingRows, type ReadingRows } from '../reading-rows.js';
import { closeStory } from '../story-tools.js';
import { settingsFor } from './apptivo-world.js';

type Reading = Partial<ApptivoAssumptions>;

const fast = { callsPerSecond: 40 };
const cut = { searchDepth: 9, getAllIsCut: true } as const;

/** What apptivo.md leaves open, and reading makes no difference to (§9). */
const alike: Reading[] = [
  { unset: 'empty' },
  { unset: 'absent', emptyArrays: 'absent' },
  { emptyArrays: 'null' },
  { emptyData: 'empty' },
  { emptyData: 'null', emptyCount: false },
  { nulls: ['id'] },
  { nulls: ['customerId', 'contactId', 'caseId'] },
  { nulls: ['caseStatus', 'casePriority', 'caseType'] },
  { customerContactsCount: true },
  { getByIdWrapper: 'data' },
  { largestPage: 1 },
  { largestPage: 4, emptyCount: false },
  { getAllIsCut: false },
  cut,
  { ...cut, beyondDepth: 'failure' },
  { ...cut, emptyCount: false, emptyData: 'null' },
  { ...cut, largestPage: 4 },
  { sortsBy: 'creationDate', largestPage: 4 },
  { sortsBy: 'nothing' },
  { lastUpdateDateFilters: true },
  { customerContactsOffset: 'startIndex', customerContactsPage: 1 },
  { customerContactsOffset: 'iDisplayStart', customerContactsPage: 2, customerContactsCount: true },
  { accountsShape: 'account' },
  { accountsShape: 'customer' },
  { portalLevelNames: { contacts: 'Contacts', all: 'All' } },
  { customerStatusKey: 'customerStatusList' },
  { optionKeys: ['id', 'name'] },
  { timePattern: 'h:mm:ss a' },
  { notesKey: 'notes' },
  { notesKey: 'aaData' },
  { notesKey: 'bare' },
  { noteTellsFlag: false },
  { noteRaisesUpdate: true, documentRaisesUpdate: true },
  { failureStatus: 400 },
  { rate: { ...fast, answer: 'failure' } },
  { rate: { ...fast, answer: '429' } },
  { rate: { ...fast, answer: 'page' } },
];

describe('every reading of Apptivo that its documents leave open', function () {
  this.timeout(30_000);
  let apptivo: ApptivoSimulator;
  let hub: TestHub;
  let read: ReadingRows<ApptivoAssumptions>['read'];
  let rowsOf: ReadingRows<ApptivoAssumptions>['rowsOf'];

  before(async () => {
    apptivo = await startApptivoSimulator();
    const ids = ['usual', 'parents', 'minutes', 'days', ...alike.keys()];
    hub = await openTestHub(
      ids.map((id) => ({ id: `reading-${id}`, plugin: 'apptivo', settings: settingsFor(apptivo) })),
    );
    ({ read, rowsOf } = readingRows(hub, apptivo, {
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
    await closeStory(apptivo, hub, { keep: !this.test?.parent?.tests.every((each) => each.isPassed()) });
  });

  for (const [at, reading] of alike.entries())
    it(`gives the same rows: ${JSON.stringify(reading)}`, async () => {
      const rows = await read(String(at), reading);
      expect(rows)
        .to.deep.equal(await rowsOf('usual'))
        .and.to.have.length.above(90);
    });

  it('APT-13: tells the parent where an id of it is told, whatever its name', async () => {
    const changed = difference(
      await rowsOf('usual'),
      await read('parents', { parentIdKey: 'parentCustomerId' }),
    );
    expect(changed.map(({ kind }) => kind)).to.deep.equal(['customer', 'issue', 'customer']);
    expect(changed.at(-1)).to.have.nested.property('row.parent', '501980');
  });

  it('tells moments as exactly as Apptivo does', async () => {
    const whole = await rowsOf('usual');
    const moment = (rows: Record<string, unknown>[]) =>
      rows.flatMap(({ kind, row }) =>
        kind === 'record' && typeof row === 'object' && row !== null
          ? [String(Reflect.get(row, 'changed_at'))]
          : [],
      );
    const minutes = await read('minutes', { timePattern: 'HH:mm' });
    expect(moment(minutes)).to.deep.equal(moment(whole));
    const days = await read('days', { timePattern: '' });
    expect(days).to.have.length(whole.length);
    // Midnight in India.
    for (const each of moment(days)) expect(each).to.match(/T18:30:00/);
  });
});

/** The rows of the one that the other has not, then the other way round. */
function difference(one: Record<string, unknown>[], other: Record<string, unknown>[]) {
  const without = (rows: typeof one, others: typeof one) => {
    const known = new Set(others.map((each) => JSON.stringify(each)));
    return rows.filter((each) => !known.has(JSON.stringify(each)));
  };
  return [...without(one, other), ...without(other, one)];
}
