import type { ApptivoContact, ApptivoCustomer, Flag } from './apptivo-data.js';
import { firstMail, type ApptivoState } from './apptivo-state.js';
import { acceptInvitation, dropLogin, inviteContact, loginOf, moveContact } from './portal-access.js';

export interface OfContact {
  contactId: number;
}

export interface OfCustomer {
  customerId: number;
}

/** What staff change of customers and contacts in Apptivo's own pages. */
export function staffPeopleChanges(state: ApptivoState, known: Known) {
  const { data } = state;

  return {
    /** APT-1, APT-8, APT-19: sends the invitation, again if there was one. */
    enableLogin: ({ contactId }: OfContact): void => inviteContact(state, known.contact(contactId)),
    /** The person follows the invitation. */
    acceptInvitation: ({ contactId, password }: OfContact & { password: string }): void =>
      acceptInvitation(state, contactId, password),
    disableLogin({ contactId }: OfContact): void {
      if (!data.firm.loginActions.disable) throw new Error('"Disable Login" is not switched on (APT-12)');
      const login = loginOf(state, contactId);
      if (!login) throw new Error(`contact ${contactId} has no login`);
      login.state = 'disabled';
    },
    setLoginActions: (actions: { enable: boolean; disable: boolean }): void =>
      void (data.firm.loginActions = { ...actions }),
    /** APT-18 */
    setAppAccess: ({ contactId, apps }: OfContact & { apps: string[] }): void =>
      void (known.contact(contactId).appAccess = [...apps]),
    /**
     * Saves a contact with another customer or e-mail. If it has a portal login this only warns, until `confirmed`
     * (APT-4, APT-5); then the login is gone (APT-6, APT-11).
     */
    saveContact(to: OfContact & { customerId?: number | null; email?: string; confirmed?: boolean }): {
      saved: boolean;
      warning?: string;
    } {
      const contact = known.contact(to.contactId);
      const customerId = to.customerId === null ? undefined : (to.customerId ?? contact.accountId);
      if (customerId !== undefined) known.customer(customerId);
      const moves = customerId !== contact.accountId;
      const changesMail = to.email !== undefined && to.email !== firstMail(contact);
      if ((moves || changesMail) && loginOf(state, to.contactId)) {
        const warning = 'Portal access will be disabled for this contact';
        if (!to.confirmed) return { saved: false, warning };
        dropLogin(state, to.contactId);
      }
      if (moves) moveContact(state, contact, customerId);
      if (changesMail) setMail(contact, to.email ?? '');
      state.touch(contact, 'Sam Field');
      return { saved: true };
    },
    /** APT-3: one more customer for a contact, or one fewer; the one in its own record stays. */
    associate(link: OfContact & OfCustomer): void {
      known.contact(link.contactId);
      known.customer(link.customerId);
      data.links.push({ contactId: link.contactId, customerId: link.customerId });
    },
    dissociate({ contactId, customerId }: OfContact & OfCustomer): void {
      const contact = known.contact(contactId);
      data.links = data.links.filter(
        (each) => each.contactId !== contactId || each.customerId !== customerId,
      );
      if (contact.accountId !== customerId) return;
      delete contact.accountId;
      dropLogin(state, contactId);
      state.touch(contact, 'Sam Field');
    },
    setPrimary({ contactId, isPrimary }: OfContact & { isPrimary: Flag }): void {
      const contact = known.contact(contactId);
      contact.isPrimary = isPrimary;
      state.touch(contact, 'Sam Field');
    },
    renameContact({ contactId, ...names }: OfContact & { firstName?: string; lastName?: string }): void {
      state.touch(Object.assign(known.contact(contactId), names), 'Sam Field');
    },
    deleteContact: ({ contactId }: OfContact): void => setDeleted(known.contact(contactId), true),
    restoreContact: ({ contactId }: OfContact): void => setDeleted(known.contact(contactId), false),
    renameCustomer({ customerId, name }: OfCustomer & { name: string }): void {
      const customer = known.customer(customerId);
      customer.customerName = name;
      state.touch(customer, 'Sam Field');
    },
    setParent({ customerId, parentCustomerId }: OfCustomer & { parentCustomerId: number | null }): void {
      const customer = known.customer(customerId);
      if (parentCustomerId === null) delete customer.parentCustomerId;
      else customer.parentCustomerId = known.customer(parentCustomerId).customerId;
      state.touch(customer, 'Sam Field');
    },
    deleteCustomer: ({ customerId }: OfCustomer): void => setDeleted(known.customer(customerId), true),
    restoreCustomer: ({ customerId }: OfCustomer): void => setDeleted(known.customer(customerId), false),
  };
}

/** Finds what a change names, deleted or not, or throws. */
export interface Known {
  customer(id: number): ApptivoCustomer;
  contact(id: number): ApptivoContact;
}

function setDeleted(row: ApptivoCustomer | ApptivoContact, deleted: boolean): void {
  row.deleted = deleted;
}

function setMail(contact: ApptivoContact, emailAddress: string): void {
  const [first, ...others] = contact.emailAddresses;
  const item = {
    id: 'cont_email_input',
    emailType: 'Business',
    emailTypeCode: 'BUSINESS',
    ...first,
    emailAddress,
  };
  contact.emailAddresses = emailAddress ? [item, ...others] : others;
}
