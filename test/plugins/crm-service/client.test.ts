import { expect } from 'chai';

import type { VendorHttp } from '../../../core/contract/contract.js';
import { compileValidator, schemaValidator } from '../../../core/json-schema.js';
import { baseOf, faultOf, transport } from '../../../plugins/crm-service/client.js';
import { plugin } from '../../../plugins/crm-service/plugin.js';
import { callerOf, faultOf as faultIn, startVendor } from '../../core/connections/vendor.js';
import type { Answer } from '../../simulators/simulator.js';
import { crmServer, settings } from './crm-server.js';
import { rantapuu } from './rantapuu.js';

const { headers = {}, fault } = transport;

describe('CRM-service client', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((each) => each.close())));

  async function answering(answer: Answer): Promise<{ http: VendorHttp; types: () => unknown[] }> {
    const vendor = await startVendor(() => answer);
    running.push(vendor);
    const { http } = callerOf(vendor.url, {
      mode: 'write',
      transport: { headers, fault: (each) => fault?.(each, settings) },
    });
    return {
      http,
      types: () => vendor.log.map((each) => [each.headers.accept, each.headers['content-type']]),
    };
  }

  it('speaks JSON:API, and plain JSON to reporting alone', async () => {
    const { http, types } = await answering({ json: {} });
    await http.get('contacts');
    await http.post('contacts', { data: {} });
    await http.post('reporting', { from: 'contacts' });
    expect(types()).to.deep.equal([
      ['application/vnd.api+json', undefined],
      ['application/vnd.api+json', 'application/vnd.api+json'],
      ['application/json', 'application/json'],
    ]);
  });

  it('tells a revoked token, a missing right and a refused record apart, by the words of the CRM', async () => {
    const kindOf = async (status: number, json: object) =>
      (await faultIn((await answering({ status, json })).http.get('x'))).kind;
    expect(await kindOf(401, { errors: [{ detail: 'Invalid token' }] })).to.equal('auth');
    expect(await kindOf(401, { errors: [{ detail: 'No permission for module invoices' }] })).to.equal(
      'permission',
    );
    expect(await kindOf(401, { errors: [{ detail: 'The token has no rights' }] })).to.equal('auth');
    expect(await kindOf(403, { errors: [{ detail: 'No right' }] })).to.equal('permission');
    expect(await kindOf(404, { errors: [{ detail: 'Not found' }] })).to.equal('notFound');
    expect(await kindOf(501, { errors: [] })).to.equal('contract');
    const refused = faultOf({
      status: 422,
      headers: {},
      text: '',
      body: { errors: [{ detail: 'Field name is required' }] },
    });
    expect(refused).to.include({
      kind: 'invalidRecord',
      message: 'The CRM answered 422: Field name is required.',
    });
    const reporting = faultOf({ status: 400, headers: {}, text: '', body: { message: "Missing 'from'" } });
    expect(reporting?.message).to.include("Missing 'from'");
    expect(faultOf({ status: 422, headers: {}, text: '<html>', body: undefined })).to.include({
      kind: 'invalidRecord',
    });
  });

  it('is below the address that the setting gives, whole or not', () => {
    expect(baseOf('https://a.crm.example')).to.equal('https://a.crm.example/api/v1/');
    expect(baseOf('https://a.crm.example/api/v1/')).to.equal('https://a.crm.example/api/v1/');
    expect(baseOf('https://crm.example/a/api/v2')).to.equal('https://crm.example/a/api/v2/');
  });
});

describe('CRM-service plugin', () => {
  it('is a plugin by the schema, and its settings ask for no more than address and token', () => {
    expect(schemaValidator('plugin.json').check(plugin)).to.deep.equal([]);
    const misfits = (given: object) =>
      compileValidator(plugin.settings)
        .check(given)
        .map(({ path }) => path);
    expect(misfits({ ...settings })).to.deep.equal([]);
    expect(misfits({ url: settings.url })).to.deep.equal(['token']);
    expect(misfits({ ...settings, tickets: 'all' })).to.deep.equal(['tickets']);
    expect(plugin.settings.properties['token']).to.include({ secret: true });
  });

  it('tests the connection by one call, and says which module is closed to the token', async () => {
    const { session, calls } = crmServer(rantapuu());
    await plugin.check(session);
    expect(calls.map(({ path }) => path)).to.deep.equal(['']);
    const { portal_users: _, ...others } = rantapuu();
    const fault = await plugin.check(crmServer(others).session).catch((error: unknown) => error);
    expect(fault).to.include({ kind: 'permission', message: 'The token may not read portal_users.' });
  });

  it('offers at most four calls at once', () => {
    expect(plugin.limits?.(settings)).to.deep.equal([{ kind: 'parallel', calls: 4 }]);
  });
});
