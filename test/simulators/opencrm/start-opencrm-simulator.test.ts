import { expect } from 'chai';

import { startOpencrmSimulator, type OpencrmSimulator } from './start-opencrm-simulator.js';
import { callOpencrm, type OpencrmCaller } from './test-caller.js';

const UNAUTHORIZED = { error: 'Unauthorized' };

describe('simulators/opencrm: who may call, and what is said when nothing can be', () => {
  let crm: OpencrmSimulator;
  let api: OpencrmCaller;
  let now = new Date('2025-06-01T10:00:00Z');

  beforeEach(async () => {
    now = new Date('2025-06-01T10:00:00Z');
    crm = await startOpencrmSimulator({ now: () => now });
    api = callOpencrm(crm);
  });
  afterEach(() => crm.close());

  const count = async (
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<unknown> => (await api.post('get_lead_list_count', form, headers)).json();
  const keyFields = (): Record<string, string> => ({ key: crm.apiKey, passkey: crm.passKey });

  it('takes the two keys as form fields, as headers, or an access key for them', async () => {
    expect(await count(keyFields())).to.equal(6);
    expect(await count({}, { KEY1: crm.apiKey, KEY2: crm.passKey })).to.equal(6);
    const accesskey = (await (await api.post('login', keyFields())).json()) as string;
    expect(accesskey).to.be.a('string');
    expect(await count({ accesskey })).to.equal(6);
    crm.assumptions.loginAnswer = 'object';
    expect(await (await api.post('login', keyFields())).json()).to.have.all.keys('accesskey');
  });

  it('says Unauthorized inside HTTP 200 to wrong, half or missing keys', async () => {
    for (const form of [{}, { key: crm.apiKey }, { ...keyFields(), passkey: 'no' }, { accesskey: 'no' }]) {
      const response = await api.post('get_lead_list_count', form);
      expect(response.status).to.equal(200);
      expect(await response.json()).to.deep.equal(UNAUTHORIZED);
    }
    expect(await (await api.post('login', { key: crm.apiKey, passkey: 'no' })).json()).to.deep.equal(
      UNAUTHORIZED,
    );
  });

  it('lets an access key expire, and end at once when support replaces the keys', async () => {
    const login = async (): Promise<string> =>
      (await (await api.post('login', keyFields())).json()) as string;
    const accesskey = await login();
    now = new Date(now.getTime() + crm.assumptions.accessKeySeconds * 1000 - 1);
    expect(await count({ accesskey })).to.equal(6);
    now = new Date(now.getTime() + 1);
    expect(await count({ accesskey })).to.deep.equal(UNAUTHORIZED);
    const second = await login();
    crm.change.replaceKeys({ apiKey: 'new', passKey: 'newer' });
    expect(await count({ accesskey: second })).to.deep.equal(UNAUTHORIZED);
    expect(await count(keyFields())).to.deep.equal(UNAUTHORIZED);
    expect(await count({ key: 'new', passkey: 'newer' })).to.equal(6);
  });

  it('refuses everybody while support has the API off or the address is not on the list', async () => {
    crm.change.setApi({ enabled: false });
    expect(await api.call('get_lead_list_count')).to.deep.equal(UNAUTHORIZED);
    expect(await (await api.post('login', keyFields())).json()).to.deep.equal(UNAUTHORIZED);
    crm.change.setApi({ enabled: true });
    crm.change.setAddress({ allowed: false });
    expect(await api.call('get_lead_list_count')).to.deep.equal(UNAUTHORIZED);
    crm.change.setAddress({ allowed: true });
    expect(await api.call('get_lead_list_count')).to.equal(6);
  });

  it('has a firewall that turns default User-Agents away with a page', async () => {
    const response = await api.post('get_lead_list_count', keyFields(), { 'user-agent': 'axios/1.2.3' });
    expect(response.status).to.equal(403);
    expect(response.headers.get('content-type')).to.contain('text/html');
    expect(await response.text()).to.contain('<h1>Forbidden');
  });

  it('takes POST alone, form-encoded or multipart', async () => {
    const url = `${crm.url}/api/rest/get_lead_list_count`;
    const headers = { 'user-agent': 'portico-test/1' };
    expect((await fetch(url, { headers })).status).to.equal(405);
    const body = new FormData();
    for (const [name, value] of Object.entries(keyFields())) body.set(name, value);
    const multipart = async (): Promise<unknown> =>
      (await fetch(url, { method: 'POST', headers, body })).json();
    expect(await multipart()).to.equal(6);
    crm.assumptions.multipart = false;
    expect(await multipart()).to.deep.equal(UNAUTHORIZED);
    const withoutBoundary = await api.post('get_lead_list_count', keyFields(), {
      'content-type': 'multipart/form-data',
    });
    expect(await withoutBoundary.json()).to.deep.equal(UNAUTHORIZED);
  });

  it('has no method that deletes, and none for documents, FAQs or comments', async () => {
    for (const method of ['delete_contact', 'get_document_list_full', 'edit_faq', 'get_comment_list']) {
      expect((await api.post(method, {}, api.keys)).status, method).to.equal(404);
    }
    crm.assumptions.unknownMethod = 'error';
    expect(await api.call('delete_contact')).to.deep.equal({ error: 'Unknown method' });
  });

  it('answers 429 with Retry-After beyond the limit, and fails while there is trouble', async () => {
    crm.assumptions.callsPerSecond = 2;
    await api.call('get_lead_list_count');
    await api.call('get_lead_list_count');
    const third = await api.post('get_lead_list_count', {}, api.keys);
    expect([third.status, third.headers.get('retry-after')]).to.deep.equal([429, '1']);
    now = new Date(now.getTime() + 1000);
    expect(await api.call('get_lead_list_count')).to.equal(6);
    crm.change.troubleOn({ status: 502 });
    expect((await api.post('get_lead_list_count', {}, api.keys)).status).to.equal(502);
    crm.change.troubleOff();
    expect(await api.call('get_lead_list_count')).to.equal(6);
  });

  it('logs calls by method name and takes staff changes and switches over its control path', async () => {
    await api.call('get_contact', { crmid: '48213' });
    expect(crm.calls()).to.deep.equal({ get_contact: 1 });
    const control = (name: string, input: object): Promise<Response> =>
      fetch(`${crm.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
    await control('takeAccess', { crmid: 48213 });
    await control('assume', { numbers: 'number' });
    expect(await api.get('contact', 48213)).to.include({ crmid: 48213, portal: 0 });
    expect((await control('takeAccess', { crmid: 48102 })).status).to.equal(400);
    expect(crm.dump().records.find(({ crmid }) => crmid === 48213)?.fields['portal']).to.equal('0');
  });
});
