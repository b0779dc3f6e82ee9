import { expect } from 'chai';

import { readRecord } from '../../../core/access/read-record.js';
import { storePolicy } from '../../../core/access/store-policy.js';
import type { PorticoError } from '../../../core/contract/portico-error.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { UID } from '../../simulators/rpm/process-template.js';
import { rpmStory } from '../../simulators/rpm/rpm-story.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';
import { accessesOf, addPerson, allPages, now } from './access-world.js';

/** The levels that RPM's staff gave the fields of the story, as an admin sets them here (RPM has no call for them). */
const levels = {
  [UID.customer]: 'read',
  [UID.subject]: 'required',
  [UID.severity]: 'read',
  [UID.details]: 'edit',
  [UID.tags]: 'read',
  [UID.due]: 'read',
  [UID.urgent]: 'read',
} as const;
const processes = ['12', '13', '14', '18', '19'];

describe('what RPM itself shows a customer user', () => {
  let rpm: RpmSimulator;
  let hub: TestHub;
  const people = new Map<number, string>();
  // Whoever was in the trash before the first sync never had a sign-in as far as the hub can know.
  const users = rpmStory().users.filter(({ kind, trashed }) => kind === 'customer' && !trashed);

  before(async () => {
    rpm = await startRpmSimulator();
    hub = await openTestHub([
      {
        id: 'rpm',
        plugin: 'rpm',
        settings: {
          url: rpm.url,
          apiKey: rpm.apiKey,
          views: Object.fromEntries(processes.map((id) => [id, Number(id) * 100 + 2])),
          visibleFields: Object.fromEntries(processes.map((id) => [id, levels])),
        },
      },
    ]);
    await learn();
    for (const { userId, contactId } of users)
      people.set(userId, await addPerson(hub.database, { connectionId: 'rpm', contact: String(contactId) }));
  });
  after(async function () {
    await rpm.close();
    if (this.test?.parent?.tests.every((each) => each.isPassed())) await hub.close();
    else await hub.database.close();
  });

  /** What a run will do: read all of RPM, then put the policy of what it found into force. */
  async function learn(): Promise<void> {
    const { state, streams } = await hub.sync('rpm', { full: true });
    expect(state, JSON.stringify(streams)).to.equal('done');
    const connection = await hub.open('rpm');
    const { lints } = await storePolicy(hub.database.pool, connection, { facts: connection.facts!, now });
    expect(lints).to.deep.equal([]);
  }

  const forms = (userId: number) => allPages(hub.database, people.get(userId)!, { module: 'form', size: 2 });
  const numbers = async (userId: number) =>
    (await forms(userId)).map(({ values }) => String(values['number'])).sort();
  const idsOf = async (userId: number, module: 'customer' | 'contact') => {
    const uuids = (await allPages(hub.database, people.get(userId)!, { module })).map(({ id }) => id);
    const rows = await hub.rows(`select external_id as id from ${module} where id = any($1::uuid[])`, [
      uuids,
    ]);
    return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
  };

  async function agree(): Promise<void> {
    for (const { userId, username } of users) {
      const shown = rpm.change.previewAs({ userId });
      expect(await idsOf(userId, 'customer'), `customers of ${username}`).to.deep.equal(
        [...shown.customerIds].sort((a, b) => a - b),
      );
      expect(await numbers(userId), `forms of ${username}`).to.deep.equal(
        shown.forms.map(({ number }) => number).sort(),
      );
    }
  }

  it('RPM-15, RPM-16: is one page for each customer of the contact, and no page of others', async () => {
    expect(await idsOf(70021, 'customer')).to.deep.equal([4021]);
    expect(await idsOf(70023, 'customer')).to.deep.equal([4021, 4060, 4090]);
    expect(await idsOf(70031, 'customer')).to.deep.equal([]);
    await agree();
  });

  it('RPM-7: has the contacts of those customers on it', async () => {
    expect(await idsOf(70021, 'contact')).to.deep.equal([881, 902, 903]);
    expect(await idsOf(70031, 'contact')).to.deep.equal([]);
  });

  it('RPM-18: is the same fields with the same values, and no hidden one', async () => {
    const accesses = await accessesOf(hub.database, people.get(70021)!);
    for (const { number, fields } of rpm.change.previewAs({ userId: 70021 }).forms) {
      const [row] = await hub.rows('select id from record where number = $1', [number]);
      const { values } = await readRecord(hub.database.pool, accesses, String(row!['id']));
      const uids = Object.keys(values).flatMap((name) =>
        name.startsWith('fields.') ? [name.slice(7)] : name === 'customer' ? [UID.customer] : [],
      );
      expect(uids.sort(), number).to.deep.equal(
        fields
          .filter(({ value }) => value !== '')
          .map(({ uid }) => uid)
          .sort(),
      );
      for (const { uid, value } of fields.filter(
        (each) => each.uid !== UID.customer && each.uid !== UID.due && each.value !== '',
      ))
        expect([values[`fields.${uid}`]].flat().join(', ')).to.equal(value);
      expect(JSON.stringify(values)).not.to.match(/Bill this|margin\.txt|1250/);
    }
  });

  it('RPM-19, RPM-23: is nothing while the user is disabled, locked or in the trash', async () => {
    for (const userId of [70022, 70025, 70028, 70030]) {
      expect(rpm.change.previewAs({ userId })).to.deep.include({ customerIds: [], forms: [] });
      expect([await numbers(userId), await idsOf(userId, 'customer')]).to.deep.equal([[], []]);
    }
  });

  it('RPM-20: is a form while one takes part in it, whatever its customer', async () => {
    expect(await numbers(70026)).to.deep.equal(['TT-0044']);
    // Jan left every customer: none of them lists him, and his participation counts all the same.
    expect(await numbers(70031)).to.deep.equal(['TT-0044']);
    expect([await idsOf(70031, 'customer'), await idsOf(70031, 'contact')]).to.deep.equal([[], []]);
    rpm.change.removeParticipant({ formId: 31009, userId: 70026 });
    rpm.change.addParticipant({ formId: 31015, userId: 70026 });
    await learn();
    expect(await numbers(70026)).to.deep.equal(['TT-0048']);
    await agree();
  });

  it('RPM-25: says nothing of a form to whoever takes no part in it, as of none', async () => {
    const accesses = await accessesOf(hub.database, people.get(70021)!);
    const [hidden] = await hub.rows("select id from record where number = 'TT-0044'");
    const answer = (id: string) =>
      readRecord(hub.database.pool, accesses, id).catch(({ code, message }: PorticoError) => ({
        code,
        message,
      }));
    const none = await answer('01890000-0000-7000-8000-000000000000');
    expect(none).to.have.property('code', 'RECORD_NOT_FOUND');
    expect(await answer(String(hidden!['id']))).to.deep.equal(none);
  });

  it('RPM-23: ends for who is disabled, though their new address cannot be read', async () => {
    rpm.change.editContact({ contactId: 911, email: 'no address' });
    await learn();
    expect(await numbers(70031)).to.deep.equal(['TT-0044']);
    rpm.change.disableUser({ userId: 70031 });
    await learn();
    expect(await numbers(70031)).to.deep.equal([]);
    rpm.change.enableUser({ userId: 70031 });
    await learn();
    expect(await numbers(70031)).to.deep.equal(['TT-0044']);
    rpm.change.trashUser({ userId: 70031 });
    await learn();
    expect(await numbers(70031)).to.deep.equal([]);
    await agree();
  });

  it('RPM-17: is no form of a process that was closed to customer users', async () => {
    expect(await numbers(70021)).to.deep.equal(['SV-0001', 'TT-0041', 'TT-0042', 'TT-0046']);
    rpm.change.closeProcess({ processId: 12 });
    await learn();
    expect(await numbers(70021)).to.deep.equal(['SV-0001']);
    await agree();
  });

  it('RPM-16, RPM-23: follows who leaves a customer and who is thrown away', async () => {
    rpm.change.unlinkContact({ customerId: 4060, contactId: 903 });
    rpm.change.trashUser({ userId: 70021 });
    await learn();
    expect(await idsOf(70023, 'customer')).to.deep.equal([4021, 4090]);
    expect(await numbers(70021)).to.deep.equal([]);
    await agree();
    expect(
      await hub.rows("select * from issue where kind like 'ACCESS%' or kind like 'POLICY%'"),
    ).to.deep.equal([]);
  });
});
