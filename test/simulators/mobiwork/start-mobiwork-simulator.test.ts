import { expect } from 'chai';

import { startMobiworkSimulator, type MobiworkSimulator } from './start-mobiwork-simulator.js';
import { callMobiwork, type MobiworkCaller, type Wire } from './test-caller.js';

describe('simulators/mobiwork: sign-in, errors, XML', () => {
  let mobiwork: MobiworkSimulator;
  let api: MobiworkCaller;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2025-06-02T14:00:00Z');
    mobiwork = await startMobiworkSimulator({ now: () => now });
    api = await callMobiwork(mobiwork);
    await api.signIn();
  });
  afterEach(() => mobiwork.close());

  const raw = async (): Promise<string> => (await api.send('customer/3178710/view.html')).text();

  it('gives a token for the login, and says no inside HTTP 200', async () => {
    const granted = await api.signIn();
    expect(granted).to.deep.include({ '@version': '10.4.109', '@statusCode': '1' });
    expect(granted['token']).to.match(/^\w+$/);
    const refused = await api.signIn('guess');
    expect(refused).to.deep.include({
      '@statusCode': '2',
      error: { '#text': 'Login failed', '@code': '1002' },
    });
    expect(refused).not.to.have.property('token');
  });

  it('wants the token in the query of every call, and lets it end', async () => {
    expect(await api.refusalOf('user/list.html', '')).to.equal(undefined);
    now = new Date('2025-06-02T14:30:00Z');
    expect(await api.refusalOf('user/list.html', '')).to.match(/token/);
    await api.signIn();
    expect(await api.refusalOf('user/list.html', '')).to.equal(undefined);
    mobiwork.change.revokeTokens();
    expect(await api.refusalOf('customer/3178710/view.html')).to.match(/token/);
  });

  it('says what a test wants it to about a bad token, and may end older tokens at a sign-in', async () => {
    mobiwork.assumptions.tokenError = { statusCode: '401', code: '9', text: 'Authentication required' };
    mobiwork.assumptions.newTokenEndsOld = true;
    await (await callMobiwork(mobiwork)).signIn();
    const response = await api.call('user/list.html', '');
    expect(response['@statusCode']).to.equal('401');
    expect(response['error']).to.deep.equal({ '@code': '9', '#text': 'Authentication required' });
  });

  it('acts as the staff user of userId, else as an active global administrator', async () => {
    const body = '<workOrder><customerId>3178710</customerId></workOrder>';
    await api.ok('workOrder/add.html', body);
    await api.ok('workOrder/add.html?userId=771', body);
    expect(
      mobiwork
        .dump()
        .workOrders.slice(-2)
        .map(({ createdBy }) => createdBy),
    ).to.deep.equal([770, 771]);
    expect(await api.refusalOf('workOrder/add.html?userId=773', body)).to.equal(
      '1005 User not found or not active: 773',
    );
    mobiwork.change.editUser({ mobiworkUserId: 770, active: false });
    expect(await api.refusalOf('user/list.html', '')).to.match(/^1005/);
  });

  it('refuses everything while the connector is off, and the login once its password is another', async () => {
    mobiwork.change.editTenant({ connectorOn: false });
    expect(await api.refusalOf('user/list.html', '')).to.match(/^1003/);
    mobiwork.change.editTenant({ connectorOn: true, apiPassword: 'new' });
    expect((await api.signIn())['@statusCode']).to.equal('2');
    expect((await api.signIn('new'))['@statusCode']).to.equal('1');
  });

  it('answers with a page of the web server to what is no call', async () => {
    const statusOf = async (answer: Promise<Response>): Promise<string> => {
      const response = await answer;
      return `${response.status} ${response.headers.get('content-type')}`;
    };
    expect(await statusOf(api.send('contact/list.html'))).to.equal('404 text/html; charset=utf-8');
    expect(await statusOf(api.send('customer/list.html'))).to.match(/^405/);
    expect(await statusOf(api.send('customer/list.html', { method: 'POST', body: '<request/>' }))).to.match(
      /^415/,
    );
    mobiwork.assumptions.maxBodyBytes = 20;
    expect(await statusOf(api.post('customer/list.html', '<request>too long</request>'))).to.match(/^413/);
    mobiwork.assumptions.callsPerSecond = 1;
    expect(await statusOf(api.send('customer/3178710/view.html'))).to.match(/^200/);
    expect(await statusOf(api.send('customer/3178710/view.html'))).to.match(/^429/);
    mobiwork.change.trouble({ on: true });
    expect(await statusOf(api.send('customer/3178710/view.html'))).to.match(/^503/);
  });

  it('refuses what is not well-formed, and any document type', async () => {
    for (const body of [
      '<request><name></request>',
      'name=Riverside',
      '<customer/>',
      '<!DOCTYPE request [<!ENTITY a "b">]><request><name>&a;</name></request>',
    ]) {
      const text = await (await api.post('customer/list.html', body)).text();
      expect(text, body).to.contain('statusCode="2"').and.to.contain('code="1000"');
    }
    expect(await api.refusalOf('customer/list.html', '<startPosition>x</startPosition>')).to.match(/^1008/);
  });

  it('reads CDATA as it stands, beside comments', async () => {
    const companyName = '<companyName><!-- who --><![CDATA[K&#252;chen & S]]></companyName>';
    expect((await api.list('customer', companyName)).rows).to.have.length(0);
    const plain = '<companyName><![CDATA[Küchen & S]]></companyName>';
    expect((await api.list('customer', plain)).rows).to.have.length(1);
  });

  it('deletes by GET, and by nothing else', async () => {
    expect((await api.post('workOrder/90405/delete.html', '<request/>')).status).to.equal(405);
    expect(mobiwork.dump().workOrders.some((each) => each.mobiworkWorkOrderId === 90405)).to.equal(true);
    expect((await api.ok('workOrder/90405/delete.html'))['#text']).to.equal('Deleted successfully');
    expect(mobiwork.dump().workOrders.some((each) => each.mobiworkWorkOrderId === 90405)).to.equal(false);
    expect(await api.refusalOf('workOrder/90405/delete.html')).to.match(/^1006/);
  });

  it('writes a declaration without a version, or a whole one, or none', async () => {
    expect(await raw()).to.match(/^<\?xml encoding="UTF-8"\?><response version="10.4.109" statusCode="1">/);
    mobiwork.assumptions.declaration = 'full';
    expect(await raw()).to.match(/^<\?xml version="1.0" encoding="UTF-8"\?><response /);
    mobiwork.assumptions.declaration = 'none';
    expect(await raw()).to.match(/^<response /);
  });

  it('writes names in another case and TRUE when told to', async () => {
    expect(await raw())
      .to.contain('<phoneNumber>8135550125</phoneNumber>')
      .and.to.contain('<admin>true</admin>');
    Object.assign(mobiwork.assumptions, { elementCase: 'some', booleans: 'upper' });
    expect(await raw())
      .to.contain('<PhoneNumber>8135550125</PhoneNumber>')
      .and.to.contain('<firstName>')
      .and.to.contain('<admin>TRUE</admin>');
    mobiwork.assumptions.elementCase = 'capital';
    expect(await raw())
      .to.match(/<response [^>]*><Customer><MobiworkCustomerId>3178710</)
      .and.to.contain('<ContactList><Contact>');
  });

  it('writes nothing as the text null, as an empty element, or not at all', async () => {
    expect(await raw()).to.contain('<companyName>null</companyName>');
    mobiwork.assumptions.emptyValue = 'empty';
    expect(await raw()).to.contain('<companyName></companyName>');
    mobiwork.assumptions.emptyValue = 'absent';
    expect(await raw()).not.to.contain('companyName');
  });

  it('keeps text whole in both ways: accents, quotes, markup, and a name that reads Null', async () => {
    const [customer] = (await api.list('customer', '<companyName>küchen &amp; S&#246;hne</companyName>'))
      .rows;
    expect(customer?.['companyName']).to.equal('Łódź Küchen & Söhne "東京" <Café>');
    expect((await api.contacts(3178692)).map((each) => each['lastName'])).to.include.members([
      "O'Brien-Łukasz",
      'Null',
    ]);
  });

  it('takes staff changes and faults by its control path, and logs calls by name', async () => {
    const control = (name: string, input: object): Promise<Response> =>
      fetch(`${mobiwork.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
    expect((await control('editContact', { contactId: 525, enabled: false })).status).to.equal(200);
    expect((await api.contacts(3178710))[0]).to.include({ enabled: 'false' });
    expect((await control('editContact', { contactId: 9 })).status).to.equal(400);
    await control('faults', { operation: 'customer/view', truncate: 60 });
    expect(await raw()).to.have.length(60);
    expect(mobiwork.calls()).to.deep.include({ authenticate: 1, 'customer/view': 2 });
    const state = (await (await fetch(`${mobiwork.url}/_control/state`)).json()) as Wire;
    expect(state['users']).to.have.length(4);
  });
});
