import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { startVtigerSimulator, type VtigerSimulator } from '../simulators/vtiger/start-vtiger-simulator.js';
import { openCli, type Cli } from './cli.js';

describe('portico contacts, trace and plugin list', () => {
  let rpm: RpmSimulator;
  let vtiger: VtigerSimulator;
  let cli: Cli;
  before(async () => {
    rpm = await startRpmSimulator();
    vtiger = await startVtigerSimulator();
    cli = await openCli({
      connections: [
        {
          id: 'rpm',
          plugin: 'rpm',
          settings: { url: rpm.url, apiKey: rpm.apiKey },
          map: { 'contact.jobTitle': 'Salutation' },
        },
        {
          id: 'vt',
          plugin: 'vtiger',
          settings: { url: vtiger.url, user: vtiger.user, accessKey: vtiger.accessKey },
        },
      ],
    });
    const { code, stderr } = await cli.run(['sync', '--all']);
    expect(code, stderr).to.equal(0);
  });
  after(async () => {
    await Promise.all([rpm.close(), vtiger.close()]);
    expect(cli.output()).to.not.contain(rpm.apiKey);
    expect(cli.output()).to.not.contain(vtiger.accessKey);
    await cli.close();
  });
  const portico = (...args: string[]) => cli.call(args);

  it('RPM-9: lists contacts with enabled state and number of customers, page by page', async () => {
    const [text, first, delta, off] = await Promise.all([
      portico('contacts', 'list', '--connection', 'rpm', '--search', 'DÍAZ carla'),
      portico('contacts', 'list', '--connection', 'rpm', '--size', '4', '--json'),
      portico('contacts', 'list', '--customer', 'rpm:4050', '--json'),
      portico('contacts', 'list', '--connection', 'rpm', '--enabled', 'no', '--json'),
    ]);
    expect(text.stdout).to.match(/^rpm:903 +Carla Díaz +carla\.diaz@northwind\.example +Ms\. +yes +3 +rpm$/m);
    const ids = ({ json }: typeof first): string[] =>
      json.contacts.map((each: { externalId: string }) => each.externalId);
    expect(ids(delta)).to.have.members(['902', '904', '910']);
    expect(ids(off)).to.include('905').and.not.include('903');
    // Two of them are known by their sign-in alone (RPM-20).
    expect(first.json).to.include({ total: 11 });
    const second = await portico(
      'contacts',
      'list',
      '--connection',
      'rpm',
      '--size',
      '7',
      '--after',
      first.json.next,
      '--json',
    );
    expect(new Set([...ids(first), ...ids(second)]).size).to.equal(11);
    expect(second.json.next).to.equal(undefined);
    expect((await portico('contacts', 'list', '--after', 'x')).code).to.equal(1);
  });

  it('RPM-1 to RPM-8: shows a contact with all customers, roles, principal and sign-in, by either id', async () => {
    const { json } = await portico('contacts', 'show', 'rpm:903', '--json');
    expect(json.customers).to.have.length(3);
    expect(json.customers.find((each: { externalId: string }) => each.externalId === '4060')).to.include({
      role: 'primary',
      principal: false,
    });
    expect(json.customers.find((each: { externalId: string }) => each.externalId === '4021')).to.include({
      role: 'additional',
      principal: true,
    });
    expect(json.logins[0]).to.include({ userName: 'carla.diaz', enabled: true });
    const [byId, unknown, nonsense] = await Promise.all([
      portico('contacts', 'show', json.id),
      portico('contacts', 'show', 'rpm:1'),
      portico('contacts', 'show', 'nobody'),
    ]);
    expect(byId.stdout)
      .to.contain('Carla Díaz')
      .and.contain('carla.diaz: enabled')
      .and.contain('3 customers');
    expect(unknown.code).to.equal(1);
    expect(unknown.stderr).to.contain('There is no contact rpm:1');
    expect(nonsense.stderr).to.contain('"nobody" names no contact');
  });

  it('traces a contact to the answers, the mapping and the override it came from', async () => {
    const [{ json }, text] = await Promise.all([
      portico('trace', 'contact', 'rpm:903', '--json'),
      portico('trace', 'contact', 'rpm:903'),
    ]);
    const [contact, login] = json.rows;
    expect(contact.items.map((each: { item: string }) => each.item)).to.have.members([
      '4021',
      '4060',
      '4090',
      // The copy that came with the sign-in.
      '70023',
    ]);
    expect(contact.current).to.equal(true);
    const field = (name: string) => contact.fields.find((each: { field: string }) => each.field === name);
    expect(field('lastName')).to.deep.equal({
      field: 'lastName',
      from: [{ path: 'LastName', value: 'Díaz' }],
      value: 'Díaz',
    });
    expect(field('jobTitle')).to.deep.include({ from: [{ path: 'Salutation', value: 'Ms.' }], value: 'Ms.' });
    expect(field('jobTitle')).to.have.property('overridden');
    expect(login.key).to.equal('login:70023');
    expect(json.members.map((each: { saidBy: string[] }) => each.saidBy[0])).to.include('customers/4060');
    expect(text.stdout)
      .to.match(/lastName +LastName +"Díaz" +"Díaz"/)
      .and.contain("By the connection's own map");
  });

  it('traces a record and says when the mapping has changed since', async () => {
    const { rows } = await cli.database.pool.query(
      "select external_id from record where connection_id = 'vt' and module = 'ticket' order by 1 limit 1",
    );
    const id = String(rows[0].external_id);
    const [text, narrow] = await Promise.all([
      portico('trace', 'record', `vt:${id}`),
      portico('trace', 'record', `vt:ticket/${id}`, '--json'),
    ]);
    expect(text.stdout)
      .to.match(/subject +ticket_title +"/)
      .and.contain(`Only tickets/${id} gives it.`);
    expect(narrow.json.rows[0]).to.include({ current: true, key: `record/ticket:${id}` });
    await cli.database.pool.query(
      "update record set hash = '\\x00' where connection_id = 'vt' and external_id = $1",
      [id],
    );
    expect((await portico('trace', 'record', `vt:${id}`)).stdout).to.contain('portico sync vt --remap');
  });

  it('shows no control characters that a vendor sends', async () => {
    await cli.database.pool.query(
      "update contact set last_name = E'\\u001b[31mRed' where connection_id = 'rpm' and external_id = '904'",
    );
    const { stdout } = await portico('contacts', 'show', 'rpm:904');
    expect(stdout).to.contain('·[31mRed').and.not.contain('\u001b');
  });

  it('lists plugins with what they can do', async () => {
    const { json } = await portico('plugin', 'list', '--json');
    const rpm = json.plugins.find((each: { id: string }) => each.id === 'rpm');
    expect(rpm).to.include({ contract: 1, from: 'bundled' });
    expect(rpm.operations).to.include({ manual: 4 });
    expect(json.plugins.map((each: { id: string }) => each.id)).to.deep.equal([
      'apptivo',
      'crm-service',
      'mobiwork',
      'opencrm',
      'rpm',
      'vtiger',
    ]);
  });
});
