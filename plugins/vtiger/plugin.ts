import { definePlugin, parallel } from 'portico/contract';

import { actions } from './actions.js';
import { assumed } from './assumed.js';
import { transport } from './client.js';
import { check, discover } from './facts.js';
import { policy } from './policy.js';
import { settings, type VtigerSettings } from './settings.js';
import { streams } from './streams.js';

/** vtiger CRM, coreBOS and their family, by the REST-like web service that they share. */
export const plugin = definePlugin<VtigerSettings>({
  id: 'vtiger',
  version: '1.0.0',
  contract: 1,
  title: 'vtiger CRM, coreBOS',
  settings,
  // V-3: a second sign-in of one user spoils the first, so sessions are shared by user, not by connection.
  account: ({ url, user }) => `${user}@${url.replace(/\/+$/, '')}`,
  limits: () => [parallel(assumed.parallel)],
  transport,
  check,
  discover,
  streams,
  actions,
  // O-14. coreBOS could check passwords (c190), vtiger cannot: the hub has its own.
  signIn: { binds: 'contact' },
  policy,
});
