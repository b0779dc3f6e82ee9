import { expect } from 'chai';
import { Pool } from 'pg';

import { systemClock as clock } from '../../../core/clock.js';
import { createRateBudget, type RateBudget } from '../../../core/connections/rate-budget.js';
import { parallel, window } from '../../../core/contract/contract.js';
import { openTestDatabase } from '../../database.js';
import { callerOf, faultOf, startVendor } from './vendor.js';

const { signal } = new AbortController();

describe('the calls allowed to a vendor account', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let other: Pool;
  before(async () => {
    database = await openTestDatabase();
    other = new Pool({ connectionString: database.url });
  });
  after(async () => {
    await other.end();
    await database.close();
  });

  const processes = (): [RateBudget, RateBudget] => [
    createRateBudget({ pool: database.pool, clock }),
    createRateBudget({ pool: other, clock }),
  ];

  it('are shared by two processes', async () => {
    const limits = [window({ calls: 10, per: '1s' })];
    const accounts = processes().map((budget) => budget.of('shared', limits));
    const taken: number[] = [];
    const begun = Date.now();
    await Promise.all(
      Array.from({ length: 25 }, async (_, index) => {
        await accounts[index % 2]?.take(signal);
        taken.push(Date.now() - begun);
      }),
    );
    taken.sort((a, b) => a - b);
    expect(taken[9]).to.be.below(500);
    expect(taken[10]).to.be.at.least(950);
    expect(taken[20]).to.be.at.least(1950);
    expect(taken[24]).to.be.below(2900);
  });

  it('are counted for each account and each window of its own', async () => {
    const [budget] = processes();
    const limits = [window({ calls: 2, per: '1h' }), window({ calls: 1, per: '1s' })];
    const begun = Date.now();
    await budget.of('one', limits).take(signal);
    await budget.of('two', limits).take(signal);
    expect(Date.now() - begun).to.be.below(500);
    await budget.of('one', limits).take(signal);
    expect(Date.now() - begun).to.be.at.least(950);
    const fault = await faultOf(budget.of('one', limits).take(signal));
    expect(fault.kind).to.equal('rateLimited');
    expect(fault.retryAt?.getTime()).to.be.within(begun + 3_590_000, begun + 3_610_000);
  });

  it('are none until the moment that the vendor named, in every process; the later moment counts', async () => {
    const [one, two] = processes();
    const limits = [window({ calls: 9, per: '1s' })];
    const [here, there] = [one.of('closed', limits), two.of('closed', limits)] as const;
    const until = new Date(Date.now() + 90_000);
    await here.correct(until);
    await there.correct(new Date(Date.now() + 100));
    await new Promise((resolve) => setTimeout(resolve, 150));
    for (const account of [here, there]) {
      const { retryAt } = await faultOf(account.take(signal));
      expect(retryAt?.getTime()).to.be.within(until.getTime() - 100, until.getTime() + 100);
    }
  });

  it('are not closed for years by one word', async () => {
    const [budget] = processes();
    const account = budget.of('years', []);
    await account.correct(new Date('2099-01-01'));
    const { retryAt } = await faultOf(account.take(signal));
    expect(retryAt?.getTime()).to.be.below(Date.now() + 25 * 3_600_000);
  });

  it('leave the line when they are cancelled, and let the next one in', async () => {
    const [budget] = processes();
    const account = budget.of('line', [window({ calls: 1, per: '1s' })]);
    await account.take(signal);
    const stop = new AbortController();
    const waiting = [account.take(stop.signal), account.take(stop.signal)].map(faultOf);
    const last = account.take(signal);
    stop.abort();
    for (const fault of await Promise.all(waiting)) expect(fault.kind).to.equal('cancelled');
    await last;
  });

  it('are as many at once as the vendor allows, whoever asks', async () => {
    let open = 0;
    let most = 0;
    const vendor = await startVendor(async () => {
      most = Math.max(most, (open += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      open -= 1;
      return { json: {} };
    });
    const [budget] = processes();
    const options = { budget, limits: [parallel(3)], account: 'p' };
    const callers = [callerOf(vendor.url, options), callerOf(vendor.url, options)];
    await Promise.all(Array.from({ length: 10 }, () => callers.map(({ http }) => http.get('x'))).flat());
    expect(most).to.equal(3);
    await vendor.close();
  });

  it('hold for the calls themselves: a 429 in one process stops the other', async () => {
    const vendor = await startVendor();
    const callers = processes().map((budget) =>
      callerOf(vendor.url, { budget, limits: [window({ calls: 99, per: '1s' })], account: 'x' }),
    );
    vendor.fail({ status: 429, headers: { 'retry-after': '60' } });
    for (const { http } of callers) expect((await faultOf(http.get('x'))).kind).to.equal('rateLimited');
    expect(vendor.log).to.have.lengthOf(1);
    await vendor.close();
  });
});
