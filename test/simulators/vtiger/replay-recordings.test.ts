import assert from 'node:assert/strict';
import { readRecordings } from './read-recordings.js';
import { recordedData } from './recorded-data.js';
import { differences, RecordingReplay } from './replay-recordings.js';
import { startVtigerSimulator, type VtigerSimulator } from './start-vtiger-simulator.js';
import { listedRows, type VtigerData } from './vtiger-data.js';

const notSimulated = 'the operation is not simulated';

/** What the simulator is known to answer otherwise, and why. */
const knownDifferences: Record<string, string> = {
  '037': 'the real server has 7,730 translations and gives them in no order; the ids of 1,000 are recorded',
  '038': 'as 037',
  '080': "the real retrieve fills the user's number formats from defaults, the query (c048) does not",
  '130': 'product lines are kept with their invoice only, not as InventoryDetails',
  '131': 'the PDF is a made-up one',
  '139': 'bare numbers are ids of its own',
  '154': 'as 130',
  '166': "dates are described in the user's own format",
  '168': 'the real server counts one more contact for users who are no admins',
  '184': 'as 168',
  '189': notSimulated,
  '194': notSimulated,
  '196': notSimulated,
  '197': notSimulated,
  '198': 'as 196: so the session is not the portal user’s',
  '199': 'as 198',
  '201': notSimulated,
  '202': notSimulated,
};

/** Chosen by the server, its clock or its disk. */
const ignored = new Set(
  'token serverTime expireTime sessionName cbuuid recordid update_log _downloadurl'.split(' '),
);

/** The real server's time where its answers do not show it: of the deletes that c153 has. */
const times: Record<string, string> = { '140': '2026-11-21T19:37:35Z' };

describe('vtiger simulator against the recorded coreBOS', () => {
  let clock = new Date('2026-11-21T19:37:00Z');
  let simulator: VtigerSimulator;
  let replay: RecordingReplay;

  before(async () => {
    const data = recordedData();
    simulator = await startVtigerSimulator({ data: withoutDocuments(data), now: () => clock });
    const keys = data.users.map(({ name, accessKey }) => [name, accessKey]);
    replay = new RecordingReplay(simulator, Object.fromEntries(keys) as Record<string, string>);
  });
  after(() => simulator.close());

  for (const recording of readRecordings()) {
    const { number, name, response } = recording;
    const known = knownDifferences[number];
    it(`c${number} ${name}${known ? ` differs: ${known}` : ''}`, async () => {
      const shown = [clock.getTime(), Date.parse(times[number] ?? ''), ...timesIn(response.body)];
      clock = new Date(Math.max(...shown.filter((time) => !Number.isNaN(time))));
      stage(number, simulator, replay);
      const { status, answer } = await replay.send(recording);
      assert.equal(status[1], status[0]);
      const found = differences(answer[0], answer[1], ignored);
      if (known) assert.notDeepEqual(found, []);
      else assert.deepEqual(found, []);
    });
  }
});

/** What was done to the real server between two recorded exchanges. */
function stage(number: string, { change }: VtigerSimulator, replay: RecordingReplay): void {
  const stages: Record<string, () => void> = {
    '135': () => createDocuments(change, replay),
    '140': () => {
      const values = { accountname: 'To be deleted' };
      replay.learnId('11x8866', change.createRecord({ module: 'Accounts', values }).id);
    },
    '901': () => change.maintenance({ on: true }),
    '903': () => {
      change.maintenance({ on: false });
      change.expireSessions({ code: 'AUTHENTICATION_REQUIRED' });
    },
    '904': () => change.expireTokens(),
    '905': () => change.revokeUser({ user: 'integration' }),
    '907': () => change.databaseDown({ on: true }),
    '909': () => {
      change.databaseDown({ on: false });
      change.phpDown({ on: true });
    },
    '950': () => {
      change.phpDown({ on: false });
      change.databaseDown({ on: true });
    },
  };
  stages[number]?.();
}

/** Four documents more, after two were created with recorded calls. */
function createDocuments(change: VtigerSimulator['change'], replay: RecordingReplay): void {
  change.touch({ ids: [replay.idOf('15x8856')], modified: '2026-11-21 19:37:33' });
  const documents = recordedData().modules.get('Documents')?.rows;
  for (const id of documents?.ids.filter((each) => each > 8857) ?? []) {
    const row = documents?.row(id) ?? {};
    const created = change.createRecord({ module: 'Documents', values: row }).id;
    replay.learnId(row['id'] ?? '', created);
    if (id === 8859) change.relate({ document: created, to: ['11x8588'] });
  }
}

/** The recorded documents are from a later moment than the rest. */
function withoutDocuments(data: VtigerData): VtigerData {
  const documents = data.modules.get('Documents');
  if (documents) data.modules.set('Documents', { ...documents, rows: listedRows([]) });
  return { ...data, relations: new Map(), files: new Map() };
}

/** The moments an answer shows that lie in the hour it was recorded in. */
function timesIn(body: string): number[] {
  const written = [...body.matchAll(/2026-11-21 19:3[7-9]:\d\d/g)];
  const told = [...body.matchAll(/"serverTime":(\d+)/g)];
  return [
    ...written.map(([time]) => Date.parse(`${time.replace(' ', 'T')}Z`)),
    ...told.map(([, seconds]) => Number(seconds) * 1000),
  ];
}
