import { definePlugin, parallel, window } from 'portico/contract';

import { actions } from './actions.js';
import { assumed } from './assumed.js';
import { transport } from './client.js';
import { check, discover } from './discover.js';
import { granted, policy } from './policy.js';
import { settings, type MobiworkSettings } from './settings.js';
import { streams } from './streams.js';

/** MobiWork MWS, a field service: customers with their contacts and places, work orders, invoices, estimates. */
export const plugin = definePlugin<MobiworkSettings>({
  id: 'mobiwork',
  version: '1.0.0',
  contract: 1,
  title: 'MobiWork MWS',
  settings,
  account: ({ url, clientId, apiLoginId }) => `${apiLoginId}@${url.replace(/\/+$/, '')}/${clientId}`,
  limits: ({ callsPerSecond = assumed.callsPerSecond }) => [
    parallel(1),
    window({ calls: callsPerSecond, per: '1s' }),
  ],
  transport,
  check,
  discover,
  streams,
  actions,
  // The vendor's PINs are never read (mobiwork.md §6), so there is no check of its own.
  signIn: { binds: 'contact', granted },
  policy,
});
