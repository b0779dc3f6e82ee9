import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { openCli, type Cli } from './cli.js';

const apiKey = 'marker-5ecret-77aa';

describe('portico: what a sync leaves to a person', () => {
  let rpm: RpmSimulator;
  let cli: Cli;
  before(async () => {
    rpm = await startRpmSimulator({ apiKey });
    cli = await openCli({ connections: [{ id: 'rpm', plugin: 'rpm', settings: { url: rpm.url, apiKey } }] });
  });
  after(async () => {
    await rpm.close();
    expect(cli.output(), 'a secret in some output').to.not.contain(apiKey);
    await cli.close();
  });
  const portico = (...args: string[]) => cli.call(args);
  const spawned = (...args: string[]) => cli.run(args);

  it('says of an empty hub that it is empty, and what to do', async () => {
    const [status, runs, issues, quarantine, deletes, contacts] = await Promise.all([
      spawned('status'),
      portico('runs', 'list'),
      portico('issues'),
      portico('quarantine', 'list'),
      portico('deletes', 'list', 'rpm'),
      portico('contacts', 'list'),
    ]);
    expect(status.stdout).to.contain('none yet: `portico sync rpm`');
    expect(runs.stdout).to.contain('There was no run yet. Start one: `portico sync --all`');
    expect(issues.stdout).to.contain('No open issue. Nothing needs you.');
    expect(quarantine.stdout).to.contain('Nothing is in quarantine.');
    expect(deletes.stdout).to.contain('Nothing is held back at rpm.');
    expect(contacts.stdout).to.contain('No contact fits.');
    for (const { code } of [status, runs, issues, quarantine, deletes, contacts]) expect(code).to.equal(0);
  });

  it('shows runs, one run, and refuses to cancel one that has ended', async () => {
    expect((await spawned('sync', 'rpm')).code).to.equal(0);
    const [list, show, watched, cancel, unknown] = await Promise.all([
      portico('runs', 'list', 'rpm', '--json'),
      portico('runs', 'show', '1'),
      portico('runs', 'show', '1', '--watch', '--json'),
      portico('runs', 'cancel', '1'),
      portico('runs', 'show', '99'),
    ]);
    expect(list.json.runs).to.have.length(1);
    expect(list.json.runs[0]).to.include({ id: 1, connection: 'rpm', state: 'done', reason: 'cli' });
    expect(show.stdout).to.match(/^customers +full +5 +5/m);
    expect(watched.json.streams.users).to.include({ read: 9, created: 9 });
    expect(cancel.code).to.equal(1);
    expect(cancel.stderr).to.contain('has ended already: done');
    expect(unknown.code).to.equal(1);
  });

  it('widens a run that was waiting, and makes one of another kind after it', async () => {
    await cli.database.pool.query(
      "insert into run (connection_id, state, reason, options) values ('rpm', 'queued', 'schedule', '{}')",
    );
    const dry = await portico('sync', 'rpm', '--dry-run');
    expect(dry.code).to.equal(1);
    expect(dry.stderr).to.contain('waits for it (run 2)');
    expect((await portico('sync', 'rpm', '--full', '--json')).code).to.equal(0);
    const { rows } = await cli.database.pool.query('select state, options from run where id > 1 order by id');
    expect(rows).to.deep.equal([{ state: 'done', options: { full: true } }]);
    await cli.database.pool.query(
      "insert into run (connection_id, state, reason, options) values ('rpm', 'queued', 'schedule', '{}')",
    );
    expect((await portico('quarantine', 'replay', 'rpm', '--json')).code).to.equal(0);
    const after = await cli.database.pool.query('select options from run where id > 2 order by id');
    expect(after.rows).to.deep.equal([{ options: {} }, { options: { replay: true } }]);
  });

  it('cancels a run that waits', async () => {
    const { rows } = await cli.database.pool.query(
      "insert into run (connection_id, state, reason) values ('rpm', 'queued', 'schedule') returning id",
    );
    const id = String(rows[0].id);
    expect((await portico('runs', 'cancel', id)).stdout).to.contain(`Run ${id} is cancelled.`);
  });

  it('lists what is in quarantine, shows it raw without secrets, traces it and replays it', async () => {
    rpm.change.editContact({ contactId: 902, email: 'no address', title: `Echo of ${apiKey}` });
    await spawned('sync', 'rpm', '--full');
    const [list, json, raw, trace, issues] = await Promise.all([
      portico('quarantine', 'list', 'rpm'),
      portico('quarantine', 'list', '--json'),
      portico('quarantine', 'list', 'rpm', '--raw', 'customers', '4050'),
      spawned('trace', 'contact', 'rpm:902'),
      portico('issues', '--json'),
    ]);
    expect(list.stdout).to.match(/rpm +customers +4050 .*expected an e-mail address, found "no address"/);
    // Both of his customers, and his sign-in.
    expect(json.json).to.have.property('total', 3);
    expect(raw.stdout).to.contain('"Email": "no address"').and.contain('"Title": "Echo of [secret]"');
    expect(trace.stdout)
      .to.contain('is in quarantine, so an older good one counts')
      .and.match(/email +\(as it is held\) +- +"ben@delta.example"/);
    expect(issues.json.issues[0]).to.include({ connection: 'rpm', kind: 'QUARANTINE' });

    const early = await portico('quarantine', 'replay', 'rpm', '--json');
    expect(early.json).to.include({ before: 3, after: 3 });
    rpm.change.editContact({ contactId: 902, email: 'ben@delta.example' });
    const replay = await spawned('quarantine', 'replay', 'rpm');
    expect(replay.code).to.equal(0);
    expect(replay.stdout).to.contain('3 of 3 came out of quarantine, 0 stay.');
  });

  it('lists held deletes by name and applies only what was listed', async () => {
    for (const customerId of [4021, 4050, 4090]) rpm.change.trashCustomer({ customerId });
    await spawned('sync', 'rpm', '--full');
    const [list, text, asked] = await Promise.all([
      portico('deletes', 'list', 'rpm', '--json'),
      portico('deletes', 'list', 'rpm'),
      spawned('deletes', 'confirm', 'rpm'),
    ]);
    expect(list.json.items.map((each: { item: string }) => each.item)).to.deep.equal([
      '4021',
      '4050',
      '4090',
    ]);
    expect(list.json.items[1].takesAway).to.deep.include({
      what: 'membership',
      key: 'contact:902',
      name: 'Ben Okoro',
      of: 'Delta Towing',
    });
    expect(text.stdout).to.contain('- Ben Okoro as a contact of Delta Towing').and.contain(list.json.version);
    expect(asked.code).to.equal(2);
    expect(asked.stderr).to.contain('say --yes');

    rpm.change.restoreCustomer({ customerId: 4090 });
    await spawned('sync', 'rpm', '--full');
    const stale = await spawned('deletes', 'confirm', 'rpm', '--yes', '--list', list.json.version);
    expect(stale.code).to.equal(1);
    expect(stale.stdout).to.contain('so nothing was applied').and.contain('2 changes held back');
    const held = await cli.database.pool.query('select count(*) from held');
    expect(held.rows[0].count).to.equal(2);

    const { version } = (await portico('deletes', 'list', 'rpm', '--json')).json;
    const confirmed = await spawned('deletes', 'confirm', 'rpm', '--yes', '--list', version, '--json');
    expect(confirmed.code, confirmed.stderr).to.equal(0);
    expect(confirmed.json).to.include({ left: 0 });
    expect(confirmed.json.report).to.include({ state: 'done', deleted: 2 });
    const [gone, listed] = await Promise.all([
      portico('contacts', 'show', 'rpm:904'),
      portico('contacts', 'list', '--json'),
    ]);
    expect(gone.stdout).to.match(/deleted +\d{4}-/);
    expect(listed.json.contacts.map((each: { externalId: string }) => each.externalId)).to.not.include('904');
  });
});
