import { expect } from 'chai';

import type { SessionLog } from '../../../core/contract/contract.js';
import { openMobiworkWorld } from './mobiwork-world.js';

describe('what must not be kept of MobiWork', () => {
  it('M-27: no PIN, password or token is in any table, line or error, whatever is read, written or refused', async () => {
    const lines: unknown[] = [];
    const log: SessionLog = { info: (...line) => lines.push(line), warn: (...line) => lines.push(line) };
    const world = await openMobiworkWorld({ log, assumptions: { elementCase: 'some' } });
    const { mobiwork, hub } = world;
    const outcomes: unknown[] = [];
    const run = async (full: boolean) => outcomes.push(await hub.sync('mobiwork', { full }));
    for (const contactId of [501, 502]) mobiwork.change.editContact({ contactId, pin: `PIN-${contactId}` });
    await world.sync();
    const base = { principal: '3178692' };
    const body = { firstName: 'Ida', lastName: 'Voss', principal: '3178692' };
    outcomes.push(
      await world.write('contact.create', { body }),
      await world.write('contact.update', { target: 502, body: { firstName: 'Samuel' }, base }),
      await world.write('contact.delete', { target: 501, base }),
      await world.write('login.disable', { target: 503 }),
      await world.write('invoice.pay', { target: 71_001 }),
      await world.write('workOrder.create', { body: { subject: 'Lamp', customer: '3178692' } }),
    );
    // A customer that is refused waits whole in quarantine; a list that pages no more is told; a token is said back.
    mobiwork.change.editContact({ contactId: 529, email: 'no address' });
    mobiwork.assumptions.elementCase = 'capital';
    Object.assign(mobiwork.assumptions, { pagedLists: 'products', listCap: 2 });
    await run(true);
    const tokens = () =>
      mobiwork.log.flatMap(({ path }) => new URL(path, mobiwork.url).searchParams.get('token') ?? []);
    const { apiPassword } = mobiwork;
    mobiwork.assumptions.tokenError = {
      statusCode: '2',
      code: '1001',
      text: `Bad token=${tokens().at(-1) ?? ''} of ${apiPassword}`,
    };
    mobiwork.change.editTenant({ apiPassword: 'changed' });
    mobiwork.change.revokeTokens();
    await run(false);
    outcomes.push(await world.write('login.enable', { target: 503 }));
    mobiwork.fail({ times: 9, status: 500, body: `<html>${apiPassword}</html>` });
    await run(false);

    const tables = await hub.rows(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
         and n.nspname = current_schema()`,
    );
    expect(tables.length).to.be.greaterThan(15);
    const kept: string[] = [];
    for (const { name } of tables)
      kept.push(JSON.stringify(await hub.rows(`select t::text from "${String(name)}" t`)));
    const told = JSON.stringify([lines, outcomes], (_, value: unknown) =>
      value instanceof Error ? [value.message, value.stack, Object.entries(value)] : value,
    );
    const pins = mobiwork.dump().customers.flatMap(({ contacts }) => contacts.map(({ pin }) => pin ?? ''));
    const secrets = [...new Set([...pins, ...tokens()].filter((each) => /\D/.test(each))), apiPassword];
    expect(secrets.length).to.be.greaterThan(20);
    const everything = [...kept, told].join('\n');
    expect(everything).to.include('no address').and.to.include('Login failed');
    for (const secret of [...secrets, JSON.stringify(apiPassword).slice(1, -1)])
      expect(everything.includes(secret), secret).to.equal(false);
    expect(everything).not.to.match(/"pin"|\bpin\b\s*[:=]/i);
    await world.close({ keep: false });
  });
});
