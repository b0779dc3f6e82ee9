import { definePlugin, parallel } from 'portico/contract';

import { actions } from './actions.js';
import { parallelCalls } from './assumed.js';
import { baseOf, transport } from './client.js';
import { check, discover } from './discover.js';
import { policy } from './policy.js';
import { settings, type CrmSettings } from './settings.js';
import { streams } from './streams.js';

/** CRM-service (crmservice.fi): its JSON:API, and the rules of its Self-Service Portal. */
export const plugin = definePlugin<CrmSettings>({
  id: 'crm-service',
  version: '1.0.0',
  contract: 1,
  title: 'CRM-service',
  settings,
  account: ({ url }) => baseOf(url),
  limits: () => [parallel(parallelCalls)],
  transport,
  check,
  discover,
  streams,
  actions,
  // A portal user is one contact (C-01); the API checks no passwords.
  signIn: { binds: 'contact' },
  policy,
});
