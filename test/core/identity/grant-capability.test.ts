import { expect } from 'chai';

import type { Connection } from '../../../core/connections/connection.js';
import { readAccesses } from '../../../core/access/read-accesses.js';
import { grantCapabilities } from '../../../core/identity/grant-capability.js';
import { toyPlugin } from '../sync/toy-vendor.js';
import { codeOf, openLab, type Lab } from './identity-lab.js';

const granted = [
  { capability: 'component:invoices', label: 'Invoices' },
  { capability: 'component:quotes', label: 'Quotations' },
];

describe('capabilities that staff grant', () => {
  let lab: Lab;
  /** As far as granting looks into it. */
  const connection = (known = granted): Connection =>
    ({
      id: 'toy',
      facts: undefined,
      settings: {},
      plugin: { ...toyPlugin(), signIn: { binds: 'contact', granted: () => known } },
    }) as unknown as Connection;
  const change = (changes: { grant?: string[]; revoke?: string[] }, of = connection(), contact = '7') =>
    grantCapabilities(lab.identity, of, { contact, who: 'a test', ...changes });
  const held = async (): Promise<string[] | undefined> => {
    const [person] = await lab.rows('select id from person');
    const [access] = await readAccesses(lab.database.pool, {
      personId: String(person?.['id']),
      now: lab.identity.clock.now(),
    });
    return access?.me.capabilities;
  };

  beforeEach(async () => {
    lab = await openLab();
    await lab.addUser('7', 'ada@example.com');
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') await lab.database.drop();
  });

  it('S33: count from the next request on, granted and taken away', async () => {
    expect(
      await change({ grant: ['component:quotes', 'component:invoices', 'component:quotes'] }),
    ).to.deep.equal(['component:invoices', 'component:quotes']);
    expect(await held()).to.deep.equal(['component:invoices', 'component:quotes']);
    await change({ revoke: ['component:invoices'] });
    expect(await held()).to.deep.equal(['component:quotes']);
  });

  it('are only those that the plugin knows; an old one can still be taken away', async () => {
    await change({ grant: ['component:quotes'] });
    expect(await codeOf(change({ grant: ['admin'] }))).to.equal('CAPABILITY_UNKNOWN');
    expect(await codeOf(change({ grant: ['component:quotes'] }, connection([])))).to.equal(
      'CAPABILITY_UNKNOWN',
    );
    expect(await change({ revoke: ['component:quotes'] }, connection([]))).to.deep.equal([]);
  });

  it('are only looked at where nothing is asked: nothing is written, not even in the log', async () => {
    await change({ grant: ['component:quotes'] });
    const written = () =>
      lab.rows(`select a.changed_at, (select count(*) from audit) as lines from access a`);
    const before = await written();
    lab.moveTime(60_000);
    expect(await change({})).to.deep.equal(['component:quotes']);
    expect(await written()).to.deep.equal(before);
    expect(await codeOf(change({}, connection(), '8'))).to.equal('ACCESS_UNKNOWN');
  });

  it('S44: are in the log, and need an access that lives', async () => {
    await change({ grant: ['component:quotes'] });
    const [entry] = await lab.rows("select who, details from audit where action = 'access.grant'");
    expect(entry).to.deep.equal({ who: 'a test', details: { grant: ['component:quotes'], revoke: [] } });
    expect(await codeOf(change({ grant: ['component:quotes'] }, connection(), '8'))).to.equal(
      'ACCESS_UNKNOWN',
    );
  });
});
