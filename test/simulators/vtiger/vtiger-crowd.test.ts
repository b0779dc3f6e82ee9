import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startVtigerSimulator, type VtigerSimulator } from './start-vtiger-simulator.js';
import { vtigerCrowd } from './vtiger-crowd.js';
import { VtigerTestClient } from './vtiger-test-client.js';

const small = { accounts: 50, contacts: 1200, tickets: 100, invoices: 100, seed: 7 };

describe('vtiger simulator: crowds and queries', () => {
  let simulator: VtigerSimulator;
  let client: VtigerTestClient;

  async function start(flavour: 'corebos' | 'vtiger' = 'corebos', size = small): Promise<void> {
    simulator = await startVtigerSimulator({ data: vtigerCrowd(size), flavour });
    client = new VtigerTestClient(simulator);
    await client.login();
  }
  afterEach(() => simulator.close());

  async function ids(query: string): Promise<string[]> {
    return (await client.rows(query)).map(({ id = '' }) => id);
  }

  /** By offset, page after page, until a page is short. */
  async function walk(orderBy: string): Promise<string[]> {
    const found: string[] = [];
    for (;;) {
      const page = await ids(`SELECT id FROM Contacts ORDER BY ${orderBy} LIMIT ${found.length},100;`);
      found.push(...page);
      if (page.length < 100) return found;
    }
  }

  it('makes the same people again, in recorded columns, and others for another seed', async () => {
    const [one, same, other] = [vtigerCrowd(small), vtigerCrowd(small), vtigerCrowd({ ...small, seed: 8 })];
    const contacts = one.modules.get('Contacts');
    const id = contacts?.rows.ids[40] ?? 0;
    const row = contacts?.rows.row(id);
    assert.deepEqual(row, same.modules.get('Contacts')?.rows.row(id));
    assert.notDeepEqual(row, other.modules.get('Contacts')?.rows.row(id));
    const fields = contacts?.description.fields.map(({ name }) => name);
    assert.deepEqual(Object.keys(row ?? {}).sort(), fields?.sort());
    await start();
  });

  it('has shared people under their own e-mail', async () => {
    const person = { firstName: 'Aino', lastName: 'Jaettu', email: 'aino@shared.example' };
    const data = vtigerCrowd({ ...small, sharedPeople: [person, { ...person, email: 'b@shared.example' }] });
    simulator = await startVtigerSimulator({ data });
    client = new VtigerTestClient(simulator);
    await client.login();
    const [found, ...others] = await client.rows(
      "SELECT lastname FROM Contacts WHERE email = 'Aino@shared.example';",
    );
    assert.deepEqual([found?.['lastname'], others.length], ['Jaettu', 0]);
  });

  it('V-6: no limit means 100; coreBOS honours more, vtiger never gives more', async () => {
    await start();
    assert.equal((await ids('SELECT id FROM Contacts;')).length, 100);
    assert.equal((await ids('SELECT id FROM Contacts LIMIT 1000;')).length, 1000);
    await simulator.close();
    await start('vtiger');
    assert.equal((await ids('SELECT id FROM Contacts LIMIT 1000;')).length, 100);
  });

  it('V-7: a walk by offset over ties loses rows, always the same; by id it loses none', async () => {
    await start();
    assert.equal(new Set(await walk('id')).size, 1200);
    const first = await walk('modifiedtime');
    assert.equal(first.length, 1200);
    assert.ok(new Set(first).size < 1200);
    assert.deepEqual(await walk('modifiedtime'), first);
    assert.equal(new Set(await walk('modifiedtime,id')).size, 1200);
  });

  it('V-7: a change made by touch is found with its whole tie group', async () => {
    await start();
    const touched = (await ids('SELECT id FROM Contacts LIMIT 200;')).slice(0, 150);
    simulator.change.touch({ ids: touched, modified: '2030-01-01 00:00:00' });
    const since = "SELECT id FROM Contacts WHERE modifiedtime >= '2030-01-01 00:00:00'";
    const page = await ids(`${since} ORDER BY modifiedtime LIMIT 100;`);
    assert.equal(page.length, 100);
    const rest = `SELECT id FROM Contacts WHERE modifiedtime = '2030-01-01 00:00:00' AND id > '${page[99]}'`;
    assert.deepEqual([...page, ...(await ids(`${rest} ORDER BY id LIMIT 100;`))], touched);
  });

  it('V-8: sync comes in pages, of which none splits a second', async () => {
    await start();
    const seen = new Set<string>();
    let [modifiedTime, more, calls] = [0, true, 0];
    while (more) {
      const form = { operation: 'sync', modifiedTime: String(modifiedTime), elementType: 'Contacts' };
      const { result } = await client.post(form);
      const page = result as { updated: { id: string }[]; more: boolean; lastModifiedTime: number };
      for (const { id } of page.updated) seen.add(id);
      [modifiedTime, more, calls] = [page.lastModifiedTime, page.more, calls + 1];
    }
    assert.equal(seen.size, 1200);
    assert.ok(calls > 5);
  });

  it('V-10: AND binds closer than OR, IN and LIKE and numbers compare as they should', async () => {
    await start();
    const [first = '', second = ''] = await ids('SELECT id FROM Contacts ORDER BY id LIMIT 2;');
    const either = `SELECT id FROM Contacts WHERE id = '${first}' OR id = '${second}' AND lastname = 'nobody';`;
    assert.deepEqual(await ids(either), [first]);
    const count = await client.rows(
      "SELECT count(*) FROM Invoice WHERE hdnGrandTotal > '9' AND hdnGrandTotal < '10000';",
    );
    const all = await client.rows('SELECT hdnGrandTotal FROM Invoice LIMIT 1000;');
    const expected = all.filter(
      ({ hdnGrandTotal }) => Number(hdnGrandTotal) > 9 && Number(hdnGrandTotal) < 10_000,
    );
    assert.equal(count[0]?.['count'], String(expected.length));
    const liked = await client.rows(
      "SELECT lastname FROM Contacts WHERE lastname LIKE '%TESTER &%' LIMIT 1000;",
    );
    assert.ok(liked.length > 0 && liked.every(({ lastname }) => lastname === 'Tester & Sons'));
  });

  it('V-10: vtiger wants the last semicolon', async () => {
    await start('vtiger');
    assert.equal((await client.query('SELECT id FROM Contacts LIMIT 1')).error?.code, 'QUERY_SYNTAX_ERROR');
    assert.equal((await ids('SELECT id FROM Contacts LIMIT 1;')).length, 1);
  });

  it('answers pages of a hundred thousand contacts in no time', async () => {
    const size = { accounts: 20_000, contacts: 100_000, tickets: 50_000, invoices: 50_000, seed: 1 };
    await start('corebos', size);
    const pages = 50;
    let last = (await ids('SELECT id FROM Contacts ORDER BY id LIMIT 1;'))[0] ?? '';
    await ids(
      "SELECT id FROM Contacts WHERE modifiedtime >= '2026-01-01 00:00:00' ORDER BY modifiedtime LIMIT 1;",
    );
    const began = performance.now();
    for (let page = 0; page < pages; page += 1) {
      const rows = await client.rows(`SELECT * FROM Contacts WHERE id > '${last}' ORDER BY id LIMIT 100;`);
      last = rows.at(-1)?.['id'] ?? '';
      const since = rows.at(-1)?.['modifiedtime'] ?? '';
      await client.rows(
        `SELECT * FROM Contacts WHERE modifiedtime >= '${since}' ORDER BY modifiedtime LIMIT 100;`,
      );
    }
    const perPage = (performance.now() - began) / pages / 2;
    assert.ok(perPage < 30, `${perPage} ms for a page`);
  });

  it('runs on its own, says where, and ends with its parent', async () => {
    await start();
    const file = fileURLToPath(new URL('serve.js', import.meta.url));
    const child = fork(file, ['--crowd', '5,20,3,2', '--seed', '1'], { silent: true });
    assert.ok(child.stdout);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const said = JSON.parse(String(line)) as { url: string; user: string; accessKey: string };
    const other = new VtigerTestClient({ ...simulator, ...said });
    await other.login();
    assert.equal((await other.rows('SELECT id FROM Contacts;')).length, 20);
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });
});
