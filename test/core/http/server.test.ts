import { createHmac } from 'node:crypto';

import { expect } from 'chai';

import { createApp } from '../../../core/http/server.js';
import { listen, type WebServer } from '../../../core/http/listen.js';
import { startWorker, type QueueWorker } from '../../../core/queue/start-worker.js';
import { createLog } from '../../../core/log.js';
import { systemClock } from '../../../core/clock.js';
import { until } from '../../bin/portico-process.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';
import {
  startVtigerSimulator,
  type VtigerSimulator,
} from '../../simulators/vtiger/start-vtiger-simulator.js';

const secret = 'the secret entered with the webhook';
const log = createLog('silent');

describe('server', () => {
  let rpm: RpmSimulator;
  let vtiger: VtigerSimulator;
  let hub: TestHub;
  let web: WebServer;
  let url: string;
  let worker: QueueWorker | undefined;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    vtiger = await startVtigerSimulator();
    const settings = { url: rpm.url, apiKey: rpm.apiKey };
    hub = await openTestHub([
      { id: 'rpm', plugin: 'rpm', settings: { ...settings, webhookSecret: secret }, schedule: '' },
      { id: 'open', plugin: 'rpm', settings, schedule: '' },
      {
        id: 'vt',
        plugin: 'vtiger',
        settings: { url: vtiger.url, user: vtiger.user, accessKey: vtiger.accessKey },
      },
    ]);
    web = await listen(createApp({ ...hub, clock: systemClock, log }), { port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${web.port}`;
  });

  afterEach(async function () {
    await worker?.stop();
    worker = undefined;
    await web.close();
    await rpm.close();
    await vtiger.close();
    if (this.currentTest?.state !== 'failed') await hub.close();
  });

  const sign = (body: string, by = secret): string => createHmac('sha256', by).update(body).digest('hex');
  const post = (connection: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/hooks/${connection}`, { method: 'POST', body, headers });
  const hint = (id: number, name = 'customer.edit'): string =>
    JSON.stringify({ RequestID: 1, EventName: name, ObjectType: 5, ObjectID: id });
  const hooks = (): Promise<Record<string, unknown>[]> =>
    hub.rows('select connection_id, stream, item_id, done_at from hook order by id');

  it('answers for itself and for its database', async () => {
    expect(await (await fetch(`${url}/healthz`)).json()).to.deep.equal({ status: 'alive' });
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    await hub.database.pool.query(
      'delete from portico_migration where id = (select max(id) from portico_migration)',
    );
    const unready = await fetch(`${url}/readyz`);
    expect(unready.status).to.equal(503);
    expect(await unready.json()).to.include({
      title: 'The database lacks migrations. Run `portico migrate`.',
    });
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
  });

  it('answers what is not there with a problem, and says nothing about itself', async () => {
    for (const path of ['/', '/nope', '/hooks/rpm', '/hooks/%2e%2e/x', '/hooks/%']) {
      const answer = await fetch(url + path);
      expect([400, 404], path).to.include(answer.status);
      expect(answer.headers.get('content-type')).to.contain('application/problem+json');
      expect(answer.headers.get('x-powered-by')).to.equal(null);
      expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(answer.headers.get('content-security-policy')).to.contain("default-src 'self'");
    }
  });

  it('S45: an unforeseen failure is a reference, not a stack', async () => {
    await hub.database.pool.query('alter table connection rename to elsewhere');
    const answer = await post('rpm', hint(1));
    const body = await answer.text();
    expect(answer.status).to.equal(500);
    expect((JSON.parse(body) as { reference: string }).reference).to.match(/^[0-9a-f-]{36}$/);
    expect(body).not.to.match(/relation|at .*\.[jt]s|select/);
    await hub.database.pool.query('alter table elsewhere rename to connection');
  });

  it('S42: whatever is not signed as it should be gets one and the same 401', async () => {
    await hub.sync('rpm');
    const body = hint(4021);
    const refused = [
      await post('rpm', body),
      await post('rpm', body, { 'x-rpm-signature': sign(body, 'another secret') }),
      await post('rpm', `${body} `, { 'x-rpm-signature': sign(body) }),
      await post('rpm', '', { 'x-rpm-signature': sign(body) }),
      await post('open', body, { 'x-rpm-signature': sign(body, '') }),
      await post('vt', body, { 'x-rpm-signature': sign(body) }),
      await post('unknown', body, { 'x-rpm-signature': sign(body) }),
      await post('__proto__', body, { 'x-rpm-signature': sign(body) }),
    ];
    const seen = new Set<string>();
    for (const answer of refused) {
      const headers = [...answer.headers].filter(([name]) => name !== 'date');
      seen.add(JSON.stringify([answer.status, headers, await answer.text()]));
    }
    expect([...seen]).to.have.length(1);
    expect(refused[0]?.status).to.equal(401);
    expect(await hooks()).to.deep.equal([]);
  });

  it('stores what a signed webhook points at, once, and only what can be read again', async () => {
    await hub.sync('rpm');
    const send = async (body: string): Promise<void> => {
      const answer = await post('rpm', body, { 'x-rpm-signature': sign(body) });
      expect(answer.status).to.equal(202);
      expect(await answer.text()).to.equal('');
    };
    await send(hint(4021));
    await send(hint(4021));
    await send(hint(31007, 'form.edit').replace('}', ',"ParentType":510,"ParentID":12}'));
    await send(hint(1, 'form.edit').replace('}', ',"ParentType":510,"ParentID":99}'));
    await send('{"EventName":"customer.edit","ObjectID":"\\u0000"}');
    await send('no JSON at all');
    await send('{"__proto__":{"EventName":"customer.edit","ObjectID":7}}');
    expect((await hooks()).map((row) => [row['stream'], row['item_id']])).to.deep.equal([
      ['customers', '4021'],
      ['form.12', '31007'],
    ]);
    const asked = await hub.rows("select reason, options from run where state = 'queued'");
    expect(asked).to.deep.equal([{ reason: 'webhook', options: { hooks: true } }]);
  });

  it('refuses a webhook of more than a megabyte', async () => {
    const body = JSON.stringify({ filler: 'x'.repeat(1_100_000) });
    const answer = await post('rpm', body, { 'x-rpm-signature': sign(body) });
    expect(answer.status).to.equal(413);
    expect(await answer.json()).to.include({ title: 'The request is too large.' });
  });

  it('a webhook of the vendor itself changes the row, and nothing is listed for it', async () => {
    await hub.sync('rpm');
    worker = await startWorker({ ...hub, clock: systemClock, log }, { lookEveryMs: 200 });
    rpm.change.webhook({ url: `${url}/hooks/rpm`, secret });
    const calls = rpm.calls();
    rpm.change.editCustomer({ customerId: 4021, name: 'Northwind, renamed' });
    await until(
      async () => (await hub.rows("select 1 from customer where name = 'Northwind, renamed'")).length === 1,
    );
    await rpm.webhooksSettled();
    expect(rpm.deliveries.at(-1)?.status).to.equal(202);
    expect(rpm.calls()['CustomerAndAliasList'] ?? 0, 'nothing is listed').to.equal(
      calls['CustomerAndAliasList'] ?? 0,
    );
    await until(async () => (await hooks()).every((row) => row['done_at'] !== null));
  });

  it('does not take a hint for settled that came while its item was being read', async () => {
    await hub.sync('rpm');
    rpm.change.webhook({ url: `${url}/hooks/rpm`, secret });
    rpm.change.editCustomer({ customerId: 4021, name: 'First' });
    await rpm.webhooksSettled();
    // The answer with the first name is on its way while the second is told of.
    rpm.fail({
      operation: 'Customer',
      alter: async (json) => {
        rpm.change.editCustomer({ customerId: 4021, name: 'Second' });
        await rpm.webhooksSettled();
        return json;
      },
    });
    worker = await startWorker({ ...hub, clock: systemClock, log }, { lookEveryMs: 200 });
    await until(async () => (await hub.rows("select 1 from customer where name = 'Second'")).length === 1);
  });

  it('counts for Prometheus what the runs did, with few and cheap questions', async () => {
    await hub.sync('rpm');
    await hub.sync('rpm');
    const text = await (await fetch(`${url}/metrics`)).text();
    const value = (line: string): number =>
      Number(
        text
          .split('\n')
          .find((each) => each.startsWith(`${line} `))
          ?.slice(line.length),
      );
    const created = value('portico_items_total{connection="rpm",outcome="created"}');
    expect(created).to.equal(Number((await hub.rows('select count(*) as n from item'))[0]?.['n']));
    expect(value('portico_items_total{connection="rpm",outcome="read"}')).to.equal(created);
    expect(value('portico_runs_total{connection="rpm",state="done"}')).to.equal(2);
    expect(value('portico_runs{connection="rpm",state="running"}')).to.equal(0);
    expect(value('portico_quarantined{connection="rpm"}')).to.equal(0);
    expect(value('portico_seconds_since_success{connection="rpm"}')).to.be.within(0, 60);
    expect(value('process_resident_memory_bytes')).to.be.greaterThan(1e6);
    expect(text).not.to.contain(secret);
  });
});
