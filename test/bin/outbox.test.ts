import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { openCli, type Cli } from './cli.js';

describe('portico outbox and participants', () => {
  let rpm: RpmSimulator;
  let cli: Cli;
  before(async () => {
    rpm = await startRpmSimulator();
    const { url, apiKey } = rpm;
    cli = await openCli({
      connections: [
        {
          id: 'rpm',
          plugin: 'rpm',
          settings: { url, apiKey },
          participants: { 'form.13': 'off', form: 'soon' },
        },
      ],
    });
    expect((await portico('sync', 'rpm')).code).to.equal(0);
  });
  after(async () => {
    await rpm.close();
    await cli.close();
  });
  const portico = (...args: string[]) => cli.call(args);

  it('shows and switches rules; those of the config file are the file’s', async () => {
    const on = await portico(
      'participants',
      'rules',
      'rpm',
      'form.12',
      '--since',
      '2026-01-01T00:00:00Z',
      '--json',
    );
    expect(on.json.rules).to.deep.include.members([
      { type: 'form.12', since: '2026-01-01T00:00:00.000Z', origin: 'hub' },
      { type: 'form.13', since: 'off', origin: 'config' },
    ]);
    expect(on.json.unreadable).to.deep.equal(['participants.form: "soon"']);
    expect((await portico('participants', 'rules', 'rpm', 'form.13', '--on')).stderr).to.contain(
      'config file decides',
    );
    expect((await portico('participants', 'rules', 'rpm', 'form.12')).code).to.equal(2);
    expect((await portico('participants', 'rules', 'rpm', 'form.12', '--since', 'today')).code).to.equal(2);
    expect((await portico('participants', 'rules', 'rpm', 'forms.12', '--on')).stderr).to.contain(
      'names no module',
    );
  });

  it('previews and runs auto-add, and reports a rule that cannot be read', async () => {
    expect((await portico('participants', 'preview', 'rpm')).stdout).to.contain(
      '0 participants would be added.',
    );
    expect((await portico('participants', 'run', '--all', '--json')).json).to.deep.equal({
      added: 0,
      connections: [{ id: 'rpm', added: 0 }],
    });
    expect((await portico('issues', 'rpm')).stdout).to.contain('participants.form: "soon"');
  });

  it('adds and removes by hand, shows what waits, and drops what is done', async () => {
    const words = ['rpm', 'form', '31015', '881'];
    expect((await portico('participants', 'add', ...words)).stdout).to.contain('The participant is pending.');
    const waiting = await portico('outbox', 'list', 'rpm', '--json');
    expect(waiting.json.commands[0]).to.include({
      action: 'participant.add',
      state: 'waiting',
      record: '31015',
    });
    expect((await portico('participants', 'remove', ...words)).stdout).to.contain(
      'The participant was removed.',
    );
    expect((await portico('outbox', 'list')).stdout).to.contain('Nothing waits in the outbox.');
    // One that RPM has is a person's to take off there.
    const removed = await portico('participants', 'remove', 'rpm', 'form', '31007', '881', '--json');
    expect(removed.json.outbox).to.include({ how: 'manual' });
    const list = await portico('outbox', 'list', 'rpm');
    expect(list.stdout).to.contain('Open the form in RPM and remove the person').and.contain('1 change.');
    const id = String(removed.json.outbox.commands[0].id);
    expect((await portico('outbox', 'drop', 'rpm', id)).code).to.equal(0);
    expect((await portico('outbox', 'drop', 'rpm', id)).stderr).to.contain('cannot be dropped');
    expect((await portico('outbox', 'replay', 'rpm')).stdout).to.contain('0 changes will be tried again.');
    expect((await portico('participants', 'remove', ...words)).code).to.equal(1);
  });
});
