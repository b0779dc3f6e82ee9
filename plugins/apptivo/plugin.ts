import { createHash } from 'node:crypto';

import { definePlugin, window } from 'portico/contract';

import { caseActions } from './case-actions.js';
import { apps, call, listIn, transport } from './client.js';
import { contactActions } from './contact-actions.js';
import { discover } from './discover.js';
import { policy, privileges } from './policy.js';
import { defaultUrl, settings, type ApptivoSettings } from './settings.js';
import { streams } from './streams.js';

/** Apptivo: customers, contacts and cases, over its API v6. */
export const plugin = definePlugin<ApptivoSettings>({
  id: 'apptivo',
  version: '1.0.0',
  contract: 1,
  title: 'Apptivo',
  settings,
  account: ({ url = defaultUrl, apiKey }) =>
    `${new URL(url).host} ${createHash('sha256').update(apiKey).digest('hex')}`,
  // No figures are known; the maintained client waits a second before every call (apptivo.md §5).
  limits: ({ callsPerSecond = 1 }) => [window({ calls: callsPerSecond, per: '1s' })],
  transport,
  async check(session) {
    const { path, objectId } = apps.customers;
    listIn(await call(session, path, 'getAll', { objectId, startIndex: 0, numRecords: 1 }), 'getAll');
  },
  discover,
  streams,
  actions: (facts, settings) => ({
    ...(facts.modules['contact'] && contactActions(facts, settings)),
    ...(facts.modules['ticket'] && caseActions(facts, settings)),
  }),
  // Its own password check is on another host, and signing in lives in the hub (apptivo.md §7).
  signIn: {
    binds: 'customer',
    granted: (_facts, settings) => (settings.privileges ? privileges : []),
  },
  policy,
});
