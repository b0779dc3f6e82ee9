import {
  addContact,
  editContact,
  linkContact,
  promoteContact,
  setPrincipal,
  unlinkContact,
  type ContactChange,
} from './contact-changes.js';
import { addCustomer, editCustomer, setCustomerTrashed, type CustomerChange } from './customer-changes.js';
import type { RpmContact, RpmCustomer } from './rpm-data.js';
import { known, STAFF as by, type RpmState } from './rpm-state.js';

/** A customer and one of its people. */
export interface Pair {
  customerId: number;
  contactId: number;
}

/** What staff do on the pages of customers and contacts; most of it no API call can do (rpm.md §3). */
export function staffCustomerChanges(state: RpmState) {
  const customerOf = (id: number): RpmCustomer => known(state.customers, id, 'customer');
  const contactOf = (id: number): RpmContact => known(state.contacts, id, 'contact');
  const pairOf = ({ customerId, contactId }: Pair): { customer: RpmCustomer; contact: RpmContact } => ({
    customer: customerOf(customerId),
    contact: contactOf(contactId),
  });

  return {
    addCustomer(change: CustomerChange & { name: string }): { customerId: number } {
      return { customerId: addCustomer(state, change, by).customerId };
    },
    editCustomer({ customerId, ...change }: CustomerChange & { customerId: number }): void {
      editCustomer(state, { customer: customerOf(customerId), change, by });
    },
    trashCustomer({ customerId }: { customerId: number }): void {
      setCustomerTrashed(state, { customer: customerOf(customerId), trashed: true, by });
    },
    restoreCustomer({ customerId }: { customerId: number }): void {
      setCustomerTrashed(state, { customer: customerOf(customerId), trashed: false, by });
    },
    /** RPM-2: a new person is the customer's primary contact or an additional one. */
    addContact(added: ContactChange & { customerId: number; isPrimary?: boolean }): { contactId: number } {
      const { customerId, isPrimary = false, ...change } = added;
      const contact = addContact(state, { customer: customerOf(customerId), change, isPrimary, by });
      return { contactId: contact.contactId };
    },
    editContact({ contactId, ...change }: ContactChange & { contactId: number }): void {
      editContact(state, { contact: contactOf(contactId), change, by });
    },
    /** RPM-1: a person of one customer becomes a person of another one too. */
    linkContact({ isPrimary = false, ...pair }: Pair & { isPrimary?: boolean }): void {
      linkContact(state, { ...pairOf(pair), isPrimary, by });
    },
    unlinkContact(pair: Pair): void {
      unlinkContact(state, { ...pairOf(pair), by });
    },
    /** RPM-4 */
    setPrimary(pair: Pair): void {
      promoteContact(state, { ...pairOf(pair), by });
    },
    /** RPM-5; without a customer the contact has none any more. */
    setPrincipal({ contactId, customerId }: { contactId: number; customerId?: number }): void {
      setPrincipal(state, contactOf(contactId), customerId ? customerOf(customerId) : undefined);
    },
  };
}
