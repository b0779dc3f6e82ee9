import { definePlugin, parallel, window } from 'portico/contract';

import { actions } from './actions.js';
import { assumed } from './assumed.js';
import { transport } from './client.js';
import { granted } from './components.js';
import { check, discover } from './discover.js';
import { policy } from './policy.js';
import { settings, type OpencrmSettings } from './settings.js';
import { streams } from './streams.js';

/** OpenCRM (opencrm.co.uk): companies, contacts and leads with their portal fields, tickets, projects, sales documents. */
export const plugin = definePlugin<OpencrmSettings>({
  id: 'opencrm',
  version: '1.0.0',
  contract: 1,
  title: 'OpenCRM',
  settings,
  account: ({ url }) => new URL(url).host,
  limits: ({ callsPerSecond = assumed.callsPerSecond }) => [
    parallel(1),
    window({ calls: callsPerSecond, per: '1s' }),
  ],
  transport,
  check,
  discover,
  streams,
  actions,
  signIn: { binds: 'contact', granted: (_facts, { components }) => granted(components) },
  policy,
});
