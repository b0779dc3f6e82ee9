import { expect } from 'chai';

import { compileValidator, schemaValidator } from '../../../core/json-schema.js';
import { plugin } from '../../../plugins/rpm/plugin.js';
import { notFound, rpmSession, settings } from './rpm-session.js';

describe('RPM plugin', () => {
  it('is a plugin by the schema, and its settings ask for no more than address and key', () => {
    expect(schemaValidator('plugin.json').check(plugin)).to.deep.equal([]);
    const misfits = (given: object) =>
      compileValidator(plugin.settings)
        .check(given)
        .map(({ path }) => path);
    expect(misfits({ ...settings })).to.deep.equal([]);
    expect(misfits({ ...settings, visibleFields: { '12': { '500_301': 'hidden' } } })).to.deep.equal([
      'visibleFields.12.500_301',
    ]);
    expect(misfits({ url: settings.url })).to.deep.equal(['apiKey']);
  });

  it('RPM-10: lets RPM check a password of its own, and lets nobody in whom it does not know', async () => {
    const check = async (answer: object) =>
      plugin.signIn.check?.(rpmSession({ UserPasswordCheck: () => answer }).session, 'ada.moreau', 'secret');
    expect(await check({ Success: true })).to.equal(true);
    expect(await check({ Success: false })).to.equal(false);
    expect(await check(notFound('Username'))).to.equal(false);
    expect(await check({ Success: 'perhaps' }).catch((error: unknown) => error)).to.include({
      kind: 'contract',
    });
  });

  it('tests the connection by one call, and shares limits by account without showing the key', async () => {
    const run = rpmSession({ Info: () => ({ TimeOffset: '-07:00', TimeDst: false }) });
    await plugin.check(run.session);
    expect(run.endpoints()).to.deep.equal(['Info']);
    expect(plugin.account?.(settings)).to.include('secure.rpm.example').and.not.include('a key');
    expect(plugin.limits?.({ ...settings, callsPerDay: 5000 })).to.deep.equal([
      { kind: 'parallel', calls: 20 },
      { kind: 'window', calls: 5000, per: '1d' },
    ]);
  });
});
