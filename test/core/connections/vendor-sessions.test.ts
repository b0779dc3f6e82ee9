import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

import { expect } from 'chai';
import { Pool } from 'pg';

import { createSecretBox } from '../../../core/connections/secrets.js';
import { createVendorSessions, type VendorSessions } from '../../../core/connections/vendor-sessions.js';
import { Fault, session, type Transport } from '../../../core/contract/contract.js';
import { openTestDatabase } from '../../database.js';
import type { Simulator } from '../../simulators/simulator.js';
import { callerOf, faultOf, startVendor, type CallerOptions, type Settings } from './vendor.js';

/** A vendor whose second challenge kills the first, and which knows one session at a time (V-3). */
async function startStrictVendor(): Promise<{ vendor: Simulator; expire(): void }> {
  let challenge = '';
  let token = '';
  let count = 0;
  const vendor = await startVendor(async ({ url, body }) => {
    const [, name] = url.pathname.split('/');
    if (name === 'challenge') {
      challenge = `challenge-${(count += 1)}`;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { json: { challenge } };
    }
    if (name === 'login') {
      const sent = JSON.parse(body) as { challenge: string; key: string };
      if (sent.challenge !== challenge || sent.key === 'wrong') return { status: 401, json: {} };
      challenge = '';
      token = `token-${randomBytes(8).toString('hex')}`;
      return { json: { token, user: 'u1' } };
    }
    if (name === 'echo') return { status: 400, body: `no: ${url.search}` };
    return url.searchParams.get('token') === token ? { json: { ok: true } } : { status: 401, json: {} };
  });
  return { vendor, expire: () => void (token = '') };
}

const transport: Partial<Transport<Settings>> = {
  auth: session<Settings>({
    async open(http, { key }) {
      const { challenge } = (await http.get('challenge')) as { challenge: string };
      return (await http.post('login', { challenge, key })) as { token: string };
    },
    apply: (opened, request) => ({
      ...request,
      query: { ...request.query, token: (opened as { token: string }).token },
    }),
  }),
};

describe('the open sign-in of a vendor account', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let other: Pool;
  let vendor: Simulator;
  let expire: () => void;
  const box = createSecretBox([{ id: 'k', key: randomBytes(32) }]);

  before(async () => {
    database = await openTestDatabase();
    other = new Pool({ connectionString: database.url, max: 1 });
  });
  after(async () => {
    await other.end();
    await database.close();
  });
  beforeEach(async () => {
    await database.pool.query('truncate vendor_session');
    ({ vendor, expire } = await startStrictVendor());
  });
  afterEach(() => vendor.close());

  const newProcess = (pool = database.pool): VendorSessions => createVendorSessions({ pool, box });
  const caller = (sessions: VendorSessions, options: CallerOptions = {}) =>
    callerOf(vendor.url, { transport, sessions, key: 'right-key', ...options });
  const signIns = (): number => vendor.calls()['POST /login'] ?? 0;

  it('V-3: is opened once for ten concurrent calls', async () => {
    const { http } = caller(newProcess());
    await Promise.all(Array.from({ length: 10 }, () => http.get('x')));
    expect(vendor.calls()).to.include({ 'GET /challenge': 1, 'POST /login': 1, 'GET /x': 10 });
  });

  it('V-3: is opened once for many processes, one at a time', async () => {
    const callers = Array.from({ length: 8 }, (_, index) =>
      caller(newProcess(index % 2 ? other : database.pool)),
    );
    await Promise.all(callers.map(({ http }) => http.get('x')));
    expect(vendor.calls()).to.include({ 'GET /challenge': 1, 'POST /login': 1, 'GET /x': 8 });
  });

  it('is opened again once when it has expired, in both modes', async () => {
    for (const mode of ['read', 'write'] as const) {
      const { http } = caller(newProcess(), { mode });
      await http.get('x');
      vendor.log.length = 0;
      expire();
      await Promise.all(Array.from({ length: 10 }, () => http.post('x', {})));
      expect(signIns()).to.equal(1);
    }
  });

  it('is taken over from the process that has opened it again', async () => {
    const [one, two] = [caller(newProcess()), caller(newProcess(other))];
    await one.http.get('x');
    await two.http.get('x');
    expire();
    await one.http.get('x');
    await two.http.get('x');
    expect(signIns()).to.equal(2);
  });

  it('is opened again once per call: what is refused then is refused', async () => {
    const { http } = caller(newProcess());
    await http.get('x');
    vendor.fail({ operation: 'GET /x', status: 401, json: {}, times: 9 });
    expect((await faultOf(http.get('x'))).kind).to.equal('auth');
    expect(signIns()).to.equal(2);
  });

  it('is not opened again by a vendor that refuses the credentials', async () => {
    const fault = await faultOf(caller(newProcess(), { key: 'wrong' }).http.get('x'));
    expect(fault.kind).to.equal('auth');
    expect(fault.details).to.include({ connection: 'acme', operation: 'POST login', status: 401 });
    expect(signIns()).to.equal(1);
  });

  it('is not taken over by other credentials: a wrong key never passes', async () => {
    const sessions = newProcess();
    await caller(sessions).http.get('x');
    expect((await faultOf(caller(sessions, { key: 'wrong' }).http.get('x'))).kind).to.equal('auth');
  });

  it('is opened by a new challenge after a login whose answer was lost', async () => {
    vendor.fail({ operation: 'POST /login', drop: true });
    await caller(newProcess(), { mode: 'write' }).http.get('x');
    expect(vendor.calls()).to.include({ 'GET /challenge': 2, 'POST /login': 2 });
  });

  it('goes on for the others when the caller who was signing in is cancelled', async () => {
    const sessions = newProcess();
    vendor.fail({ operation: 'GET /challenge', delay: 300 });
    const stop = new AbortController();
    const first = faultOf(caller(sessions, { signal: stop.signal }).http.get('x'));
    const second = caller(sessions).http.get('x');
    setTimeout(() => stop.abort(), 100);
    expect((await first).kind).to.equal('cancelled');
    expect(await second).to.deep.equal({ ok: true });
  });

  it('gives its lock back, whatever happens', async () => {
    vendor.fail({ operation: 'GET /challenge', status: 500, body: '', times: 3 });
    expect((await faultOf(caller(newProcess()).http.get('x'))).kind).to.equal('transient');
    const { rows } = await database.pool.query(
      `select 1 from pg_locks join pg_database on pg_database.oid = database
       where locktype = 'advisory' and datname = current_database()`,
    );
    expect(rows).to.have.lengthOf(0);
  });

  it('is kept sealed, and opened anew when its key is gone (S39)', async () => {
    await caller(newProcess()).http.get('x');
    const { rows } = await database.pool.query<{ session: string }>('select session from vendor_session');
    expect(rows[0]?.session).to.match(/^v1\.k\./);
    const newBox = createSecretBox([{ id: 'new', key: randomBytes(32) }]);
    await caller(createVendorSessions({ pool: database.pool, box: newBox })).http.get('x');
    expect(signIns()).to.equal(2);
  });

  it('is in no error and no line (S40)', async () => {
    const { http, lines } = caller(newProcess());
    const fault = await faultOf(http.get('echo'));
    expect(fault).to.be.instanceOf(Fault);
    expect(fault.message).to.contain('token=[secret]');
    expect(inspect([fault, lines], { depth: 20, showHidden: true })).not.to.match(/token-[0-9a-f]{16}/);
  });
});
