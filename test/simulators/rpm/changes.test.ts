import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from './start-rpm-simulator.js';
import { STORY_PROCESS } from './story-forms.js';
import { callRpm, type RpmCaller } from './test-caller.js';

describe('simulators/rpm: what tells of changes', () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let rpm: RpmSimulator;
  let api: RpmCaller;
  let listener: Server;
  let hook: { url: string; secret: string };

  before(async () => {
    listener = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    hook = { url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`, secret: 's3cret' };
  });
  after(() => listener.close());
  beforeEach(async () => {
    received.length = 0;
    // A clock that stands still: every change falls into the same second.
    rpm = await startRpmSimulator({ now: () => new Date('2025-07-01T12:00:00Z'), webhooks: [hook] });
    api = callRpm(rpm);
  });
  afterEach(() => rpm.close());

  const { ticket, survey } = STORY_PROCESS;
  const events = async (): Promise<unknown[]> => {
    await rpm.webhooksSettled();
    return received.map(({ body }) => (JSON.parse(body) as { EventName: string }).EventName);
  };

  it('raises the age of the one list that changed, also twice in a second', async () => {
    const tickets = await api.age('ProcessForms', ticket);
    const surveys = await api.age('ProcessForms', survey);
    const customers = await api.age('CustomerAndAliasList');
    expect(tickets).to.equal(Date.parse('2025-07-01T12:00:00Z') / 1000);
    rpm.change.addNote({ formId: 31015, note: 'one' });
    rpm.change.addNote({ formId: 31015, note: 'two' });
    expect(await api.age('ProcessForms', ticket)).to.equal(tickets + 2);
    expect(await api.age('ProcessForms', survey)).to.equal(surveys);
    expect(await api.age('CustomerAndAliasList')).to.equal(customers);
  });

  it('marks every customer of an edited contact, or none, as assumed', async () => {
    const modified = async (): Promise<string[]> =>
      Promise.all([4021, 4060, 4090, 4050].map(async (id) => (await api.customer(id)).Modified));
    const before = await modified();
    rpm.change.editContact({ contactId: 903, lastName: 'Diaz-Moreau' });
    const after = await modified();
    expect(after.map((each, place) => each !== before[place])).to.deep.equal([true, true, true, false]);
    rpm.assumptions.contactEditRaises = 'nothing';
    const age = await api.age('CustomerAndAliasList');
    rpm.change.editContact({ contactId: 903, lastName: 'Díaz' });
    expect(await modified()).to.deep.equal(after);
    expect(await api.age('CustomerAndAliasList')).to.equal(age);
  });

  it('signs a webhook, which carries ids only', async () => {
    rpm.change.editForm({ formId: 31007, statusId: 122 });
    expect(await events()).to.deep.equal(['form.edit']);
    const [{ headers, body }] = received as [(typeof received)[0]];
    expect(headers['x-rpm-signature']).to.equal(createHmac('sha256', hook.secret).update(body).digest('hex'));
    expect(headers).to.include({ 'user-agent': 'RPM-Webhook', 'x-rpm-subscriber': 'Prairie Telecom' });
    expect(JSON.parse(body)).to.deep.equal({
      RequestID: 1,
      EventName: 'form.edit',
      ObjectType: 520,
      ObjectID: 31007,
      ParentType: 510,
      ParentID: ticket,
      StatusID: 122,
    });
    expect(rpm.deliveries).to.have.length(1);
  });

  it('sends for API edits only when asked to, and never for participants', async () => {
    const edit = { Form: { FormID: 31007, Fields: [{ Field: 'Subject', Value: 'Line up' }] } };
    await api.result('ProcFormEdit', edit);
    await api.result('ProcFormParticipantAdd', { Form: { FormID: 31007 }, UserID: 70023 });
    rpm.change.removeParticipant({ formId: 31007, userId: 70023 });
    expect(await events()).to.deep.equal([]);
    await api.result('ProcFormEdit', { ...edit, WebhookEvaluate: true });
    rpm.change.trashCustomer({ customerId: 4070 });
    expect(await events()).to.deep.equal(['form.edit', 'customer.trash']);
  });

  it('sends a later hook only the events it wants, and survives one that nobody answers', async () => {
    rpm.change.webhook({ ...hook, events: ['form.start'] });
    rpm.change.webhook({ url: 'http://127.0.0.1:9/', secret: 'x' });
    rpm.change.startForm({ processId: ticket, customerId: 4021, fields: { Subject: 'New' } });
    rpm.change.archiveForm({ formId: 31015 });
    await rpm.webhooksSettled();
    expect(rpm.deliveries.filter(({ status }) => status === 200)).to.have.length(3);
    expect(rpm.deliveries.filter(({ status }) => status === 0)).to.have.length(2);
  });

  it('RPM-21, RPM-22: tags enabled customer users by wizard and on save', () => {
    expect(rpm.change.addAllParticipants({ processId: ticket })).to.deep.equal({ added: 5 });
    expect(rpm.change.addAllParticipants({ processId: ticket })).to.deep.equal({ added: 0 });
    rpm.change.startAutoAdd({ processId: survey, whenStatusId: 133 });
    rpm.change.editForm({ formId: 31020, fields: { Subject: 'Well?' } });
    const userIds = () =>
      rpm
        .dump()
        .forms.find(({ formId }) => formId === 31020)
        ?.participants.map(({ userId }) => userId);
    expect(userIds()).to.deep.equal([300, 70021]);
    rpm.change.editForm({ formId: 31020, statusId: 133 });
    expect(userIds()).to.deep.equal([300, 70021, 70023]);
  });

  it('RPM-15 to RPM-20, RPM-23: shows a customer user pages, own forms and open fields', () => {
    const numbers = (userId: number): string[] =>
      rpm.change.previewAs({ userId }).forms.map(({ number }) => number);
    const ada = rpm.change.previewAs({ userId: 70021 });
    expect(ada.customerIds).to.deep.equal([4021]);
    expect(numbers(70021)).to.deep.equal(['TT-0042', 'TT-0046', 'TT-0041', 'SV-0001']);
    expect(ada.forms[0]?.fields.map(({ uid }) => uid)).not.to.include('500_307');
    expect(numbers(70026)).to.deep.equal(['TT-0044']);
    expect(rpm.change.previewAs({ userId: 70031 })).to.deep.include({ customerIds: [] });
    rpm.change.closeProcess({ processId: ticket });
    expect(numbers(70021)).to.deep.equal(['SV-0001']);
    rpm.change.trashUser({ userId: 70021 });
    expect(rpm.change.previewAs({ userId: 70021 })).to.deep.include({ customerIds: [], forms: [] });
    expect(rpm.change.allContacts().find(({ contactId }) => contactId === 881)).to.include({
      customers: 1,
      username: null,
      enabled: false,
    });
  });
});
