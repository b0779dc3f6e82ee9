import { createHash } from 'node:crypto';

import { codec, definePlugin, Fault, parallel, window } from 'portico/contract';

import { actions } from './actions.js';
import { call, transport, type RpmSession } from './client.js';
import { discover, readInfo } from './discover.js';
import { policy } from './policy.js';
import { settings, type RpmSettings } from './settings.js';
import { streams } from './streams.js';
import { webhooks } from './webhooks.js';

/** RPM Software (RPM Telco, Cube): customers, customer users, and the forms of each process. */
export const plugin = definePlugin<RpmSettings>({
  id: 'rpm',
  version: '1.1.0',
  contract: 1,
  title: 'RPM Software',
  settings,
  account: ({ url, apiKey }) => `${new URL(url).host} ${createHash('sha256').update(apiKey).digest('hex')}`,
  // The vendor's own client runs at most 20 calls at once; older accounts have a daily cap (rpm.md §5).
  limits: ({ callsPerDay }) => [
    parallel(20),
    ...(callsPerDay === undefined ? [] : [window({ calls: callsPerDay, per: '1d' })]),
  ],
  transport,
  check: async (session) => void (await readInfo(session)),
  discover,
  streams,
  actions,
  webhooks,
  participantsBy: 'login',
  signIn: { binds: 'contact', check: checkPassword },
  policy,
});

/** RPM's own check; somebody it does not know is simply not let in (rpm.md §3.1 UserPasswordCheck). */
async function checkPassword(session: RpmSession, Username: string, Password: string): Promise<boolean> {
  try {
    const answer = codec.object({ Success: codec.required(codec.boolean) });
    return (await call(session, 'UserPasswordCheck', { Username, Password }, answer)).Success;
  } catch (error) {
    if (error instanceof Fault && error.kind === 'notFound') return false;
    throw error;
  }
}
