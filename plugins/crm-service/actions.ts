import { codec, Fault, hub, native, type Actions, type Command, type Facts } from 'portico/contract';

import { change, readOne, type Attributes } from './client.js';
import { asAttributes, dataOf, idIn, needed, optional } from './command.js';
import { vendorFacts } from './discover.js';
import { fileActions } from './file-actions.js';
import { contactMapping, customerMapping } from './mapping.js';
import { paying, ordering } from './order-actions.js';
import { recordMapping } from './record-mapping.js';
import { knownOf } from './rows.js';
import type { CrmSettings } from './settings.js';
import { sourceOf } from './sources.js';
import { changing, making, removing } from './writing.js';

/** What the API can do (crm-service.md §3). It has no participants, and no comments on tickets: the hub keeps those. */
export function actions(facts: Facts, settings: CrmSettings): Actions<CrmSettings> {
  const { modules } = vendorFacts(facts);
  const has = (module: string) => modules[module] !== undefined;
  const names = (module: string) => modules[module]?.names ?? {};
  return {
    ...(has('accounts') && customerActions(facts, settings)),
    ...(has('contacts') && contactActions(facts, settings)),
    ...(has('tickets') && ticketActions(facts, settings)),
    ...(has('portal_users') && loginActions(facts)),
    ...(has('sales_orders') && has('sales_order_rows') && { 'salesOrder.create': ordering(facts, settings) }),
    ...(has('invoice_payments') && { 'invoice.pay': paying(facts, settings) }),
    ...(has('mass_event_registrations') && {
      'event.register': making(facts, settings, registration(names('mass_event_registrations'))),
    }),
    ...fileActions(facts),
  };
}

const customerActions = (facts: Facts, settings: CrmSettings): Actions<CrmSettings> => {
  const mapping = customerMapping(knownOf(facts, settings, 'accounts'));
  const attributes = (command: Command) => asAttributes(mapping.write(dataOf(command, 'id', 'customer')));
  return {
    'customer.create': making(facts, settings, {
      module: 'accounts',
      attributes: (_, command) => attributes(command),
    }),
    'customer.update': changing('accounts', attributes),
  };
};

/** A new person belongs to the account that the command names (C-22); moving changes nothing else. */
const contactActions = (facts: Facts, settings: CrmSettings): Actions<CrmSettings> => {
  const mapping = contactMapping(knownOf(facts, settings, 'contacts'), 'contact');
  const attributes = (command: Command): Attributes =>
    asAttributes(mapping.write(dataOf(command, 'id', 'kind', 'customer', 'customers', 'primary')));
  return {
    'contact.create': making(facts, settings, {
      module: 'contacts',
      attributes: (_, command) => {
        const principal = optional(command, 'principal') ?? optional(command, 'customer');
        return {
          ...attributes(command),
          ...asAttributes(mapping.write(principal === undefined ? {} : { principal })),
        };
      },
    }),
    'contact.update': changing('contacts', attributes),
    'contact.move': changing('contacts', (command) => {
      const principal = optional(command, 'principal') ?? needed(command, 'customer');
      return asAttributes(mapping.write({ principal }));
    }),
    // Its portal users end with it (C-24b).
    'contact.delete': removing('contacts'),
  };
};

const ticketActions = (facts: Facts, settings: CrmSettings): Actions<CrmSettings> => {
  const source = sourceOf('ticket');
  if (!source) return {};
  const mapping = recordMapping(source, knownOf(facts, settings, 'tickets'));
  const attributes = (command: Command) => asAttributes(mapping.write(dataOf(command, 'id')));
  return {
    'ticket.create': making(facts, settings, {
      module: 'tickets',
      attributes: (_, command) => attributes(command),
    }),
    'ticket.update': changing('tickets', attributes),
    'ticket.comment': hub(),
  };
};

/** C-20: the Active setting. It is not switched on for a person without a valid address (C-17). */
const loginActions = (facts: Facts): Actions<CrmSettings> => {
  const { modules } = vendorFacts(facts);
  const { active, contact: contactName = '' } = modules['portal_users']?.names ?? {};
  const { email = '' } = modules['contacts']?.names ?? {};
  if (active === undefined) return {};
  const setActive = (on: boolean) =>
    native<CrmSettings>({
      write: async ({ http }, command) => {
        const id = idIn(command);
        if (on) {
          const user = await readOne(http, 'portal_users', id);
          const contactId = codec.id.decode(user?.[contactName], contactName);
          const person =
            contactId === undefined ? undefined : await readOne(http, 'contacts', contactId, ['id', email]);
          if (!/^[^\s@]+@[^\s@]+$/.test(codec.text.decode(person?.[email], email) ?? ''))
            throw new Fault(
              'invalidRecord',
              'The contact has no valid e-mail address. Enter one, then switch it on.',
            );
        }
        await change(http, 'portal_users', id, { [active]: on });
        return { id };
      },
    });
  return { 'login.enable': setActive(true), 'login.disable': setActive(false) };
};

/** One registration of a person for an event, however often it is asked for (C-09). */
const registration = ({
  event = 'mass_event_id',
  contact = 'contact_id',
}: Readonly<Record<string, string>>) => {
  const attributes = (command: Command): Attributes => ({
    [event]: idIn(command),
    [contact]: optional(command, 'contact') ?? needed(command, 'contacts'),
  });
  return {
    module: 'mass_event_registrations',
    attributes: (_: unknown, command: Command) => attributes(command),
    unique: attributes,
  };
};
