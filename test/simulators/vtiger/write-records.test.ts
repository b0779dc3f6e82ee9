import assert from 'node:assert/strict';
import {
  startVtigerSimulator,
  type VtigerSimulator,
  type VtigerSimulatorOptions,
} from './start-vtiger-simulator.js';
import type { Row } from './vtiger-data.js';
import { VtigerTestClient } from './vtiger-test-client.js';

describe('vtiger simulator: writes and flavours', () => {
  let simulator: VtigerSimulator;
  let client: VtigerTestClient;

  async function start(options: VtigerSimulatorOptions = {}): Promise<void> {
    simulator = await startVtigerSimulator(options);
    client = new VtigerTestClient(simulator);
    await client.login();
  }
  afterEach(() => simulator.close());

  it('V-11: what a write quietly changes is seen on reading back', async () => {
    await start();
    const { result } = await client.create('Contacts', {
      lastname: `  ${'L'.repeat(90)} `,
      firstname: 'Rocket 🚀',
      account_id: '11x99999999',
      contact_no: 'HACK1',
      email: 'not-an-email',
      nosuchfield: 'x',
      assigned_user_id: '19x1',
    });
    const row = (await client.retrieve((result as Row)['id'] ?? '')).result as Row;
    assert.equal(row['lastname'], 'L'.repeat(80));
    assert.equal(row['firstname'], 'Rocket ????');
    assert.deepEqual([row['account_id'], row['contact_no'], row['email']], ['', 'CON71', 'not-an-email']);
    assert.equal(row['nosuchfield'], undefined);
  });

  it('V-12: dates left out of a create become today, dates sent empty stay empty', async () => {
    await start({ now: () => new Date('2026-12-24T23:59:00Z') });
    const { result } = await client.create('Contacts', {
      lastname: 'x',
      birthday: '',
      assigned_user_id: '19x1',
    });
    const { birthday, support_end_date: end } = result as Row;
    assert.deepEqual([birthday, end], ['', '2026-12-24']);
  });

  it('V-13, V-14: coreBOS keeps comments with HTML entities and gives them no ids', async () => {
    await start();
    const values = JSON.stringify({ from_portal: 1, parent_id: '12x8609', comments: 'Moi & "hei" – Åsa' });
    await client.post({ operation: 'addTicketFaqComment', id: '17x8680', values });
    const related = { operation: 'getRelatedRecords', id: '17x8680', module: 'HelpDesk' };
    const { result } = await client.post({ ...related, relatedModule: 'ModComments' });
    const [comment] = (result as { records: Row[] }).records;
    assert.equal(comment?.['commentcontent'], 'Moi &amp; &quot;hei&quot; &ndash; &Aring;sa');
    assert.deepEqual(
      [comment?.['id'], comment?.['ownertype'], comment?.['creator']],
      ['0', 'customer', '12x8609'],
    );
  });

  it('V-14, V-15: vtiger names contact and account of a ticket apart, and lines LineItems', async () => {
    await start({ flavour: 'vtiger' });
    const [ticket] = await client.rows(
      "SELECT id,parent_id,contact_id FROM HelpDesk WHERE contact_id = '12x8609';",
    );
    assert.deepEqual(ticket, { id: '17x8680', parent_id: '11x8589', contact_id: '12x8609' });
    const invoice = (await client.retrieve('7x8779')).result as { LineItems: Row[] };
    assert.equal(invoice.LineItems[0]?.['wsproductid'], '14x8668');
    const comment = {
      commentcontent: 'hei',
      related_to: '17x8680',
      is_private: '1',
      assigned_user_id: '19x1',
    };
    assert.equal((await client.create('ModComments', comment)).success, true);
    const [kept] = await client.rows("SELECT * FROM ModComments WHERE related_to = '17x8680';");
    assert.deepEqual([kept?.['commentcontent'], kept?.['is_private']], ['hei', '1']);
  });

  it('V-16: coreBOS keeps a file sent as base64, and sends it back', async () => {
    await start();
    const content = Buffer.from('made up').toString('base64');
    const { result } = await client.create('Documents', {
      notes_title: 'Ohje',
      filelocationtype: 'I',
      filename: { name: 'ohje ä.txt', type: 'text/plain', size: 7, content },
      relations: ['12x8610'],
      assigned_user_id: '19x1',
    });
    const id = (result as Row)['id'] ?? '';
    const file = await client.post({ operation: 'retrievedocattachment', id, returnfile: 'true' });
    const facts = { filetype: 'text/plain', filename: 'ohje_ä.txt', filesize: 7, attachment: content };
    assert.deepEqual(file.result, { [id]: { recordid: id.split('x')[1], ...facts } });
    const document = (await client.retrieve(id)).result as { relations: string[] };
    assert.deepEqual(document.relations, ['12x8610']);
  });

  it('V-17: vtiger shows an admin made-up password hashes and access keys in Users', async () => {
    await start({ flavour: 'vtiger' });
    const [user] = await client.rows('SELECT * FROM Users;');
    assert.equal(user?.['accesskey'], 'made-up-access-key-1');
    assert.match(user?.['user_password'] ?? '', /^made-up-hash/);
  });

  it('V-1, V-2, V-9: vtiger has its own answers for duplicates, unknown operations and missing records', async () => {
    await start({ flavour: 'vtiger' });
    simulator.change.refuseDuplicates({ module: 'Accounts', field: 'accountname' });
    const element = { accountname: 'Twice Oy', assigned_user_id: '19x1' };
    assert.equal((await client.create('Accounts', element)).success, true);
    assert.equal((await client.create('Accounts', element)).error?.code, 0);
    const unknown = await client.get({ operation: 'nosuchoperation' });
    assert.deepEqual([unknown.status, await unknown.text()], [500, '']);
    assert.equal((await client.retrieve('12x99999999')).error?.code, 'ACCESS_DENIED');
    assert.equal('moreinfo' in (await client.query('SELECT id FROM Accounts;')), false);
  });

  it('V-18: a user who may only read can write nothing', async () => {
    await start();
    await client.login('guest', 'guest-access-key');
    const refused = [
      await client.create('Contacts', { lastname: 'x', assigned_user_id: '19x5' }),
      await client.revise({ id: '12x8610', title: 'x' }),
      await client.post({ operation: 'delete', id: '12x8610' }),
    ];
    assert.deepEqual(
      refused.map(({ error }) => error?.code),
      ['ACCESS_DENIED', 'ACCESS_DENIED', 'ACCESS_DENIED'],
    );
  });
});
