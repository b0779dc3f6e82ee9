import { expect } from 'chai';

import { compileValidator, schemaValidator } from '../../../core/json-schema.js';
import { plugin } from '../../../plugins/apptivo/plugin.js';
import { apptivoSession, settings } from './apptivo-session.js';

describe('Apptivo plugin', () => {
  it('is a plugin by the schema, and its settings ask for no more than the two keys', () => {
    expect(schemaValidator('plugin.json').check(plugin)).to.deep.equal([]);
    const misfits = (given: object) =>
      compileValidator(plugin.settings)
        .check(given)
        .map(({ path }) => path);
    expect(misfits({ ...settings })).to.deep.equal([]);
    expect(misfits({ ...settings, portal: { view: 'everybody' } })).to.deep.equal(['portal.view']);
    expect(misfits({ apiKey: 'x' })).to.deep.equal(['accessKey']);
    for (const name of ['apiKey', 'accessKey'])
      expect(plugin.settings.properties[name]).to.include({ secret: true });
  });

  it('calls once a second unless the settings say otherwise, per account, without showing the key', () => {
    expect(plugin.limits?.(settings)).to.deep.equal([{ kind: 'window', calls: 1, per: '1s' }]);
    expect(plugin.limits?.({ ...settings, callsPerSecond: 50 })).to.deep.equal([
      { kind: 'window', calls: 50, per: '1s' },
    ]);
    expect(plugin.account?.(settings)).to.include('api2.apptivo.com').and.not.include(settings.apiKey);
  });

  it('tests the connection by one cheap call', async () => {
    const run = apptivoSession({ 'dao/v6/customers getAll': () => ({}) });
    await plugin.check(run.session);
    expect(run.calls.map(({ body }) => body['numRecords'])).to.deep.equal(['1']);
  });
});
