import { expect } from 'chai';

import { hub, type AnyPlugin } from '../../../core/contract/contract.js';
import { listen, type WebServer } from '../../../core/http/listen.js';
import { createApp } from '../../../core/http/server.js';
import { addStaffKey, listStaffKeys, revokeStaffKey } from '../../../core/identity/staff-keys.js';
import { createLog } from '../../../core/log.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { codeOf } from '../identity/identity-lab.js';
import { startToyVendor, toyPlugin, type ToyVendor } from '../sync/toy-vendor.js';

const who = 'a test';
const plugin = (): AnyPlugin => ({
  ...toyPlugin(),
  actions: () => ({
    'document.create': hub(),
    'document.comment': hub(),
    'ticket.comment': hub(),
    'file.add': hub(),
  }),
});

describe('the API for staff', () => {
  let vendor: ToyVendor;
  let world: TestHub;
  let web: WebServer;
  let key: string;
  before(async () => {
    vendor = await startToyVendor({
      tickets: [{ id: '7', subject: 'Broken', changed: '2026-02-01T00:00:00Z' }],
    });
    world = await openTestHub([{ id: 'toy', plugin: 'toy', settings: { url: vendor.url } }], {
      plugins: [plugin()],
    });
    await world.sync('toy');
    const { database, connections, identity } = world;
    const clock = { now: () => new Date() };
    web = await listen(createApp({ database, connections, identity, clock, log: createLog('silent') }), {
      port: 0,
    });
    ({ key } = await addStaffKey(identity, { name: 'website', who }));
  });
  after(async function () {
    await web.close();
    await vendor.close();
    if (this.test?.parent?.tests.every((each) => each.isPassed())) await world.close();
  });

  const call = (method: string, path: string, body?: object | Buffer, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${web.port}/api/v1/admin/records${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && !Buffer.isBuffer(body) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    });
  const document = { connection: 'toy', module: 'document', data: { subject: 'Price list' } };
  const made = async (): Promise<string> => {
    const { record } = (await (await call('POST', '', document)).json()) as { record: string };
    return `/${encodeURIComponent(record)}`;
  };

  it('S30: takes a good key in the header, and nothing else', async () => {
    for (const authorization of ['', 'Bearer', `Bearer ${'x'.repeat(43)}`, `Basic ${key}`, key]) {
      const answer = await call('POST', '', document, { authorization });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
    }
    expect((await world.rows('select 1 from record')).length).to.equal(1);
  });

  it('makes, publishes, comments, attaches to and removes a record', async () => {
    const record = await made();
    expect(
      (await call('PATCH', record, { data: { portalVisible: true, folder: 'Prices' } })).status,
    ).to.equal(204);
    expect(
      (await call('POST', `${record}/comments`, { text: 'New this year', author: 'Ann' })).status,
    ).to.equal(201);
    const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 255]);
    const type = { 'content-type': 'application/pdf' };
    expect((await call('POST', `${record}/files?name=prices.pdf`, bytes, type)).status).to.equal(201);
    const [row] = await world.rows(
      `select r.portal_visible, r.folder, c.text, c.visibility, f.name, f.content_type, b.content
       from record r join comment c on c.record_id = r.external_id join file f on f.record_id = r.external_id
       join file_content b on b.file_id = f.id`,
    );
    expect(row).to.deep.equal({
      portal_visible: true,
      folder: 'Prices',
      text: 'New this year',
      visibility: 'public',
      name: 'prices.pdf',
      content_type: 'application/pdf',
      content: bytes,
    });
    expect((await call('DELETE', record)).status).to.equal(204);
    expect((await call('DELETE', record)).status).to.equal(409);
    const [{ who: actor } = {}] = await world.rows(
      "select distinct who from audit where action = 'record.keep'",
    );
    expect(actor).to.equal('key website');
  });

  it("comments on the vendor's own record where the vendor has no comments", async () => {
    const ticket = '/toy%3Aticket%2F7';
    expect(
      (await call('POST', `${ticket}/comments`, { text: 'Seen', visibility: 'internal' })).status,
    ).to.equal(201);
    expect((await call('PATCH', ticket, { data: { subject: 'x' } })).status).to.equal(409);
  });

  it('says what is wrong with a body, a record, a connection, and keeps nothing of it', async () => {
    const record = await made();
    const before = (await world.rows('select 1 from record')).length;
    const wrong: [status: number, answer: Promise<Response>][] = [
      [400, call('POST', '', { ...document, module: 'letter' })],
      [400, call('POST', '', { ...document, extra: 1 })],
      [400, call('POST', '', { ...document, data: { subject: 7 } })],
      [404, call('POST', '', { ...document, connection: 'none' })],
      [409, call('POST', '', { ...document, module: 'ticket' })],
      [404, call('POST', '/toy%3Adocument%2Fnone/comments', { text: 'a' })],
      [400, call('POST', `${record}/files?name=a.pdf`, Buffer.alloc(0))],
      [413, call('POST', `${record}/files?name=a.pdf`, Buffer.alloc(26 * 2 ** 20))],
    ];
    for (const [status, asked] of wrong) {
      const answer = await asked;
      expect(answer.status).to.equal(status);
      expect(answer.headers.get('content-type')).to.contain('application/problem+json');
    }
    expect((await world.rows('select 1 from record')).length).to.equal(before);
  });

  it('S6: keeps a key as its hash alone; one that is revoked is good no more', async () => {
    const { identity, database } = world;
    const other = await addStaffKey(identity, { name: 'other', who });
    const [row] = await world.rows(
      "select encode(hash, 'hex') as hash, s::text as whole from staff_key s where name = 'other'",
    );
    expect(row?.['whole']).not.to.contain(other.key);
    expect(await codeOf(addStaffKey(identity, { name: 'OTHER', who }))).to.equal('STAFF_KEY_EXISTS');
    expect(await codeOf(addStaffKey(identity, { name: '', who }))).to.equal('STAFF_KEY_NAME');
    const authorization = `Bearer ${other.key}`;
    expect((await call('DELETE', '/toy%3Adocument%2Fnone', undefined, { authorization })).status).to.equal(
      404,
    );
    await revokeStaffKey(identity, { name: 'other', who });
    expect((await call('DELETE', '/toy%3Adocument%2Fnone', undefined, { authorization })).status).to.equal(
      401,
    );
    expect(await codeOf(revokeStaffKey(identity, { name: 'other', who }))).to.equal('STAFF_KEY_UNKNOWN');
    expect((await listStaffKeys(database.pool)).map(({ name }) => name)).to.deep.equal(['website']);
  });
});
