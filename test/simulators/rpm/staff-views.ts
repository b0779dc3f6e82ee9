import { textOfField } from './field-values.js';
import { known, type RpmState } from './rpm-state.js';
import { mayParticipate } from './participants.js';
import type { FieldSecurity } from './rpm-process-data.js';
import { nameOfUser, userOfContact } from './user-changes.js';

/** What a customer user is shown by RPM itself. */
export interface Preview {
  /** RPM-15, RPM-16: one page per customer of the contact. */
  customerIds: number[];
  /** RPM-17, RPM-20: only forms one takes part in, in open processes; RPM-18: only fields not hidden. */
  forms: {
    formId: number;
    number: string;
    fields: { uid: string; value: string; security: FieldSecurity }[];
  }[];
}

/** Pages staff can look at and the API has no call for. */
export function staffViews(state: RpmState) {
  return {
    /** RPM-7, RPM-8, RPM-9: every person with the number of customers and the state of the sign-in. */
    allContacts() {
      return state.data.contacts.map((contact) => {
        const user = userOfContact(state, contact.contactId);
        return {
          contactId: contact.contactId,
          name: `${contact.firstName} ${contact.lastName}`.trim(),
          email: contact.email,
          customers: state.linksOfContact.get(contact.contactId)?.length ?? 0,
          principalCustomerId: contact.principalCustomerId ?? null,
          username: user?.username ?? null,
          enabled: user?.enabled ?? false,
        };
      });
    },
    /** RPM-12: what someone sees who signs in as that user; nothing at all unless enabled. */
    previewAs({ userId }: { userId: number }): Preview & { name: string } {
      const user = known(state.users, userId, 'user');
      const name = nameOfUser(state, user);
      if (user.kind !== 'customer' || !mayParticipate(user)) return { name, customerIds: [], forms: [] };
      const links = state.linksOfContact.get(user.contactId ?? 0) ?? [];
      const customerIds = links
        .map(({ customerId }) => customerId)
        .filter((id) => !state.customers.get(id)?.trashed);
      const forms = state.data.forms.flatMap((form) => {
        const process = known(state.processes, form.processId, 'process');
        const takesPart = form.participants.some((each) => each.userId === userId);
        if (!takesPart || form.trashed || !process.enabled || !process.customerUsers) return [];
        const fields = process.fields
          .filter(({ customerSecurity }) => customerSecurity !== 'hidden')
          .map((field) => ({
            uid: field.uid,
            value: textOfField(state, field, form.fields[field.uid]),
            security: field.customerSecurity,
          }));
        return [{ formId: form.formId, number: form.number, fields }];
      });
      return { name, customerIds, forms };
    },
  };
}
