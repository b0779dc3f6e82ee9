import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import {
  startOpencrmSimulator,
  type OpencrmSimulator,
} from '../simulators/opencrm/start-opencrm-simulator.js';
import { openCli, type Cli } from './cli.js';

describe('portico records, users grant and staff', () => {
  let vendor: OpencrmSimulator;
  let cli: Cli;
  before(async () => {
    vendor = await startOpencrmSimulator();
    const { url, apiKey } = vendor;
    cli = await openCli({
      baseUrl: 'https://portal.example',
      connections: [
        {
          id: 'south',
          plugin: 'opencrm',
          settings: { url, apiKey, passKey: '${env:PASS_KEY}', callsPerSecond: 50 },
          schedule: '',
        },
      ],
    });
    expect((await portico('sync', 'south')).code).to.equal(0);
  });
  after(async () => {
    await vendor.close();
    await cli.close();
  });
  const portico = (...args: string[]) => cli.call(args, { env: { PASS_KEY: vendor.passKey } });
  const rows = async (sql: string) => (await cli.database.pool.query(sql)).rows;

  it('add, change, comment, attach and remove what Portico keeps', async () => {
    const file = join(cli.folder, 'prices.pdf');
    await writeFile(file, '%PDF');
    const args = [
      '--subject',
      'Prices',
      '--contact',
      '48201',
      '--parent',
      'project/1',
      '--field',
      'year=2026',
    ];
    const made = await portico('records', 'add', 'south', 'document', ...args, '--file', file, '--json');
    expect(made.stderr).to.equal('');
    const name: string = made.json.record;
    expect(name).to.match(/^south:document\/hub-/);
    expect((await portico('records', 'change', name, '--show', '--folder', 'Prices')).code).to.equal(0);
    // OpenCRM's tickets have no comments that its API gives.
    const spoken = await portico('records', 'comment', 'south:ticket/51877', 'Seen', '--internal');
    expect([spoken.code, spoken.stderr]).to.deep.equal([0, '']);
    expect((await portico('records', 'attach', name, file)).stdout).to.contain('prices.pdf is kept with');
    expect(
      await rows(`select subject, folder, portal_visible, fields, (select count(*) from file_content) as files
        from record where module = 'document'`),
    ).to.deep.equal([
      { subject: 'Prices', folder: 'Prices', portal_visible: true, fields: { year: 2026 }, files: 2 },
    ]);
    expect(await rows('select record_id, text, visibility from comment')).to.deep.equal([
      { record_id: '51877', text: 'Seen', visibility: 'internal' },
    ]);
    expect((await portico('trace', 'record', name)).stdout).to.contain('Portico keeps it itself');
    expect((await portico('records', 'remove', name)).stdout).to.contain('is removed');
    expect((await portico('records', 'remove', name)).code).to.equal(1);
  });

  it('refuse wrong words, contradictions, unreadable files, and what the vendor keeps itself', async () => {
    const add = (...args: string[]) => portico('records', 'add', 'south', ...args);
    for (const args of [
      ['letter', '--subject', 'x'],
      ['document', '--subject', 'x', '--show', '--hide'],
      ['document', '--subject', 'x', '--parent', 'project'],
      ['document', '--subject', 'x', '--field', 'year'],
      ['document', '--subject', 'x', '--file', join(cli.folder, 'none.pdf')],
    ])
      expect((await add(...args)).code, args.join(' ')).to.equal(2);
    const ticket = await add('ticket', '--subject', 'x');
    expect([ticket.code, ticket.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.includes('keeps this itself'),
    );
    expect((await portico('records', 'change', 'south:document/none', '--show')).stderr).to.contain(
      'There is no record',
    );
  });

  it('O-05: shows what can be granted, grants it and takes it away', async () => {
    await portico('users', 'invite', 'south:48213');
    const grant = (...args: string[]) => portico('users', 'grant', 'south:48213', ...args);
    expect((await grant()).stdout).to.match(/^no +component:invoices/m);
    expect((await grant('component:invoices')).stdout).to.match(/^yes +component:invoices/m);
    expect((await grant('component:none')).stderr).to.contain('cannot be granted at south');
    const { json } = await grant('--revoke', 'component:invoices', '--json');
    expect(json.capabilities).to.deep.equal([]);
    expect(await rows("select count(*) as n from audit where action = 'access.grant'")).to.deep.equal([
      { n: 2 },
    ]);
  });

  it('make a key for a program, list it without showing it, and end it', async () => {
    const { json } = await portico('staff', 'add-key', 'website', '--json');
    expect(json.key).to.match(/^[\w-]{43}$/);
    const { stdout } = await portico('staff', 'keys');
    expect(stdout)
      .to.match(/^website +.*never$/m)
      .and.not.contain(json.key);
    expect((await portico('staff', 'add-key', 'website')).stderr).to.contain('already');
    expect((await portico('staff', 'revoke-key', 'website')).code).to.equal(0);
    expect((await portico('staff', 'keys')).stdout).to.contain('There is no key');
  });
});
