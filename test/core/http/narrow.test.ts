import { expect } from 'chai';

import { openPortalWorld, type PortalWorld } from './portal-world.js';

const password = 'nine geese under a violin';
const hour = 3_600_000;

interface Answer<T> {
  status: number;
  body: T;
  cookie: string;
}

interface Listed {
  records: { id: string; connection: string; values: Record<string, unknown> }[];
  total: { count: number };
}

describe('Narrowing the portal to one company', () => {
  let world: PortalWorld;
  let cookie: string;

  beforeEach(async () => {
    world = await openPortalWorld();
    const carla = 'carla.diaz@northwind.example';
    for (const connection of ['rpm', 'vt'])
      await page(await world.acceptPath(connection, carla), { password, repeat: password });
    cookie = (await api('POST', '/session', { login: carla, password })).cookie;
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const send = (
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ): Promise<Response> =>
    fetch(world.url + path, {
      redirect: 'manual',
      ...init,
      headers: { origin: world.url, cookie: cookie ?? '', ...init.headers },
    });
  async function api<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answer = await send(`/api/v1${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as T,
      cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    };
  }
  const page = (path: string, form?: Record<string, string>): Promise<Response> =>
    send(path, {
      headers: { accept: 'text/html' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
  const customer = async (name: string): Promise<string> => {
    const [row] = await world.hub.rows('select id from customer where name = $1', [name]);
    return String(row?.['id']);
  };
  const form = async (number: string): Promise<string> => {
    const [row] = await world.hub.rows("select id from record where connection_id = 'rpm' and number = $1", [
      number,
    ]);
    return String(row?.['id']);
  };
  const numbers = async (): Promise<unknown[]> =>
    (await api<Listed>('GET', '/records?module=form&size=200')).body.records.map(
      ({ values }) => values['number'],
    );
  const narrowTo = async (id: string | null): Promise<Answer<{ customer: unknown }>> => {
    const answer = await api<{ customer: unknown }>('PUT', '/session/customer', { customer: id });
    if (answer.cookie) ({ cookie } = answer);
    return answer;
  };

  it('shows what is of one company, in lists, counts, filters and pages, and all of it again', async () => {
    const northwind = await customer('Northwind Fibre');
    const all = await numbers();
    expect(all).to.include.members(['TT-0043', 'TT-0045']);
    const { status, body } = await narrowTo(northwind);
    expect([status, body]).to.deep.equal([200, { customer: { id: northwind, name: 'Northwind Fibre' } }]);
    expect(await numbers()).to.deep.equal(['TT-0043']);
    expect((await api<{ customer: unknown }>('GET', '/me')).body.customer).to.deep.equal(body.customer);
    const home = await (await page('/')).text();
    expect(home).to.match(/href="\/records\/form">Forms<\/a><p class="count">1</);
    expect(home).to.contain('Only what is for Northwind Fibre is shown.');
    const customers = await (await page('/customers')).text();
    expect(customers).to.contain('1 found').and.not.contain('Harbour Logistics');
    expect((await api<Listed>('GET', '/records?module=ticket')).body.total.count).to.equal(0);
    expect((await narrowTo(null)).body).to.deep.equal({ customer: null });
    expect(await numbers()).to.deep.equal(all);
  });

  it('offers the way back to what is outside, and keeps nothing from who may see it', async () => {
    const outside = await form('TT-0045');
    await narrowTo(await customer('Northwind Fibre'));
    const inside = await form('TT-0043');
    expect((await api('GET', `/records/${inside}`)).status).to.equal(200);
    expect((await api('GET', `/records/${outside}`)).status).to.equal(409);
    const answer = await page(`/records/form/${outside}`);
    const html = await answer.text();
    expect(answer.status).to.equal(409);
    expect(html)
      .to.contain('This is for another company.')
      .and.contain(`name="next" value="/records/form/${outside}"`)
      .and.not.contain('TT-0045');
    expect((await page(`/customers/${await customer('Harbour Logistics')}`)).status).to.equal(409);
    const wide = await page('/narrow', { next: `/records/form/${outside}` });
    expect([wide.status, wide.headers.get('location')]).to.deep.equal([303, `/records/form/${outside}`]);
    cookie = wide.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await page(`/records/form/${outside}`)).status).to.equal(200);
  });

  it('customers of equal name in several CRMs are one company', async () => {
    const [own] = await world.hub.rows(
      "select principal from contact where connection_id = 'vt' and email = 'carla.diaz@northwind.example'",
    );
    await world.hub.rows(
      "update customer set name = ' NORTHWIND fibre' where connection_id = 'vt' and external_id = $1",
      [own?.['principal']],
    );
    await narrowTo(await customer('Northwind Fibre'));
    const tickets = await api<Listed>('GET', '/records?module=ticket&size=200');
    expect(tickets.body.total.count).to.be.above(0);
    expect(new Set(tickets.body.records.map(({ values }) => values['customer']))).to.deep.equal(
      new Set([own?.['principal']]),
    );
    expect(await numbers()).to.deep.equal(['TT-0043']);
  });

  it('S17: takes no customer but one’s own, and tells nothing of others', async () => {
    const all = await numbers();
    const answers = new Set<string>();
    for (const id of [
      await customer('Delta Towing'),
      await form('TT-0043'),
      '00000000-0000-4000-8000-000000000000',
      'nothing',
      '',
    ]) {
      const { status, body, cookie: renewed } = await narrowTo(id);
      answers.add(JSON.stringify([status, body, renewed]));
    }
    expect([...answers]).to.deep.equal([
      '[404,{"type":"about:blank","status":404,"title":"There is no such record."},""]',
    ]);
    for (const odd of [{}, { customer: 7 }, { customer: ['x'] }, []])
      expect((await api('PUT', '/session/customer', odd)).status).to.equal(400);
    expect((await page('/narrow', { customer: await customer('Delta Towing') })).status).to.equal(404);
    expect(await numbers()).to.deep.equal(all);
    cookie = '';
    expect((await narrowTo(null)).status).to.equal(401);
  });

  it('ends with the membership it is of, as nothing that is kept can widen', async () => {
    await narrowTo(await customer('Northwind Fibre'));
    await world.hub.rows(
      "delete from member where connection_id = 'rpm' and customer_id = '4021' and contact_id = '903'",
    );
    expect((await api<{ customer: unknown }>('GET', '/me')).body.customer).to.equal(null);
    expect(await (await page('/customers')).text()).not.to.contain('Northwind Fibre');
  });

  it('S22, S23: makes a new session id and ends the old one, and the twelve hours go on', async () => {
    const old = cookie;
    for (let passed = 0; passed < 24; passed += 1) {
      world.moveTime(hour / 2 - 60_000);
      const before = cookie;
      const { status } = await narrowTo(passed % 2 ? null : await customer('Northwind Fibre'));
      expect([status, cookie !== before], `${passed}`).to.deep.equal([200, true]);
    }
    const rows = await world.hub.rows('select 1 from session');
    expect(rows, 'one session, however often its id changed').to.have.length(1);
    const last = cookie;
    cookie = old;
    expect((await api('GET', '/me')).status).to.equal(401);
    cookie = last;
    world.moveTime(25 * 60_000);
    expect((await api('GET', '/me')).status, 'twelve hours and a minute').to.equal(401);
  });

  it('S26: is not to be had from another site', async () => {
    const answer = await fetch(`${world.url}/narrow`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: 'https://evil.example' },
      body: new URLSearchParams({ customer: '' }),
    });
    expect(answer.status).to.equal(403);
  });
});
