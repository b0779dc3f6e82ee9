import { expect } from 'chai';

import { openPortalWorld, type PortalWorld } from './portal-world.js';

const ada = { email: 'ada@northwind.example', firstName: 'Ada', lastName: 'Moreau' };

describe('The pages of the portal', () => {
  let world: PortalWorld;
  let me: string;
  let other: string;

  before(async () => {
    world = await openPortalWorld({
      branding: { name: 'Acme & Söhne <Ltd>', colours: { primary: '#ffd400' } },
    });
    me = await world.invite(ada);
    other = await world.invite({
      email: 'yuki.tanaka@lantern.example',
      firstName: 'Yuki',
      lastName: 'Tanaka',
    });
    // A customer with more tickets than a page holds.
    await world.hub.rows(
      `update record r set customer_id = c.principal from contact c
       where c.connection_id = 'vt' and c.email = $1 and r.module = 'ticket' and r.connection_id = 'vt'
         and right(r.external_id, 1) = '3'`,
      [ada.email],
    );
  });
  after(async function () {
    const failed = this.test?.parent?.tests.some((each) => each.isFailed()) ?? false;
    await world?.close({ keep: failed });
  });

  const get = (path: string, person: string | undefined = me): Promise<Response> =>
    fetch(world.url + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(person && { 'x-test-person': person }) },
    });
  const page = async (path: string, person?: string): Promise<string> => {
    const answer = await get(path, person);
    expect(answer.status, path).to.equal(200);
    return answer.text();
  };
  const api = async <T>(path: string, person = me): Promise<T> =>
    (await (await get(`/api/v1${path}`, person)).json()) as T;
  const links = (html: string, path: string): string[] => [
    ...new Set(
      [...html.matchAll(new RegExp(`href="(${path}/[\\da-f-]{36})"`, 'g'))].map(([, href]) => href!),
    ),
  ];

  interface Listed {
    records: { id: string; connection: string; module: string; values: Record<string, unknown> }[];
    next: string | null;
    total: { count: number; more: boolean };
  }

  it('S29: leads who is not signed in to the door, and back only to pages of ours', async () => {
    const doors: Record<string, string> = {
      '/': '/sign-in',
      '/me': '/sign-in?next=%2Fme',
      '/records/ticket?q=a%20b&status=Open': `/sign-in?next=${encodeURIComponent('/records/ticket?q=a%20b&status=Open')}`,
      '/records/ticket/..%2f..%2fx': '/sign-in',
      '//evil.example/me': '/sign-in',
    };
    for (const [path, door] of Object.entries(doors)) {
      const answer = await fetch(world.url + path, { redirect: 'manual', headers: { accept: 'text/html' } });
      if (answer.status === 404) continue;
      expect(answer.status, path).to.equal(303);
      expect(answer.headers.get('location'), path).to.equal(door);
    }
    const answer = await fetch(`${world.url}/api/v1/me`);
    expect(answer.status).to.equal(401);
    expect(answer.headers.get('content-type')).to.contain('application/problem+json');
  });

  it('S27, S28: pages are kept by nobody, and have no script and no style inside', async () => {
    for (const path of ['/', '/records/ticket', '/customers', '/me']) {
      const answer = await get(path);
      const html = await answer.text();
      expect(answer.headers.get('cache-control'), path).to.equal('no-store');
      expect(answer.headers.get('content-security-policy')).to.contain("default-src 'self'");
      expect(html).not.to.match(/<script|<style|\sstyle=|\son[a-z]+=/);
      expect(html).to.contain('Acme &amp; Söhne &lt;Ltd>');
    }
  });

  it('serves its style sheets for ever, with the colours of the company', async () => {
    const sheets = [...(await page('/')).matchAll(/href="(\/assets\/[^"]+\.css)"/g)].map(([, href]) => href!);
    expect(sheets).to.have.length(2);
    const texts = await Promise.all(
      sheets.map(async (href) => {
        const answer = await fetch(world.url + href);
        expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
        expect(answer.headers.get('content-type')).to.contain('text/css');
        return answer.text();
      }),
    );
    expect(texts[0]).to.contain('--pico-').and.contain('table.list');
    expect(texts[1]).to.contain('--pico-primary-background');
  });

  it('shows the modules of all connections with their counts', async () => {
    const html = await page('/');
    expect(html).to.contain('Hello, Ada Moreau');
    const tickets = (await api<Listed>('/records?module=ticket&size=1')).total.count;
    expect(html).to.match(new RegExp(`href="/records/ticket">Tickets</a><p class="count">${tickets}<`));
    expect(html).to.contain('href="/records/form"').and.contain('href="/customers"');
  });

  it('lists a module over all connections, page by page, there and back', async () => {
    const first = await page('/records/ticket');
    expect(links(first, '/records/ticket')).to.have.length(25);
    expect(first).to.contain('Northern Support').and.not.contain('rel="prev"');
    const hrefOf = (html: string, rel: string): string =>
      (html.match(new RegExp(`rel="${rel}" href="([^"]+)"`)) ??
        html.match(new RegExp(`href="([^"]+)"[^>]*rel="${rel}"`)))![1]!.replaceAll('&amp;', '&');
    const second = await page(hrefOf(first, 'next'));
    expect(links(second, '/records/ticket')).to.have.length(25);
    expect(
      links(second, '/records/ticket').filter((href) => links(first, '/records/ticket').includes(href)),
    ).to.deep.equal([]);
    const third = await page(hrefOf(second, 'next'));
    expect(links(await page(hrefOf(third, 'prev')), '/records/ticket')).to.deep.equal(
      links(second, '/records/ticket'),
    );
    expect(links(await page(hrefOf(second, 'prev')), '/records/ticket')).to.deep.equal(
      links(first, '/records/ticket'),
    );
  });

  it('searches by subject and number, and narrows by several statuses, dates and connection', async () => {
    const all = await api<Listed>('/records?module=ticket&size=200');
    const some = all.records[3]!;
    const number = String(some.values['number']);
    expect(links(await page(`/records/ticket?q=${number}`), '/records/ticket')).to.include(
      `/records/ticket/${some.id}`,
    );
    const two = await api<Listed>('/records?module=ticket&size=200&status=Open&status=Closed');
    expect(two.records.map(({ id }) => id)).to.deep.equal(
      all.records
        .filter(({ values }) => ['Open', 'Closed'].includes(String(values['status'])))
        .map(({ id }) => id),
    );
    const day = String(some.values['changedAt']).slice(0, 10);
    const onDay = await api<Listed>(`/records?module=ticket&dateField=changedAt&from=${day}&to=${day}`);
    expect(onDay.records.map(({ id }) => id)).to.include(some.id);
    expect(onDay.total.count).to.be.below(all.total.count);
    expect((await api<Listed>('/records?module=ticket&connection=rpm')).total.count).to.equal(0);
    const sorted = await api<Listed>('/records?module=ticket&sort=-number&size=200');
    expect(sorted.records.map(({ id }) => id)).not.to.deep.equal(all.records.map(({ id }) => id));
    expect(sorted.total).to.deep.equal(all.total);
  });

  it('helps where nothing is found, and says what is wrong with a date', async () => {
    const none = await page('/records/ticket?q=zzzzzz');
    expect(none).to.contain('Nothing matches your search.').and.contain('Show all');
    expect(await page('/records/ticket?from=yesterday')).to.contain('is not a date');
    expect(await page('/records/quote')).to.contain('There are no quotes yet.');
  });

  it('offers only statuses and dates that visible records have', async () => {
    const html = await page('/records/form');
    const offered = [...html.matchAll(/name="status" value="([^"]+)"/g)].map(([, status]) => status);
    const { records } = await api<Listed>('/records?module=form&size=200');
    expect(offered).to.have.members([...new Set(records.map(({ values }) => values['status']))]);
  });

  it("S32: a record's page has its visible fields, public comments and files, and nothing else", async () => {
    const [form] = await world.hub.rows("select id from record where module = 'form' and number = 'TT-0042'");
    const html = await page(`/records/form/${String(form!['id'])}`);
    expect(html).to.contain('Line down').and.contain('Severity').and.contain('Fibre, Voice');
    expect(html).to.contain('Trouble Ticket').and.contain('Technician booked').and.contain('photo.txt');
    for (const hidden of ['Bill this', 'margin.txt', '1250', 'Technician<', '500_307', 'Cost'])
      expect(html, hidden).not.to.contain(hidden);
    expect(html).to.match(/href="\/customers\/[\da-f-]{36}">Northwind Fibre</);
    const detail = await api<{ values: Record<string, unknown> }>(`/records/${String(form!['id'])}`);
    expect(detail.values)
      .to.include({ subject: 'TT-0042 Line down' })
      .and.not.have.property('fields.500_307');
  });

  it('formats money and dates for people', async () => {
    const { records } = await api<Listed>('/records?module=invoice&size=1');
    const html = await page(`/records/invoice/${records[0]!.id}`);
    expect(html).to.match(/<dt>Amount<\/dt><dd>[^<]*[€$£]?[\d,]+\.\d\d/);
    expect(html).to.match(/<time dateTime="[^"]+">\d{1,2} [A-Z][a-z]{2,3} \d{4}/i);
  });

  it("S17: what is unknown, hidden, or other people's is one and the same page", async () => {
    const [theirs] = (await api<Listed>('/records?module=invoice&size=1', other)).records;
    const [mine] = (await api<Listed>('/records?module=ticket&size=1')).records;
    const [hidden] = await world.hub.rows(
      "select id from record where module = 'form' and type = '14' limit 1",
    );
    const answers = new Set<string>();
    for (const path of [
      `/records/invoice/${theirs!.id}`,
      `/records/form/${String(hidden!['id'])}`,
      '/records/ticket/00000000-0000-4000-8000-000000000000',
      '/records/ticket/nothing',
      `/records/invoice/${mine!.id}`,
      `/customers/${mine!.id}`,
      '/records/opportunity',
      '/records/nonsense',
      '/nonsense',
    ]) {
      const answer = await get(path);
      const headers = [...answer.headers].filter(([name]) => name !== 'date');
      answers.add(JSON.stringify([answer.status, headers, await answer.text()]));
    }
    expect([...answers]).to.have.length(1);
    expect([...answers][0])
      .to.match(/^\[404,/)
      .and.contain('There is nothing here.');
    const asJson = await get(`/api/v1/records/${theirs!.id}`);
    expect([asJson.status, await asJson.json()]).to.deep.equal([
      404,
      { type: 'about:blank', status: 404, title: 'There is no such record.' },
    ]);
  });

  it("RPM-7: shows a customer with its people's cards", async () => {
    const html = await page('/customers');
    const northwind = html.match(/href="(\/customers\/[\da-f-]{36})">Northwind Fibre</)![1]!;
    const customer = await page(northwind);
    for (const text of [
      'Ada Moreau',
      'CFO',
      'Ben Okoro',
      'mailto:ada@northwind.example',
      'tel:4035550110',
      'tel:+14035550111;ext=7',
    ])
      expect(customer, text).to.contain(text);
    expect(customer).to.contain('12 Harbour Street').and.not.contain('Pays late');
    expect((await get(northwind, other)).status).to.equal(404);
  });

  it('shows who I am, system by system', async () => {
    const html = await page('/me');
    for (const text of [
      'Ada Moreau',
      'ada@northwind.example',
      'Prairie Telecom',
      'Northern Support',
      'Northwind Fibre',
    ])
      expect(html, text).to.contain(text);
    const asJson = await api<{ name: string; accesses: { connection: { id: string } }[] }>('/me');
    expect(asJson.name).to.equal('Ada Moreau');
    expect(asJson.accesses.map(({ connection }) => connection.id)).to.deep.equal(['rpm', 'vt']);
  });

  it('S47: refuses a repeated parameter, and says what a parameter must be', async () => {
    for (const path of [
      '/api/v1/records?module=ticket&module=form',
      '/records/ticket?q=a&q=b',
      '/api/v1/records?module=ticket&size=1000',
      '/api/v1/records?module=nope',
      '/api/v1/records?module=ticket&from=soon',
      '/records/ticket?after=nonsense',
      '/api/v1/records?module=ticket&after=e30',
    ])
      expect((await get(path)).status, path).to.equal(400);
    expect((await get('/api/v1/records?module=__proto__')).status).to.equal(400);
  });

  it('S33: a right that ends is gone at the next request', async () => {
    const person = await world.invite({
      email: 'mateus.silva@harbourfoods.example',
      firstName: 'M',
      lastName: 'S',
    });
    expect((await api<Listed>('/records?module=ticket', person)).total.count).to.be.above(0);
    await world.hub.rows("update access set state = 'suspended' where person_id = $1", [person]);
    expect((await api<Listed>('/records?module=ticket', person)).total.count).to.equal(0);
    const html = await page('/', person);
    expect(html).to.contain('There is nothing to see yet.').and.not.contain('/records/');
  });

  it('S45: an unforeseen failure is a sentence and a reference', async () => {
    await world.hub.rows('alter table link rename to elsewhere');
    try {
      const answer = await get('/records/ticket');
      const html = await answer.text();
      expect(answer.status).to.equal(500);
      expect(html)
        .to.match(/<code>[\da-f-]{36}<\/code>/)
        .and.not.match(/relation|select |at .*\.js/);
    } finally {
      await world.hub.rows('alter table elsewhere rename to link');
    }
  });
});
