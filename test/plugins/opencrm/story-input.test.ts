import { expect } from 'chai';

import {
  DEFAULT_ASSUMPTIONS,
  type OpencrmAssumptions,
} from '../../simulators/opencrm/opencrm-assumptions.js';
import { STORY_PASSWORD } from '../../simulators/opencrm/story-record.js';
import { openStoryHub, people, type StoryHub } from './story-hub.js';

describe('what OpenCRM may answer otherwise', () => {
  let story: StoryHub;
  const logged: string[] = [];
  const told: string[] = [];
  const apiKey = 'marker-key-5b1e';
  const passKey = 'marker-pass-90';

  before(async () => {
    const keep = (...words: unknown[]): void => void logged.push(JSON.stringify(words));
    story = await openStoryHub({ apiKey, passKey, log: { info: keep, warn: keep } });
    await story.learn();
    for (const who of ['priya', 'ada'] as const) await story.letIn(who);
  });
  after(() => story.close());

  const rows = () =>
    story.hub.rows(
      `select 'customer' as kind, external_id as id, encode(hash, 'hex') as hash, deleted_at is null as held from customer
       union all select 'contact', external_id, encode(hash, 'hex'), deleted_at is null from contact
       union all select 'login', external_id, encode(hash, 'hex'), deleted_at is null from login
       union all select module, external_id, encode(hash, 'hex'), deleted_at is null from record
       union all select 'member', contact_id, customer_id, true from member
       order by 1, 2, 3`,
    );
  const quarantine = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await story.hub.rows('select item_id as id, reason from quarantine')).map(({ id, reason }) => [
        String(id),
        JSON.stringify(reason),
      ]),
    );
  const issues = () =>
    story.hub.rows('select kind, cause, sentence from issue where closed_at is null order by kind');
  /** A run that may fail. */
  async function run() {
    const { state, error } = await story.hub.sync('opencrm', { full: true });
    if (error) told.push(`${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`);
    return { state, error };
  }

  const same: Partial<OpencrmAssumptions>[] = [
    { count: 'text' },
    { emptyList: 'nothing' },
    { emptyList: 'null' },
    { singleFullList: 'array' },
    { singleList: 'array' },
    { unknownId: 'array' },
    { unknownId: 'object' },
    { severalConditions: 'first' },
    { unknownQueryField: 'error' },
    { pageMaximum: 2 },
    { pageMaximum: 2, emptyList: 'nothing', order: 'reverse' },
    { order: 'reverse' },
    { order: 'modified' },
    { numbers: 'number' },
    { emptyText: 'null' },
    { emptyReference: 'text' },
    { emptyReference: 'null' },
    { ownerField: 'assigned_user_id' },
    { ownerField: 'both' },
    { permission: '1' },
    { showsPasswords: false },
    { multipart: false },
    { unknownMethod: 'error' },
    { findsByTimes: false },
    { accessKeySeconds: 0 },
  ];
  for (const switches of same)
    it(`gives the same rows where ${JSON.stringify(switches)}`, async () => {
      const before = await rows();
      story.vendor.change.assume(switches);
      try {
        await story.learn();
        expect(await rows()).to.deep.equal(before);
        expect(await quarantine()).to.deep.equal({});
      } finally {
        story.vendor.change.assume(DEFAULT_ASSUMPTIONS);
      }
    });

  it('reads what is there of a version without times and totals', async () => {
    story.vendor.change.assume({ showsTimes: false, totalsOnSales: false });
    await story.learn();
    const page = await story.opens('priya', 'invoice', '53001');
    expect(page).to.have.property('values').that.includes({ subject: 'Roof survey', status: 'Paid' });
    expect(page).to.have.property('values').that.has.not.any.keys('amount', 'changedAt');
    story.vendor.change.assume(DEFAULT_ASSUMPTIONS);
    await story.learn();
  });

  it('O-23: says of a version without the portal tick what is missing, and shows nothing of that module', async () => {
    story.vendor.change.assume({ showOnPortalOn: ['ticket', 'project'] });
    await story.learn();
    for (const module of ['invoice', 'quote', 'salesOrder'] as const)
      expect(await story.sees('priya', module), module).to.deep.equal([]);
    expect(await story.sees('priya', 'ticket')).to.deep.equal(['51877', '51881']);
    const said = (await issues()).filter(({ kind }) => kind === 'OPENCRM_NO_PORTAL_TICK');
    expect(JSON.stringify(said))
      .to.match(/Invoices/)
      .and.to.match(/Quotations/)
      .and.to.match(/Sales Orders/);
    story.vendor.change.assume(DEFAULT_ASSUMPTIONS);
    await story.learn();
    expect(await story.sees('priya', 'invoice')).to.deep.equal(['53001', '53002', '53003', '53004']);
    expect(JSON.stringify(await issues())).not.to.contain('OPENCRM_NO_PORTAL_TICK');
  });

  it('O-05: a module that the account lost is read no more, while the others go on', async () => {
    story.vendor.change.setModule({ module: 'invoice', open: false });
    story.vendor.change.setFields({ crmid: 51877, fields: { priority: 'Low' } });
    const { state, error } = await run();
    expect([state, error?.message]).to.deep.equal(['done', undefined]);
    const page = await story.opens('priya', 'ticket', '51877');
    expect(page).to.have.property('values').that.includes({ 'fields.priority': 'Low' });
    const [held] = await story.hub.rows(
      "select count(*)::int as n from record where module = 'invoice' and deleted_at is null",
    );
    expect(held, 'nothing is lost').to.deep.equal({ n: 9 });
    story.vendor.change.setModule({ module: 'invoice', open: true });
    await story.learn();
    expect(await story.sees('priya', 'invoice')).to.deep.equal(['53001', '53002', '53003', '53004']);
  });

  it('stops with a sentence where keys are revoked, the API is off or its firewall refuses; nothing is lost', async () => {
    const { change } = story.vendor;
    const before = await rows();
    for (const [breaks, mends, words] of [
      [
        () => change.replaceKeys({ apiKey: 'new-one', passKey: 'new-two' }),
        () => change.replaceKeys({ apiKey, passKey }),
        /Unauthorized/,
      ],
      [() => change.setApi({ enabled: false }), () => change.setApi({ enabled: true }), /Unauthorized/],
      [
        () => change.setAddress({ allowed: false }),
        () => change.setAddress({ allowed: true }),
        /Unauthorized/,
      ],
      [
        () => change.assume({ refusedAgents: ['portico'] }),
        () => change.assume(DEFAULT_ASSUMPTIONS),
        /firewall/,
      ],
    ] as const) {
      breaks();
      const { state, error } = await run();
      expect(state).to.equal('failed');
      expect(error?.message).to.match(words);
      expect(await rows()).to.deep.equal(before);
      mends();
      await story.learn();
      expect(await rows()).to.deep.equal(before);
    }
  });

  it('puts a malformed row aside with its reason, and holds what it was', async () => {
    const { change } = story.vendor;
    change.setFields({ crmid: 53001, fields: { paiddate: '28/04/2025' } });
    change.setFields({ crmid: 52601, fields: { total: 'about 2000' } });
    change.setFields({ crmid: 51881, fields: { showonportal: 'perhaps' } });
    change.setFields({ crmid: 53501, fields: { startdate: '0000-00-00' } });
    await story.learn();
    expect(await story.sees('priya', 'invoice')).to.deep.equal(['53001', '53002', '53003', '53004']);
    expect(await story.sees('priya', 'project')).to.deep.equal(['53501', '53502']);
    const aside = await quarantine();
    expect(Object.keys(aside).sort()).to.deep.equal(['51881', '52601', '53001']);
    expect(aside['53001']).to.contain('paiddate').and.to.contain('28/04/2025');
    change.setFields({ crmid: 53001, fields: { paiddate: '2025-04-28' } });
    change.setFields({ crmid: 52601, fields: { total: '1980.00' } });
    change.setFields({ crmid: 51881, fields: { showonportal: '1' } });
    await story.learn();
    expect(await quarantine()).to.deep.equal({});
  });

  it('O-07, O-14, O-15: a tick, date or address that cannot be read opens nothing, and a right still ends', async () => {
    const { change } = story.vendor;
    for (const [fields, mended] of [
      [{ portal: 'perhaps' }, { portal: '1' }],
      [{ support_end_date: 'next spring' }, { support_end_date: '2034-12-31' }],
      [{ portal_islocked: 'x' }, { portal_islocked: '0' }],
      [{ email: 'no address' }, { email: 'priya@harbourlight.example' }],
    ] as const) {
      change.setFields({ crmid: 48213, fields });
      await story.learn();
      expect(await story.sees('priya', 'contact'), JSON.stringify(fields)).to.deep.equal([]);
      change.setFields({ crmid: 48213, fields: mended });
      await story.learn();
      expect(await story.sees('priya', 'contact')).to.deep.equal([people.priya]);
    }
  });

  it('no key and no password is in the database, a log or an error after all that', async () => {
    story.vendor.change.giveAccess({ crmid: 48204, password: 'marker-portal-77' });
    await story.learn();
    const tables = await story.hub.rows(
      "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.length).to.be.greaterThan(20);
    const secrets = [apiKey, passKey, STORY_PASSWORD, 'marker-portal-77'];
    for (const { name } of tables) {
      const [found] = await story.hub.rows(
        `select coalesce(string_agg(t::text, ' '), '') as text from ${String(name)} as t`,
      );
      for (const secret of secrets) expect(String(found?.['text']), String(name)).not.to.contain(secret);
    }
    expect(told, 'errors were met').not.to.have.length(0);
    for (const secret of secrets) expect([...logged, ...told].join('\n')).not.to.contain(secret);
  });
});

describe('what changed by day, of a tenant in another zone', () => {
  let story: StoryHub;

  before(async () => {
    const zone = 'America/New_York';
    story = await openStoryHub({ zone, settings: { zone, changedByDay: true } });
    await story.learn();
    await story.letIn('priya');
  });
  after(() => story.close());

  const titleOf = async (): Promise<unknown> => {
    const page = await story.opens('priya', 'ticket', '51877');
    return typeof page === 'string' ? page : page.values['subject'];
  };

  it('reads times in the zone of the settings', async () => {
    const page = await story.opens('priya', 'ticket', '51877');
    if (typeof page === 'string') throw new Error(page);
    expect(new Date(String(page.values['changedAt'])).toISOString()).to.equal('2025-07-01T23:30:00.000Z');
  });

  for (const [place, switches] of [
    {},
    { unknownQueryField: 'ignored', findsByTimes: false },
    { severalConditions: 'first' },
    { emptyList: 'nothing' },
  ].entries())
    it(`finds what staff changed between two full readings where ${JSON.stringify(switches)}`, async () => {
      story.vendor.change.assume(switches as Partial<OpencrmAssumptions>);
      story.vendor.change.setFields({ crmid: 51877, fields: { title: `Changed ${place}` } });
      const { state, streams } = await story.hub.sync('opencrm');
      expect([state, streams['tickets']?.kind]).to.deep.equal(['done', 'recent']);
      expect(await titleOf()).to.equal(`Changed ${place}`);
      story.vendor.change.assume(DEFAULT_ASSUMPTIONS);
    });

  it('says which setting to switch off where OpenCRM cannot be asked so', async () => {
    story.vendor.change.assume({ unknownQueryField: 'error', findsByTimes: false });
    const { state, error } = await story.hub.sync('opencrm');
    expect(state).to.equal('failed');
    expect(error?.message).to.contain('Switch changedByDay off');
  });
});
