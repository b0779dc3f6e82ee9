import { expect } from 'chai';

import { compileValidator, schemaValidator } from '../../../core/json-schema.js';
import { plugin } from '../../../plugins/mobiwork/plugin.js';
import { customerList, mobiworkSession, ok, riverside, settings } from './mobiwork-session.js';

describe('MobiWork plugin', () => {
  it('is a plugin by the schema, and its settings ask for address, tenant and credentials', () => {
    expect(schemaValidator('plugin.json').check(plugin)).to.deep.equal([]);
    const misfits = (given: object) =>
      compileValidator(plugin.settings)
        .check(given)
        .map(({ path }) => path);
    expect(misfits(settings)).to.deep.equal([]);
    expect(misfits({ ...settings, flags: { billing: 'a<b' } })).to.deep.equal(['flags.billing']);
    const { apiPassword, ...open } = settings;
    expect([apiPassword, misfits(open)]).to.deep.equal(['s3cr3t', ['apiPassword']]);
    expect(plugin.settings.properties['apiPassword']).to.include({ secret: true });
  });

  it('has its address by tenant and version, and shares limits and sign-ins by account', () => {
    expect(
      plugin.transport.base({ ...settings, url: 'https://platform.mobiwork.example/', version: '10.0.78' }),
    ).to.equal('https://platform.mobiwork.example/api/rest/12014/10.0.78/');
    expect(plugin.account?.(settings)).to.equal('hub-api@https://www.mobiwork.example/12014');
    expect(plugin.limits?.(settings)).to.deep.equal([
      { kind: 'parallel', calls: 1 },
      { kind: 'window', calls: 2, per: '1s' },
    ]);
  });

  it('tests the connection by a look at one customer', async () => {
    const run = mobiworkSession(() => ok(customerList(riverside())));
    await plugin.check(run.session);
    expect(run.calls.map(({ operation, request }) => [operation, request['maxResults']])).to.deep.equal([
      ['POST customer/list.html', 1],
    ]);
  });
});
