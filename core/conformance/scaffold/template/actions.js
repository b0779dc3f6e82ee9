// @ts-check
import { codec, manual, native, readItem } from 'portico/contract';

import { makeRow, readList } from './client.js';
import { ticketMapping } from './mapping.js';

/** @import { Actions, RecordData } from 'portico/contract' */
/** @import { Settings } from './settings.js' */

/**
 * What can be written. The CRM keeps our key as `ref`, so that after a lost answer `find` knows what was made.
 * @returns {Actions<Settings>}
 */
export const actions = () => ({
  'ticket.create': native({
    write: (session, { key, body }) => {
      const data = /** @type {Partial<RecordData>} */ (body);
      return makeRow(session, 'tickets', { ...ticketMapping.write(data), ref: key });
    },
    find: async (session, { key }) => {
      const { items } = await readList(session, 'tickets', { ref: key });
      return items[0] && readItem(codec.id, items[0].id, 'id');
    },
  }),
  'ticket.delete': manual('Open the ticket in the CRM and delete it there.'),
});
