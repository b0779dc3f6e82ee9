import { expect } from 'chai';

import { startCrmServiceSimulator, type CrmServiceSimulator } from './start-crm-service-simulator.js';
import { callCrmService, problemOf, type CrmServiceCaller, type WireRecord } from './test-caller.js';

describe('simulators/crm-service: writing', () => {
  let crm: CrmServiceSimulator;
  let api: CrmServiceCaller;

  beforeEach(async () => {
    crm = await startCrmServiceSimulator({ now: () => new Date('2025-06-01T09:00:00Z') });
    api = callCrmService(crm);
  });
  afterEach(() => crm.close());

  const recordOf = async (answer: Response): Promise<WireRecord> =>
    ((await answer.json()) as { data: WireRecord }).data;

  const request = { name: 'Login fails', description: 'Since Monday', account_id: '7102', contact_id: 7314 };

  it('C-08: makes a support request as in the example of §4, and another one when asked again', async () => {
    const answer = await api.post('tickets', request);
    expect(answer.status).to.equal(201);
    const { id, attributes } = await recordOf(answer);
    expect(id).to.equal('9120');
    expect(attributes).to.include({ entity_no: 'TT-1044', name: 'Login fails', contact_id: '7314' });
    expect(attributes).to.include({ creator_id: '5', created_at: '2025-06-01T12:00:00' });
    const again = await recordOf(await api.post('tickets', request));
    expect([again.id, again.attributes['entity_no']]).to.deep.equal(['9121', 'TT-1045']);
  });

  it('refuses documents of the wrong kind, missing, unknown and wrong values', async () => {
    const type = 'tickets';
    const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;
    expect(await problemOf(await api.post(type, {}))).to.deep.equal([422, 'Field name is required']);
    expect(await status(api.post(type, { name: 'x', Name: 'y' }))).to.equal(422);
    expect(await status(api.post(type, { name: 'x', account_id: '1' }))).to.equal(422);
    expect(await status(api.post('invoices', { subject: 'x', due_date: '1.6.2025' }))).to.equal(422);
    expect(await status(api.patch(type, '9110', { name: null }))).to.equal(422);
    expect(await status(api.send('POST', type, { type: 'invoices', attributes: request }))).to.equal(409);
    expect(await status(api.ask(type, { method: 'POST', body: '{}' }))).to.equal(415);
    expect(crm.dump().modules['tickets']).to.have.length(8);
  });

  it('C-06: changes the attributes given and no others, and passes over what is its own', async () => {
    const answer = await api.patch('accounts', '7102', { phone: '+358 9 555 0199', entity_no: 'X' });
    expect(answer.status).to.equal(200);
    expect((await recordOf(answer)).attributes).to.include({
      phone: '+358 9 555 0199',
      name: 'Rantapuu Oy',
      entity_no: 'ACC1',
      updater_id: '5',
      updated_at: '2025-06-01T12:00:00',
    });
    crm.assumptions.patchStatus = 204;
    const bare = await api.patch('accounts', '7102', { phone: null });
    expect([bare.status, await bare.text()]).to.deep.equal([204, '']);
    expect(await api.attributesOf('accounts', '7102')).to.include({ phone: null });
  });

  it('deletes without a trace', async () => {
    const gone = await api.ask('tickets/9110', { method: 'DELETE' });
    expect([gone.status, await gone.text()]).to.deep.equal([204, '']);
    expect((await api.ask('tickets/9110')).status).to.equal(404);
    expect((await api.ask('tickets/9110', { method: 'DELETE' })).status).to.equal(404);
    expect((await api.list('documents/8001/tickets')).data).to.deep.equal([]);
    expect((await api.list('tickets')).meta.total).to.equal(7);
  });

  it('C-11: records a payment, which changes nothing else', async () => {
    const before = await api.attributesOf('invoices', '8801');
    const payment = { invoice_id: '8801', amount: '1240.50', currency: 'EUR', payment_date: '2025-06-01' };
    expect((await api.post('invoice_payments', payment)).status).to.equal(201);
    const { data } = await api.list('invoices/8801/invoice_payments');
    expect(data[0]?.attributes).to.include({ amount: 1240.5, invoice_id: '8801' });
    expect(await api.attributesOf('invoices', '8801')).to.deep.equal(before);
    expect(await problemOf(await api.post('payments', { invoice_id: '8801' }))).to.deep.equal([
      422,
      'Field amount is required',
    ]);
  });

  it('C-14: takes an order and its rows', async () => {
    const order = { subject: 'Portal order', account_id: '7102', contact_id: '7315' };
    const { id } = await recordOf(await api.post('sales_orders', order));
    const row = { entity_id: id, product_id: '8203', name: 'Reititin', quantity: 2, unit_price: 120 };
    expect((await api.post('sales_order_rows', row)).status).to.equal(201);
    const rows = await api.list(`sales_orders/${id}/rows`);
    expect(rows.data[0]?.attributes).to.include({ entity_id: id, quantity: 2 });
  });

  it('C-36, C-37: registers inside the window alone; the switch leaves that to the portal', async () => {
    const register = async (event: string): Promise<[number, string | undefined]> =>
      problemOf(await api.post('mass_event_registrations', { mass_event_id: event, contact_id: '7314' }));
    expect(await register('310')).to.deep.equal([201, undefined]);
    expect(await register('311')).to.deep.equal([201, undefined]);
    for (const event of ['313', '314'])
      expect(await register(event)).to.deep.equal([422, 'Registration is not open']);
    crm.assumptions.registrationWindow = 'accepted';
    expect((await register('314'))[0]).to.equal(201);
    crm.change.inviteToEvent({ eventId: '312', contactId: '7314' });
    expect(await api.idsOf('mass_event_registrations', { mass_event_id: '312' })).to.have.length(2);
  });

  const upload = (path: string, content: Blob | undefined, name = 'kuva ä.png'): Promise<Response> => {
    const body = new FormData();
    if (content) body.set('file', content, name);
    body.set('attributes[file_usage_type]', 'Entity Attachment');
    body.set('attributes[file_access_type]', 'Internal');
    return api.ask(path, { method: 'POST', body });
  };
  const bytes = Buffer.from([0x89, 0x50, 0x00, 0xff, 0xfe, 0x0d, 0x0a]);
  const png = new Blob([bytes], { type: 'image/png' });

  it('attaches a file byte by byte, lists it with its record and gives it back', async () => {
    const answer = await upload('tickets/9110/files', png);
    expect(answer.status).to.equal(201);
    const file = await recordOf(answer);
    expect(file.type).to.equal('files');
    expect(file.attributes).to.include({
      file_name: 'kuva ä.png',
      file_access_type: 'Internal',
      file_size: 7,
    });
    const { data } = await api.list('tickets/9110/files');
    expect(data.map(({ id }) => id)).to.deep.equal(['8012', file.id]);
    const url = String(file.attributes['download_url']);
    const headers = { authorization: `Bearer ${crm.token}` };
    const content = await fetch(url, { headers });
    expect(content.headers.get('content-type')).to.equal('image/png');
    expect(Buffer.from(await content.arrayBuffer())).to.deep.equal(bytes);
    expect((await fetch(url)).status).to.equal(401);
    crm.assumptions.downloadNeedsToken = false;
    expect((await fetch(url)).status).to.equal(200);
  });

  it('refuses files on users (501), of a wrong kind, missing and of more than 25 MB', async () => {
    expect((await upload('users/6/files', png)).status).to.equal(501);
    expect((await upload('tickets/9110/files', png, 'run.exe')).status).to.equal(422);
    expect((await upload('tickets/9110/files', png, 'kuva.pdf')).status).to.equal(422);
    expect((await upload('tickets/9110/files', undefined)).status).to.equal(422);
    expect((await upload('tickets/1/files', png)).status).to.equal(404);
    const large = new Blob([Buffer.alloc(25 * 1024 * 1024 + 1)], { type: 'image/png' });
    expect((await upload('tickets/9110/files', large)).status).to.equal(413);
    expect(crm.dump().modules['files']).to.have.length(2);
  });
});
