import {
  choiceAttribute,
  partyAttributes,
  textAttribute,
  wrapped,
  type AppTable,
  type Attribute,
} from './app-table.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import type { ApptivoContact } from './apptivo-data.js';
import { ApptivoFailure, toId, toText } from './apptivo-input.js';
import { firstMail, fullName, nameOf, type ApptivoState } from './apptivo-state.js';
import { dropLogin, moveContact } from './portal-access.js';

/** The Contacts app (apptivo.md §3.1); no field of a contact tells its portal login. */
export function contactTable(state: ApptivoState): AppTable<ApptivoContact> {
  const { firm, contacts } = state.data;
  return {
    app: 'contacts',
    idParameter: 'contactId',
    dataParameter: 'contactData',
    attributeParameter: 'attributeNames',
    rows: contacts,
    find: (id) => state.contact(id),
    fields: (row) => ({
      id: String(row.contactId),
      contactId: row.contactId,
      firstName: row.firstName,
      lastName: row.lastName,
      fullName: fullName(row),
      jobTitle: row.jobTitle,
      accountId: row.accountId,
      accountName: state.customer(row.accountId)?.customerName,
      accounts: accountsOf(state, row),
      isPrimary: row.isPrimary,
      contactStatusId: row.contactStatusId,
      contactStatusName: nameOf(firm.contactStatuses, row.contactStatusId),
      emailAddresses: row.emailAddresses,
      phoneNumbers: row.phoneNumbers,
      addresses: row.addresses,
    }),
    texts: (row) => [
      fullName(row),
      state.customer(row.accountId)?.customerName,
      ...row.emailAddresses.map(({ emailAddress }) => emailAddress),
      ...row.phoneNumbers.map(({ phoneNumber }) => phoneNumber),
    ],
    create(input, author) {
      if (!toText(input['lastName'])) throw new ApptivoFailure(ASSUMED_TEXTS.missing('lastName'));
      const row: ApptivoContact = {
        ...state.newRow(author.name),
        contactId: state.newId(),
        lastName: '',
        isPrimary: 'N',
        contactStatusId: firm.contactStatuses[0]?.id ?? 0,
        appAccess: ['Cases'],
        emailAddresses: [],
        phoneNumbers: [],
        addresses: [],
      };
      contacts.push(row);
      return row;
    },
    attributes: contactAttributes(state),
    reply: (wire) => wrapped(state.assumptions.contactSaveWrapper, wire),
  };
}

function contactAttributes(state: ApptivoState): Record<string, Attribute<ApptivoContact>> {
  const { assumptions, data } = state;
  const party = partyAttributes<ApptivoContact>(state);
  const emails = party['emailAddresses'] as Attribute<ApptivoContact>;
  return {
    firstName: textAttribute('firstName'),
    lastName: textAttribute('lastName'),
    jobTitle: textAttribute('jobTitle'),
    isPrimary: textAttribute('isPrimary'),
    contactStatusName: choiceAttribute(['contactStatusId', 'contactStatusName'], data.firm.contactStatuses),
    ...party,
    emailAddresses: {
      ...emails,
      write(row, given) {
        const before = firstMail(row);
        emails.write(row, given);
        if (assumptions.apiChangeDisablesLogin && firstMail(row) !== before) dropLogin(state, row.contactId);
      },
    },
    accountName: {
      keys: ['accountId', 'accountName'],
      write(row, { input }) {
        const id =
          toId(input['accountId']) ??
          data.customers.find((each) => each.customerName === input['accountName'])?.customerId;
        const customer = state.customer(id);
        if (!customer || customer.deleted) throw new ApptivoFailure(ASSUMED_TEXTS.missing('accountId'));
        if (customer.customerId === row.accountId) return;
        moveContact(state, row, customer.customerId);
        if (assumptions.apiChangeDisablesLogin) dropLogin(state, row.contactId);
      },
    },
  };
}

/** The shape of its items was not found. */
function accountsOf(state: ApptivoState, { contactId, accountId }: ApptivoContact): object[] {
  const { accountsShape } = state.assumptions;
  if (accountsShape === 'none') return [];
  const more = state.data.links.filter((each) => each.contactId === contactId);
  const ids = [accountId, ...more.map(({ customerId }) => customerId)];
  return ids.flatMap((id): object[] => {
    const customer = state.customer(id);
    if (!customer) return [];
    const { customerId, customerName } = customer;
    return accountsShape === 'account'
      ? [{ accountId: customerId, accountName: customerName }]
      : [{ customerId, customerName }];
  });
}
