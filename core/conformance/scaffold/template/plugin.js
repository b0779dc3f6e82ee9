// @ts-check
import { codec, definePlugin, parallel, readAnswer } from 'portico/contract';

import { actions } from './actions.js';
import { transport } from './client.js';
import { policy } from './policy.js';
import { settings } from './settings.js';
import { streams } from './streams.js';

/** @import { Plugin, Session } from 'portico/contract' */
/** @import { Settings } from './settings.js' */

const status = codec.object({ name: codec.required(codec.text), done: codec.required(codec.boolean) });
const account = codec.object({
  zone: codec.required(codec.text),
  statuses: codec.required(codec.list(status)),
});

const readAccount = async (/** @type {Session<Settings>} */ { http }) =>
  readAnswer(account, await http.get('account'), 'account');

/** @type {Plugin<Settings>} */
const declaration = {
  id: 'acme',
  version: '0.1.0',
  contract: 1,
  title: 'Acme',
  settings,
  limits: () => [parallel(4)],
  transport,
  check: async (session) => void (await readAccount(session)),
  discover: async (session) => {
    const { zone, statuses } = await readAccount(session);
    return {
      zone,
      modules: {
        ticket: {
          label: 'Tickets',
          statuses: statuses.map(({ name, done }) => ({ name, group: done ? 'closed' : 'open' })),
          fields: [{ name: 'fields.urgent', label: 'Urgent', type: 'boolean' }],
        },
      },
      vendor: null,
    };
  },
  streams,
  actions,
  signIn: { binds: 'contact' },
  policy,
};

export const plugin = definePlugin(declaration);
