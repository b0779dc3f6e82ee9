import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import type { Action } from './app-calls.js';
import { toWire, type AppTable } from './app-table.js';
import type { ApptivoContact } from './apptivo-data.js';
import { ApptivoFailure } from './apptivo-input.js';
import type { ApptivoState } from './apptivo-state.js';
import { unknownReply } from './unknown-reply.js';

/** Which contacts a customer has, and one more for it; there is no call to take one away (apptivo.md §3.1). */
export function associationCalls(
  state: ApptivoState,
  contacts: AppTable<ApptivoContact>,
): Record<string, Action> {
  return {
    getCustomerContacts(params) {
      const { customerContactsOffset, customerContactsPage, customerContactsCount, emptyData } =
        state.assumptions;
      const rows = state.contactsOf(params.needed('customerId'));
      if (params.text('sortDir').toLowerCase() === 'desc') rows.reverse();
      const start = params.number(customerContactsOffset) ?? 0;
      const asked = params.number('iDisplayLength') ?? params.number('numRecords') ?? customerContactsPage;
      const page = rows.slice(start, start + Math.min(asked, customerContactsPage));
      return {
        ...(page.length > 0 && { data: page.map((row) => toWire(state, contacts, row)) }),
        ...(page.length === 0 && emptyData !== 'absent' && { data: emptyData === 'null' ? null : [] }),
        ...(customerContactsCount && { countOfRecords: rows.length }),
      };
    },
    addContact(params) {
      const customerId = params.needed('customerId');
      if (!state.customer(customerId)) throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
      const ids = params.text('contactIds').match(/\d+/g)?.map(Number) ?? [];
      if (ids.length === 0) throw new ApptivoFailure(ASSUMED_TEXTS.missing('contactIds'));
      for (const contactId of ids) {
        const contact = state.contact(contactId);
        if (!contact) throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
        if (state.contactsOf(customerId).includes(contact)) continue;
        state.data.links.push({ contactId, customerId });
        state.changed();
      }
      return unknownReply(state, { customerId, contactIds: ids });
    },
  };
}
