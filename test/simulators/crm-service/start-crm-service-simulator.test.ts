import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { crmServiceCrowd, joinCrmServiceData } from './crm-service-crowd.js';
import { crmServiceStory } from './crm-service-story.js';
import { startCrmServiceSimulator, type CrmServiceSimulator } from './start-crm-service-simulator.js';
import { callCrmService, problemOf, type CrmServiceCaller } from './test-caller.js';

describe('simulators/crm-service: the service', () => {
  let crm: CrmServiceSimulator;
  let api: CrmServiceCaller;

  beforeEach(async () => {
    crm = await startCrmServiceSimulator({ now: () => new Date('2025-06-01T09:00:00Z') });
    api = callCrmService(crm);
  });
  afterEach(() => crm.close());

  it('takes a bearer token, and says whose it is', async () => {
    const answer = await api.ask('user?fields[users]=name,is_admin');
    expect(answer.headers.get('content-type')).to.equal('application/vnd.api+json');
    const { data } = (await answer.json()) as { data: unknown };
    expect(data).to.deep.equal({
      type: 'users',
      id: '5',
      attributes: { name: 'Hub Integration', is_admin: false },
    });
  });

  it('answers 401 without a token, with a wrong, an expired and a revoked one', async () => {
    for (const token of ['', 'wrong', 'crm-token-expired'])
      expect(await problemOf(await callCrmService(crm, token).ask('contacts'))).to.deep.equal([
        401,
        'Invalid token',
      ]);
    expect((await api.ask('contacts')).status).to.equal(200);
    crm.change.revokeToken({ token: crm.token });
    expect((await api.ask('contacts')).status).to.equal(401);
  });

  it('leaves modules without a right out of the list and refuses them; so too single records', async () => {
    const narrow = callCrmService(crm, 'crm-token-narrow');
    const linksOf = async (caller: CrmServiceCaller): Promise<string[]> =>
      Object.keys((await caller.read<{ links: object }>('')).links);
    expect(await linksOf(api)).to.include.members(['invoices', 'tickets', 'portal_profiles']);
    expect(await linksOf(narrow))
      .to.include('tickets')
      .and.not.include('invoices');
    for (const path of ['invoices', 'invoices/8801', 'schema/invoices', 'accounts/7102/invoices'])
      expect((await narrow.ask(path)).status, path).to.equal(403);
    expect((await narrow.ask('contacts/7315')).status).to.equal(404);
    expect(await narrow.idsOf('contacts', { account_id: '7102' })).not.to.include('7315');
    expect((await narrow.patch('accounts', '7102', { phone: '1' })).status).to.equal(403);
    expect((await narrow.ask('tickets/9110', { method: 'DELETE' })).status).to.equal(403);
    crm.assumptions.unreadableModules = 'listed';
    expect(await linksOf(narrow)).to.include('invoices');
  });

  it('C-35: whoever may not read the contact may not set its portal access', async () => {
    const narrow = callCrmService(crm, 'crm-token-narrow');
    expect((await narrow.patch('portal_users', '56', { active: false })).status).to.equal(404);
    crm.change.setRights({ userId: '7', noRead: ['contacts'] });
    expect((await narrow.patch('portal_users', '55', { active: false })).status).to.equal(403);
    expect(await api.attributesOf('portal_users', '55')).to.include({ active: true });
  });

  it('answers unknown modules, records and methods with errors, and trouble without JSON', async () => {
    expect(await problemOf(await api.ask('Contacts'))).to.deep.equal([404, 'Module Contacts does not exist']);
    expect(await problemOf(await api.ask('contacts/1'))).to.deep.equal([404, 'Record not found']);
    expect((await api.ask('contacts', { method: 'DELETE' })).status).to.equal(405);
    expect((await api.ask(`contacts?filter=${'x'.repeat(9_000)}`)).status).to.equal(414);
    crm.change.setTrouble({ kind: 'maintenance' });
    const answer = await api.ask('contacts');
    expect([answer.status, await answer.text()]).to.deep.equal([
      503,
      '<html><body><h1>Service break</h1></body></html>',
    ]);
  });

  it('logs calls by path, plays faults, takes staff changes as JSON and dumps a copy', async () => {
    crm.fail({ operation: 'GET contacts/{id}', status: 429, body: 'slow down' });
    expect((await api.ask('contacts/7314')).status).to.equal(429);
    expect((await api.ask('contacts/7314')).status).to.equal(200);
    expect(crm.calls()).to.deep.equal({ 'GET contacts/{id}': 2 });
    const body = JSON.stringify({ contactId: '7327', accountId: '7110' });
    await fetch(`${crm.url}/_control/moveContact`, { method: 'POST', body });
    expect(await api.attributesOf('contacts', '7327')).to.include({
      account_id: '7110',
      updated_at: '2025-06-01T12:00:00',
    });
    crm.dump().modules['contacts']?.splice(0);
    expect(crm.dump().modules['contacts']).to.have.length(18);
  });

  it('makes the same crowd of one seed, another of another, and joins it with the story', () => {
    const shared = { firstName: 'Maya', lastName: 'Berg', email: 'maya.berg@shared.example' };
    const of = (seed: number) =>
      crmServiceCrowd({ customers: 5, contacts: 12, records: 20, seed, sharedPeople: [shared] });
    expect(of(1)).to.deep.equal(of(1));
    expect(of(1).modules['contacts']).not.to.deep.equal(of(2).modules['contacts']);
    expect(of(1).modules['contacts']?.[0]?.attributes).to.include({ email: shared.email });
    const joined = joinCrmServiceData(crmServiceStory(), of(1));
    expect(joined.modules['contacts']).to.have.length(30);
    expect(joined.modules['portals']).to.have.length(3);
    const ids = Object.values(joined.modules).flatMap((records) => records.map(({ id }) => id));
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('runs on its own and ends with its parent', async () => {
    const file = fileURLToPath(new URL('./serve.js', import.meta.url));
    const child = fork(file, ['--crowd', '3,5,7'], { silent: true });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const { url, token } = JSON.parse(line.toString()) as { url: string; token: string };
    const answer = await fetch(`${url}/accounts`, { headers: { authorization: `Bearer ${token}` } });
    expect(((await answer.json()) as { data: [] }).data).to.have.length(3);
    child.disconnect();
    expect((await once(child, 'exit'))[0]).to.equal(0);
  });
});
