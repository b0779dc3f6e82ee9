import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect } from 'chai';

import { scaffoldPlugin } from '../../../../core/conformance/scaffold/scaffold-plugin.js';
import type { Start, StartedVendor } from '../../../../core/conformance/start.js';
import { projectPath } from '../../../../core/project-path.js';
import { openCli, type Cli } from '../../../bin/cli.js';

const readme = readFileSync(projectPath('plugins/README.md'), 'utf8');

/** The fenced blocks of one language between two headings, as they stand. */
function blocks(language: string, from: string, to: string): string[] {
  const [, rest] = readme.split(`\n${from}\n`);
  const [part] = rest?.split(`\n${to}\n`) ?? [];
  if (part === undefined) throw new Error(`plugins/README.md has no "${from}" before "${to}"`);
  return [...part.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );
}

/** What a reader has typed after the last step. */
const source = blocks('js', '## Write one', '### Check it').join('\n');

describe('The tutorial in plugins/README.md', () => {
  let cli: Cli;
  let folder: string;
  let vendor: StartedVendor;
  before(async () => {
    cli = await openCli({});
    ({ folder } = await scaffoldPlugin({ id: 'acme', into: cli.folder }));
    const others = ['settings', 'client', 'mapping', 'streams', 'actions', 'policy'];
    for (const name of others) await rm(join(folder, `${name}.js`));
    await writeFile(join(folder, 'plugin.js'), source);
    const { start } = (await import(pathToFileURL(join(folder, 'test/start.js')).href)) as { start: Start };
    vendor = await start();
  });
  after(async () => {
    await vendor.close();
    await cli.close();
  });

  it('builds a whole plugin in five steps and at most 100 lines, blank ones counted', () => {
    expect(blocks('js', '## Write one', '### Check it')).to.have.length(5);
    expect(source.trimEnd().split('\n').length).to.be.within(50, 100);
    expect(Math.max(...source.split('\n').map(({ length }) => length))).to.be.at.most(120);
  });

  it('gets the best grade from the suite, as it says', async () => {
    const { code, json } = await cli.call(['plugin', 'check', folder, '--json']);
    expect(json.checks.filter(({ outcome }: { outcome: string }) => outcome === 'failed')).to.deep.equal([]);
    expect(json).to.include({ grade: 'A', failed: 0, simulator: join(folder, 'test/start.js') });
    expect(code).to.equal(0);
  });

  it('syncs by the config that it shows, and the rows are in PostgreSQL', async () => {
    const [shown = ''] = blocks('json', '### Use it', '### Publish it');
    const config = JSON.parse(shown) as { connections: [{ settings: object }] };
    config.connections[0].settings = { ...config.connections[0].settings, url: vendor.url };
    await cli.configure(config);
    const env = { ACME_KEY: String(vendor.settings['key']) };
    const listed = await cli.run(['plugin', 'list', '--json'], { env });
    expect(listed.json.plugins).to.deep.include({
      id: 'acme',
      version: '1.0.0',
      title: 'Acme CRM',
      contract: 1,
      from: './acme',
      streams: ['companies', 'people', 'tickets'],
      operations: { native: 1, derived: 0, hub: 0, manual: 0 },
    });
    const tested = await cli.run(['connections', 'test', 'main'], { env });
    expect(tested.stdout).to.contain('main works');
    const synced = await cli.run(['sync', 'main', '--json'], { env });
    expect(synced.code, synced.stderr).to.equal(0);

    const rows = async (sql: string) => (await cli.database.pool.query(sql)).rows as unknown[];
    expect(await rows('select external_id as id, name from customer order by 1')).to.deep.equal([
      { id: 'c1', name: 'North' },
      { id: 'c2', name: 'South' },
      { id: 'c3', name: 'East' },
      { id: 'c4', name: 'West' },
      { id: 'c5', name: 'Centre' },
    ]);
    expect(
      await rows(
        `select p.external_id as id, first_name || ' ' || last_name as name, email, m.customer_id as company
           from contact p join member m on (m.connection_id, m.contact_id) = (p.connection_id, p.external_id)
          where p.external_id in ('p1', 'p7') order by 1`,
      ),
    ).to.deep.equal([
      { id: 'p1', name: 'Ada Example', email: 'ada@acme.example', company: 'c1' },
      { id: 'p7', name: 'Gil Example', email: 'gil@acme.example', company: 'c2' },
    ]);
    expect(
      await rows(
        `select external_id as id, module, subject, body, status, status_group, customer_id, changed_at, fields
           from record where external_id in ('t1', 't5') order by 1`,
      ),
    ).to.deep.equal([
      {
        id: 't1',
        module: 'ticket',
        subject: 'No light',
        body: 'It began on floor 1.',
        status: 'Solved',
        status_group: 'closed',
        customer_id: 'c1',
        changed_at: new Date('2026-02-02T08:20:00Z'),
        fields: { urgent: false },
      },
      {
        id: 't5',
        module: 'ticket',
        subject: 'Leak',
        body: 'It began on floor 5.',
        status: 'Working',
        status_group: 'open',
        customer_id: 'c5',
        changed_at: new Date('2026-02-02T08:22:00Z'),
        fields: { urgent: true },
      },
    ]);
    expect(
      await rows(
        'select (select count(*)::int from contact) as people, (select count(*)::int from record) as tickets',
      ),
    ).to.deep.equal([{ people: 7, tickets: 7 }]);
  });
});
