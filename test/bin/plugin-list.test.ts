import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { scaffoldPlugin } from '../../core/conformance/scaffold/scaffold-plugin.js';
import type { Start, StartedVendor } from '../../core/conformance/start.js';
import { openCli, type Cli } from './cli.js';

const run = promisify(execFile);

describe('Plugins from elsewhere, on the command line', () => {
  let cli: Cli;
  const vendors: StartedVendor[] = [];
  before(async () => {
    cli = await openCli({});
    // A folder beside the config file.
    const beside = await scaffoldPlugin({ id: 'beside', into: join(cli.folder, 'plugins') });
    // A package by name, as `npm link` leaves it: a link to a folder that lies elsewhere.
    const linked = await scaffoldPlugin({ id: 'linked', into: join(cli.folder, 'elsewhere') });
    await mkdir(join(cli.folder, 'node_modules'), { recursive: true });
    await symlink(linked.folder, join(cli.folder, 'node_modules/portico-linked'), 'junction');
    // A package by name, packed and unpacked by npm, without a portico of its own anywhere near.
    const packed = await scaffoldPlugin({ id: 'packed', into: join(cli.folder, 'elsewhere') });
    for (const { folder } of [beside, linked, packed]) {
      const { start } = (await import(pathToFileURL(join(folder, 'test/start.js')).href)) as { start: Start };
      vendors.push(await start());
    }
    await install(packed.folder);
    await rm(packed.folder, { recursive: true });
    const connections = ['beside', 'linked', 'packed'].map((id, index) => ({
      id: `of-${id}`,
      plugin: id,
      settings: vendors[index]?.settings,
    }));
    await cli.configure({ plugins: ['./plugins', 'portico-linked', 'portico-packed'], connections });
  });
  after(async () => {
    for (const vendor of vendors) await vendor.close();
    await cli.close();
  });

  /** What `npm install` makes of a published package. */
  async function install(folder: string): Promise<void> {
    const npm = process.env['npm_execpath'];
    const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []];
    const target = join(cli.folder, 'node_modules/portico-packed');
    await run(program, [...first, 'pack', '--offline', '--pack-destination', cli.folder], { cwd: folder });
    await mkdir(target);
    const archive = join(cli.folder, 'portico-packed-0.1.0.tgz');
    await run('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
    expect(existsSync(join(target, 'node_modules'))).to.equal(false);
    expect(existsSync(join(target, 'plugin.js'))).to.equal(true);
  }

  it('lists them beside the bundled ones, with what each of them can do and where it is from', async () => {
    const { code, json, stderr } = await cli.run(['plugin', 'list', '--json']);
    expect(code, stderr).to.equal(0);
    const own = (json.plugins as { id: string; from: string }[]).filter(({ from }) => from !== 'bundled');
    const can = {
      version: '0.1.0',
      contract: 1,
      streams: ['companies', 'people', 'tickets'],
      operations: { native: 1, derived: 0, hub: 0, manual: 1 },
    };
    expect(own).to.deep.equal([
      { ...can, id: 'beside', title: 'Beside', from: join(cli.folder, 'plugins/beside') },
      { ...can, id: 'linked', title: 'Linked', from: 'portico-linked' },
      { ...can, id: 'packed', title: 'Packed', from: 'portico-packed' },
    ]);
    expect(json.plugins).to.have.length.above(own.length);
    const text = await cli.run(['plugin', 'list']);
    expect(text.stdout).to.match(/^linked +0\.1\.0 +Linked .* portico-linked$/m);
  });

  it('syncs with each of them, none of which core has ever heard of', async () => {
    const { code, stderr } = await cli.run(['sync', '--all']);
    expect(code, stderr).to.equal(0);
    const { rows } = await cli.database.pool.query(
      `select connection_id as connection, count(*)::int as tickets,
              (select count(*)::int from customer c where c.connection_id = r.connection_id) as customers,
              (select count(*)::int from member m where m.connection_id = r.connection_id) as members
         from record r group by 1 order by 1`,
    );
    const all = { tickets: 7, customers: 5, members: 7 };
    expect(rows).to.deep.equal(
      ['of-beside', 'of-linked', 'of-packed'].map((connection) => ({ connection, ...all })),
    );
  });

  it('says by name which of them cannot be used, and syncs nothing with half of the plugins', async () => {
    const file = join(cli.folder, 'elsewhere/linked/plugin.js');
    const good = readFileSync(file, 'utf8');
    await writeFile(file, good.replace('contract: 1', 'contract: 2'));
    try {
      const { code, stderr } = await cli.run(['sync', 'of-beside']);
      expect(code).to.equal(1);
      expect(stderr).to.contain('portico-linked: it is written for contract 2');
    } finally {
      await writeFile(file, good);
    }
    expect(realpathSync(join(cli.folder, 'node_modules/portico-linked/plugin.js'))).to.equal(
      realpathSync(file),
    );
  });
});
