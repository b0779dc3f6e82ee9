import { expect } from 'chai';

import { hub, manual, native, type AnyPlugin } from '../../../core/contract/contract.js';
import { keepComment } from '../../../core/records/keep-comment.js';
import { keepFile } from '../../../core/records/keep-file.js';
import { changeKeptRecord, keepRecord, removeKeptRecord } from '../../../core/records/keep-record.js';
import { readKeptFile } from '../../../core/records/kept-file.js';
import { findRow } from '../../../core/records/find-row.js';
import { traceRow } from '../../../core/records/trace-row.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { codeOf } from '../identity/identity-lab.js';
import { startToyVendor, toyPlugin, type ToyVendor } from '../sync/toy-vendor.js';

const at = new Date('2026-11-29T10:00:00Z');
const by = 'a test';

/** The toy vendor knows contacts; documents, comments and files are Portico's. */
const plugin = (): AnyPlugin => ({
  ...toyPlugin(),
  actions: () => ({
    'document.create': hub(),
    'document.comment': hub(),
    'file.add': hub(),
    'ticket.create': native({ write: async () => ({}) }),
    'faq.create': manual('Write it there.'),
  }),
});

describe('records that Portico keeps', () => {
  let vendor: ToyVendor;
  let world: TestHub;
  const deps = () => ({ database: world.database, clock: { now: () => at } });
  const keep = async (data: object, module: 'document' | 'ticket' | 'faq' | 'invoice' = 'document') =>
    keepRecord(deps(), await world.open('toy'), { module, data, by });

  beforeEach(async () => {
    vendor = await startToyVendor();
    world = await openTestHub(
      [{ id: 'toy', plugin: 'toy', settings: { url: vendor.url, key: 'secret-key-1' } }],
      {
        plugins: [plugin()],
      },
    );
    await world.sync('toy');
  });
  afterEach(async function () {
    await vendor.close();
    if (this.currentTest?.state !== 'failed') await world.close();
  });

  it('lie among the others with their links, and the change feed tells of them', async () => {
    const { id } = await keep({
      subject: 'Price list',
      contacts: ['c1'],
      parents: [{ module: 'project', id: '31' }],
      portalVisible: true,
    });
    const [row] = await world.rows(
      'select subject, portal_visible, changed_at from record where external_id = $1',
      [id],
    );
    expect(row).to.deep.equal({ subject: 'Price list', portal_visible: true, changed_at: at });
    expect(
      await world.rows('select kind, target_kind, target from link where record_id = $1 order by kind', [id]),
    ).to.deep.equal([
      { kind: 'contact', target_kind: 'contact', target: 'c1' },
      { kind: 'parent', target_kind: 'project', target: '31' },
    ]);
    const [fed] = await world.rows('select kind, ids, run_id from feed order by seq desc limit 1');
    expect(fed).to.deep.equal({ kind: 'record', ids: [`record/document:${id}`], run_id: null });
  });

  it('are changed field by field, and emptied by null', async () => {
    const { id } = await keep({ subject: 'Price list', folder: 'Prices', fields: { year: 2026 } });
    const change = { module: 'document', id, by } as const;
    const connection = await world.open('toy');
    await changeKeptRecord(deps(), connection, { ...change, changes: { folder: null, public: true } });
    const [row] = await world.rows(
      'select subject, folder, public, fields from record where external_id = $1',
      [id],
    );
    expect(row).to.deep.equal({ subject: 'Price list', folder: null, public: true, fields: { year: 2026 } });
    const refused = changeKeptRecord(deps(), connection, { ...change, changes: { subject: null } });
    expect(await codeOf(refused)).to.equal('RECORD_INVALID');
    const [{ who } = {}] = await world.rows(
      "select array_agg(action order by id) as who from audit where action like 'record.%'",
    );
    expect(who).to.deep.equal(['record.keep', 'record.change']);
  });

  it('are neither swept nor mapped anew by a sync, in full or not', async () => {
    const { id } = await keep({ subject: 'Price list' });
    await world.sync('toy', { full: true });
    await world.sync('toy', { remap: true });
    const [row] = await world.rows('select deleted_at, version from record where external_id = $1', [id]);
    expect(row).to.deep.equal({ deleted_at: null, version: 1 });
  });

  it('go as a tombstone, and only once', async () => {
    const { id } = await keep({ subject: 'Price list' });
    const connection = await world.open('toy');
    await removeKeptRecord(deps(), connection, { module: 'document', id, by });
    const [row] = await world.rows(
      'select deleted_at is not null as gone from record where external_id = $1',
      [id],
    );
    expect(row).to.deep.equal({ gone: true });
    expect(await codeOf(removeKeptRecord(deps(), connection, { module: 'document', id, by }))).to.equal(
      'RECORD_NOT_KEPT',
    );
  });

  it('are refused where the vendor keeps them itself, or nobody does', async () => {
    for (const [module, how] of [
      ['ticket', 'native'],
      ['faq', 'manual'],
      ['invoice', 'none'],
    ] as const) {
      const error = await keep({ subject: 'x' }, module).catch((cause: unknown) => cause);
      expect(error).to.have.property('code', 'RECORD_NOT_KEPT');
      expect(error).to.have.nested.property('details.how', how);
    }
    expect(await codeOf(keep({ subject: 'x', portalVisible: 'yes' }))).to.equal('RECORD_INVALID');
    expect((await world.rows('select 1 from record')).length).to.equal(0);
  });

  it('a comment follows those before it, and an internal one is internal', async () => {
    const { id: recordId } = await keep({ subject: 'Price list' });
    const connection = await world.open('toy');
    const place = { module: 'document', recordId, by } as const;
    await keepComment(deps(), connection, { ...place, text: ' First ', visibility: 'public', author: 'Ann' });
    await keepComment(deps(), connection, { ...place, text: 'Second', visibility: 'internal' });
    expect(
      await world.rows('select position, text, visibility, author from comment order by position'),
    ).to.deep.equal([
      { position: 0, text: 'First', visibility: 'public', author: 'Ann' },
      { position: 1, text: 'Second', visibility: 'internal', author: null },
    ]);
    const empty = keepComment(deps(), connection, { ...place, text: ' ', visibility: 'public' });
    expect(await codeOf(empty)).to.equal('COMMENT_EMPTY');
    const nowhere = keepComment(deps(), connection, {
      ...place,
      recordId: 'no',
      text: 'a',
      visibility: 'public',
    });
    expect(await codeOf(nowhere)).to.equal('RECORD_UNKNOWN');
  });

  it('O-32, S36: a file keeps its bytes; an empty, huge or oddly named one is refused and nothing is kept', async () => {
    const { id: recordId } = await keep({ subject: 'Price list' });
    const connection = await world.open('toy');
    const add = (file: { name?: string; content?: Uint8Array }) =>
      keepFile(deps(), connection, {
        module: 'document',
        recordId,
        by,
        file: { name: 'prices.pdf', content: Buffer.from('%PDF'), visibility: 'public', ...file },
      });
    const { id } = await add({});
    expect(Buffer.from((await readKeptFile(world.database.pool, id)) ?? []).toString()).to.equal('%PDF');
    expect(await codeOf(add({ content: Buffer.alloc(0) }))).to.equal('FILE_EMPTY');
    expect(await codeOf(add({ content: Buffer.alloc(26 * 2 ** 20) }))).to.equal('FILE_TOO_LARGE');
    expect(await codeOf(add({ name: '../etc/passwd' }))).to.equal('FILE_NAME');
    const refused = keepRecord(deps(), connection, {
      module: 'document',
      data: { subject: 'Empty' },
      files: [{ name: 'a', content: Buffer.alloc(0), visibility: 'public' }],
      by,
    });
    expect(await codeOf(refused)).to.equal('FILE_EMPTY');
    expect(await world.rows('select name, size from file')).to.deep.equal([{ name: 'prices.pdf', size: 4 }]);
    expect((await world.rows('select 1 from record')).length).to.equal(1);
  });

  it('a trace says that Portico keeps it', async () => {
    const { id } = await keep({ subject: 'Price list' });
    const place = await findRow(world.database.pool, 'record', `toy:document/${id}`);
    const { why, fields, current } = await traceRow(world.database.pool, await world.open('toy'), place);
    expect(why[0]).to.equal('Portico keeps it itself, since the vendor has no place for it.');
    expect([current, fields.find(({ field }) => field === 'subject')?.value]).to.deep.equal([
      true,
      'Price list',
    ]);
  });
});
