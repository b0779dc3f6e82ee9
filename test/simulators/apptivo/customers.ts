import { choiceAttribute, partyAttributes, textAttribute, type AppTable } from './app-table.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import { OBJECT_ID, type ApptivoCustomer } from './apptivo-data.js';
import { ApptivoFailure, toText } from './apptivo-input.js';
import { nameOf, type ApptivoState } from './apptivo-state.js';

/** The Customers app (apptivo.md §3.1). */
export function customerTable(state: ApptivoState): AppTable<ApptivoCustomer> {
  const { firm, customers } = state.data;
  return {
    app: 'customers',
    idParameter: 'customerId',
    dataParameter: 'customerData',
    attributeParameter: 'attributeName',
    rows: customers,
    find: (id) => state.customer(id),
    fields(row) {
      const { parentIdKey } = state.assumptions;
      const employee = firm.employees[0];
      return {
        id: String(row.customerId),
        customerId: row.customerId,
        customerName: row.customerName,
        customerNumber: row.customerNumber,
        statusId: row.statusId,
        statusName: nameOf(firm.customerStatuses, row.statusId),
        customerCategory: row.customerCategory,
        parentCustomerName: state.customer(row.parentCustomerId)?.customerName,
        ...(parentIdKey && { [parentIdKey]: row.parentCustomerId }),
        website: row.website,
        description: row.description,
        emailAddresses: row.emailAddresses,
        phoneNumbers: row.phoneNumbers,
        addresses: row.addresses,
        assigneeObjectId: OBJECT_ID.employees,
        assigneeObjectRefId: employee?.employeeId,
        assigneeObjectRefName: employee?.name,
      };
    },
    texts: (row) => [
      row.customerName,
      row.customerNumber,
      row.website,
      ...row.emailAddresses.map(({ emailAddress }) => emailAddress),
      ...row.phoneNumbers.map(({ phoneNumber }) => phoneNumber),
    ],
    create(input, author) {
      for (const name of ['customerName', 'assigneeObjectId', 'assigneeObjectRefId', 'assigneeObjectRefName'])
        if (!toText(input[name])) throw new ApptivoFailure(ASSUMED_TEXTS.missing(name));
      const customerId = state.newId();
      const row: ApptivoCustomer = {
        ...state.newRow(author.name),
        customerId,
        customerName: '',
        customerNumber: `CU-${customerId}`,
        statusId: firm.customerStatuses[0]?.id ?? 0,
        emailAddresses: [],
        phoneNumbers: [],
        addresses: [],
      };
      customers.push(row);
      return row;
    },
    attributes: {
      customerName: textAttribute('customerName'),
      customerCategory: textAttribute('customerCategory'),
      website: textAttribute('website'),
      description: textAttribute('description'),
      statusName: choiceAttribute(['statusId', 'statusName'], firm.customerStatuses),
      ...partyAttributes(state),
    },
    reply: (wire) => ({ customer: wire }),
  };
}
