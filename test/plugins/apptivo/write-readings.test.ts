import { expect } from 'chai';

import type { ApptivoAssumptions } from '../../simulators/apptivo/apptivo-assumptions.js';
import { worldsOfOneTest } from './apptivo-world.js';

type Reading = Partial<ApptivoAssumptions>;

describe('what is written, in every reading of Apptivo', () => {
  const openWorld = worldsOfOneTest();

  /** Names and texts of what a series of writes left behind. */
  async function written(assumptions: Reading) {
    const world = await openWorld({ assumptions });
    await world.sync();
    const person = {
      lastName: 'Lee',
      email: 'lee@ohara.example',
      phones: [{ type: 'work', number: '403-555-0170' }],
      principal: '501940',
      customers: ['501914'],
    };
    const states: unknown[] = [];
    const write = async (...given: Parameters<typeof world.write>) => {
      const { state, differs, error, result_id: id } = await world.write(...given);
      states.push([state, differs, error]);
      return Number(id);
    };
    const made = await write('contact.create', { body: person });
    await write('contact.update', {
      target: made,
      body: { firstName: 'Ann', email: 'ann.lee@ohara.example' },
    });
    await write('contact.move', { target: made, body: { principal: '501920' } });
    const ticket = await write('ticket.create', {
      body: { subject: 'Help', customer: '501920', contacts: [String(made)] },
    });
    await write('ticket.update', { target: ticket, body: { body: 'Please', status: 'Closed' } });
    await write('ticket.comment', { target: ticket, body: { text: 'Done', visibility: 'public' } });
    await write('file.add', { target: ticket, body: { name: 'a.txt', content: 'aGVsbG8=' } });
    await write('contact.delete', { target: 269_413, body: {} });
    const { contacts, links, cases, notes, documents } = world.apptivo.dump();
    const undated = (text: string) => text.replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, 'then');
    return undated(JSON.stringify({ states, contacts, links, cases, notes, documents }));
  }

  let usual: string;
  before(async () => void (usual = await written({})));

  it('comes to what was asked for', () => {
    expect(usual).to.match(/"states":(\[\["done",(null|\[\]),null\](,\["done",(null|\[\]),null\]){7}\])/);
  });

  for (const reading of [
    { contactSaveWrapper: 'data', getByIdWrapper: 'data' },
    { contactSaveWrapper: 'responseObject', getByIdWrapper: 'responseObject' },
    { caseUpdateReply: 'id', unknownReply: 'responseObject' },
    { unknownReply: 'empty', unknownId: 'empty' },
    { unknownId: 'null', unset: 'absent', emptyArrays: 'absent' },
    { attributeSpelling: 'both', flagsNeeded: false },
    { apiChangeDisablesLogin: false, emptyData: 'null' },
    { caseNewIn: 'names', noteRaisesUpdate: true, documentRaisesUpdate: true },
    { noteTellsFlag: false, notesKey: 'bare' },
    { failureStatus: 404 },
    { failureStatus: 500 },
  ] satisfies Reading[])
    it(`leaves the same behind: ${JSON.stringify(reading)}`, async () => {
      const left = await written(reading);
      // A note that was added, or a document, may be said to have changed its case.
      expect(left.replaceAll('API User', 'Sam Field')).to.equal(usual.replaceAll('API User', 'Sam Field'));
    });

  it('APT-15: a file’s address that is no JSON is told as a fault, since no call can answer a bare text', async () => {
    const world = await openWorld({ assumptions: { downloadUrl: 'text' } });
    await world.sync();
    const connection = await world.hub.open('apptivo');
    const get = connection.plugin.actions(connection.facts!, connection.settings)['file.get'];
    const session = connection.session({
      facts: connection.facts!,
      mode: 'read',
      signal: new AbortController().signal,
    });
    const file = { id: '99001', name: 'offer.txt', record: { module: 'ticket' as const, id: '77001' } };
    const fault: unknown = await (get?.how === 'native' ? get.fetch(session, file) : undefined)?.catch(
      (error: unknown) => error,
    );
    expect(fault).to.include({ kind: 'transient' });
    expect(String(fault)).to.match(/instead of JSON/);
  });
});
