import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { openCli, type Cli } from './cli.js';

const apiKey = 'marker-5ecret-8d02';

describe('portico connections', () => {
  let rpm: RpmSimulator;
  let cli: Cli;
  before(async () => {
    rpm = await startRpmSimulator({ apiKey });
    cli = await openCli({
      connections: [{ id: 'filed', plugin: 'rpm', settings: { url: rpm.url, apiKey: '${env:RPM_KEY}' } }],
    });
  });
  after(async () => {
    await rpm.close();
    expect(cli.output(), 'a secret in some output').to.not.contain(apiKey);
    await cli.close();
  });
  const env = { RPM_KEY: apiKey };
  const portico = (...args: string[]) => cli.call(args, { env });
  const spawned = (...args: string[]) => cli.run(args, { env });

  it('adds one whose secret comes from standard input, never from an argument', async () => {
    const args = ['connections', 'add', 'north', '--plugin', 'rpm', '--setting', `url=${rpm.url}`];
    const asArgument = await portico(...args, '--setting', `apiKey=${apiKey}`);
    expect(asArgument.code).to.equal(2);
    expect(asArgument.stderr).to.contain('"apiKey" is a secret');
    const asWord = await portico(...args, '--secret', `apiKey=${apiKey}`);
    expect(asWord.code).to.equal(2);
    const nothing = await spawned(...args, '--secret', 'apiKey');
    expect(nothing.stderr).to.contain('no line for the secret "apiKey"');
    const added = await cli.run(
      [...args, '--secret', 'apiKey', '--setting', 'callsPerDay=5000', '--title', 'North'],
      {
        env,
        input: `${apiKey}\n`,
      },
    );
    expect(added.stderr).to.equal('');
    expect(added.code).to.equal(0);
    expect(added.stdout).to.contain('portico connections test north');
    const { rows } = await cli.database.pool.query(
      "select settings, secrets::text from connection where id = 'north'",
    );
    expect(rows[0].settings).to.deep.equal({ url: rpm.url, callsPerDay: 5000 });
    expect(rows[0].secrets).to.not.contain(apiKey);
  });

  it('takes field overrides, and refuses one that names no field', async () => {
    const set = (...maps: string[]) =>
      portico('connections', 'set', 'north', ...maps.flatMap((each) => ['--map', each]));
    const held = async () =>
      (await cli.database.pool.query("select map from connection where id = 'north'")).rows[0].map;
    expect((await set('form.fields.severity=Fields.9', 'customer.number=AlternateID')).stdout).to.contain(
      'form.fields.severity, customer.number',
    );
    expect(await held()).to.deep.equal({
      'form.fields.severity': 'Fields.9',
      'customer.number': 'AlternateID',
    });
    await set('form.fields.severity=');
    expect(await held()).to.deep.equal({ 'customer.number': 'AlternateID' });
    expect((await set('tickets.subject=x')).stderr).to.contain('"tickets.subject" names no field');
    expect((await portico('connections', 'set', 'filed', '--map', 'form.subject=x')).stderr).to.contain(
      'comes from the config file',
    );
    await set('customer.number=');
  });

  it('lists, tests, changes, pauses, resumes and removes it', async () => {
    const [listed, tested, json] = await Promise.all([
      portico('connections', 'list'),
      portico('connections', 'test', 'north'),
      portico('connections', 'test', 'north', '--json'),
    ]);
    expect(listed.stdout)
      .to.match(/^filed +RPM Software +rpm +config file/m)
      .and.match(/^north +North +rpm +database/m);
    expect(tested.code).to.equal(0);
    expect(tested.stdout).to.contain('north works');
    expect(json.json).to.include({ id: 'north', ok: true });

    const set = await spawned(
      'connections',
      'set',
      'north',
      '--schedule',
      '0 * * * *',
      '--unset',
      'callsPerDay',
      '--secret',
      'apiKey=env:RPM_KEY',
    );
    expect(set.code, set.stderr).to.equal(0);
    const [still, wrong, filed, paused] = await Promise.all([
      portico('connections', 'test', 'north'),
      portico('connections', 'set', 'north', '--schedule', 'often'),
      portico('connections', 'set', 'filed', '--title', 'Other'),
      portico('connections', 'pause', 'north'),
    ]);
    expect(still.code).to.equal(0);
    expect(wrong.code).to.equal(1);
    expect(wrong.stderr).to.contain('"often" is no schedule');
    expect(filed.code).to.equal(1);
    expect(filed.stderr).to.contain('comes from the config file');
    expect(paused.code).to.equal(0);

    const all = (await portico('connections', 'list', '--json')).json.connections;
    expect(all.find((each: { id: string }) => each.id === 'north')).to.include({
      paused: true,
      schedule: '0 * * * *',
    });
    expect((await portico('connections', 'resume', 'north')).code).to.equal(0);

    const asked = await spawned('connections', 'remove', 'north');
    expect(asked.code).to.equal(2);
    expect(asked.stderr).to.contain('--yes');
    expect((await portico('connections', 'remove', 'north', '--yes')).code).to.equal(0);
    const gone = await portico('connections', 'test', 'north');
    expect(gone.code).to.equal(1);
    expect(gone.stderr).to.contain('There is no connection "north". There are: filed.');
  });

  it('shows what is discovered before anything was synced, and what is mapped after it', async () => {
    const before = await portico('connections', 'fields', 'filed');
    expect(before.code).to.equal(0);
    expect(before.stdout)
      .to.match(/fields\.500_301 +Severity +choice/)
      .and.contain('Low, Medium, High');
    await spawned('sync', 'filed');
    const { modules, mapped } = (await portico('connections', 'fields', 'filed', '--json')).json;
    expect(
      mapped.find((each: { subject: string }) => each.subject === 'contact').fields.lastName,
    ).to.deep.equal(['LastName']);
    const form = modules.find((each: { module: string }) => each.module === 'form');
    expect(form.fields[0].mappedTo).to.deep.equal([`form.${form.fields[0].name}`]);
  });

  it('says what is wrong with a vendor that cannot be reached, lies, refuses or echoes the key', async () => {
    rpm.fail({
      operation: 'Info',
      times: 99,
      status: 200,
      body: `<html><title>Welcome ${apiKey}</title></html>`,
    });
    const lying = await spawned('connections', 'test', 'filed');
    expect(lying.code).to.equal(1);
    expect(lying.stdout).to.contain('filed does not work').and.contain('→ ');

    rpm.recover();
    rpm.fail({ operation: 'Info', times: 99, json: { Result: { Error: `Key ${apiKey} is odd` } } });
    const echo = await spawned('connections', 'test', 'filed', '--json');
    expect(echo.code).to.equal(1);
    expect(echo.json.sentence).to.contain('[secret]');

    rpm.recover();
    const refused = await cli.call(['connections', 'test', 'filed', '--json'], {
      env: { RPM_KEY: 'another-key-of-mine' },
    });
    expect(refused.json).to.include({ ok: false, kind: 'auth' });

    await cli.configure({
      connections: [{ id: 'filed', plugin: 'rpm', settings: { url: 'http://127.0.0.1:9', apiKey } }],
    });
    const [unreachable, synced] = await Promise.all([
      spawned('connections', 'test', 'filed', '--json'),
      spawned('sync', 'filed', '--json'),
    ]);
    expect(unreachable.json).to.include({ ok: false, kind: 'transient' });
    expect(synced.code).to.equal(1);
    const issues = await portico('issues', 'filed');
    expect(issues.stdout)
      .to.match(/^filed {2}SYNC/m)
      .and.contain('→ ');
    const status = await portico('status');
    expect(status.code).to.equal(0);
    expect(status.stdout)
      .to.match(/last run +run \d+ failed/)
      .and.contain('1 open (portico issues filed)');
  });
});
