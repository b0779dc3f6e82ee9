import {
  PERMISSIONS,
  type MobiworkContact,
  type MobiworkCustomer,
  type MobiworkEstimate,
  type MobiworkInvoice,
  type MobiworkPayment,
  type MobiworkProduct,
  type MobiworkTenant,
  type MobiworkUser,
  type MobiworkWorkOrder,
  type Permission,
} from './mobiwork-data.js';
import { found, type MobiworkState } from './mobiwork-state.js';
import { takePayment } from './payments.js';

/** Everything staff do in MobiWork's own pages, one method each; the names are those of the control path. */
export type MobiworkStaffChanges = ReturnType<typeof createStaffChanges>;

type Edit<Row, Id extends keyof Row> = Pick<Row, Id> & Partial<Omit<Row, Id>>;

/** The staff's doings; each takes one plain object, so that it can come as JSON too. */
export function createStaffChanges(state: MobiworkState) {
  const { data } = state;
  return {
    editCustomer: ({ mobiworkCustomerId, ...values }: Edit<MobiworkCustomer, 'mobiworkCustomerId'>) =>
      void Object.assign(state.customer(mobiworkCustomerId), values),
    /** With everything that hangs on it; only the API refuses (1010). */
    deleteCustomer: ({ mobiworkCustomerId }: { mobiworkCustomerId: number }): void => {
      state.customer(mobiworkCustomerId);
      data.customers = data.customers.filter((each) => each.mobiworkCustomerId !== mobiworkCustomerId);
      for (const name of ['workOrders', 'invoices', 'estimates'] as const) removeOf(name, mobiworkCustomerId);
    },
    /** Disabling a contact, a new number or address, a new PIN, being an administrator (M-16). */
    editContact: ({ contactId, ...values }: Edit<MobiworkContact, 'contactId'>) =>
      void Object.assign(state.contact(contactId).contact, values),
    /** Ticks in the customer's Contacts tab (M-17 to M-20); what is not named stays. */
    setPermissions: ({
      contactId,
      ...ticks
    }: { contactId: number } & Partial<Record<Permission, boolean>>) => {
      const { permissions } = state.contact(contactId).contact;
      for (const each of PERMISSIONS) permissions[each] = ticks[each] ?? permissions[each];
    },
    deleteContact: ({ contactId }: { contactId: number }) => void takeOut(contactId),
    /** The same contact, PIN and id, under another customer. */
    moveContact: ({ contactId, toCustomerId }: { contactId: number; toCustomerId: number }): void => {
      const target = state.customer(toCustomerId);
      target.contacts.push(takeOut(contactId));
    },
    setPrimary: ({ contactId }: { contactId: number }) =>
      void (state.contact(contactId).customer.primaryContactId = contactId),
    /** The button in the customer list that mails the login (M-27). */
    sendCredentials: ({ contactId }: { contactId: number }): void => {
      const { contact } = state.contact(contactId);
      if (!contact.email) throw new Error(`contact ${contactId} has no e-mail address`);
      data.mails.push({ to: contact.email, contactId, pin: contact.pin ?? '' });
    },
    /** Adds give the new row's id. */
    addWorkOrder: (row: Omit<MobiworkWorkOrder, 'mobiworkWorkOrderId'>): number => {
      const mobiworkWorkOrderId = state.nextId('workOrder');
      data.workOrders.push({ ...row, mobiworkWorkOrderId });
      return mobiworkWorkOrderId;
    },
    editWorkOrder: (values: Edit<MobiworkWorkOrder, 'mobiworkWorkOrderId'>) =>
      edit(data.workOrders, 'mobiworkWorkOrderId', values),
    deleteWorkOrder: ({ mobiworkWorkOrderId }: { mobiworkWorkOrderId: number }) =>
      remove(data.workOrders, 'mobiworkWorkOrderId', mobiworkWorkOrderId),
    addInvoice: (row: Omit<MobiworkInvoice, 'invoiceId'>): number => {
      const invoiceId = state.nextId('invoice');
      data.invoices.push({ ...row, invoiceId });
      return invoiceId;
    },
    editInvoice: (values: Edit<MobiworkInvoice, 'invoiceId'>) => edit(data.invoices, 'invoiceId', values),
    deleteInvoice: ({ invoiceId }: { invoiceId: number }) => remove(data.invoices, 'invoiceId', invoiceId),
    /** A payment that arrived (M-30). */
    addPayment: (row: Omit<MobiworkPayment, 'paymentId'>): number => takePayment(state, row).paymentId,
    addEstimate: (row: Omit<MobiworkEstimate, 'mobiworkEstimateId'>): number => {
      const mobiworkEstimateId = state.nextId('estimate');
      data.estimates.push({ ...row, mobiworkEstimateId });
      return mobiworkEstimateId;
    },
    editEstimate: (values: Edit<MobiworkEstimate, 'mobiworkEstimateId'>) =>
      edit(data.estimates, 'mobiworkEstimateId', values),
    deleteEstimate: ({ mobiworkEstimateId }: { mobiworkEstimateId: number }) =>
      remove(data.estimates, 'mobiworkEstimateId', mobiworkEstimateId),
    editProduct: (values: Edit<MobiworkProduct, 'mobiworkProductId'>) =>
      edit(data.products, 'mobiworkProductId', values),
    deleteProduct: ({ mobiworkProductId }: { mobiworkProductId: number }) =>
      remove(data.products, 'mobiworkProductId', mobiworkProductId),
    /** Leaving the firm, or losing the right to act for the API. */
    editUser: (values: Edit<MobiworkUser, 'mobiworkUserId'>) => edit(data.users, 'mobiworkUserId', values),
    /** A new password for the API, the connector off, another zone; tokens already given stay good. */
    editTenant: (values: Partial<MobiworkTenant>) => void Object.assign(data.tenant, values),
    /** Rights of the API's login that were taken away: `invoice`, `payment`, `user`. */
    refuse: ({ entities }: { entities: string[] }) => void (state.refused = new Set(entities)),
    revokeTokens: () => state.tokens.clear(),
    trouble: ({ on }: { on: boolean }) => void (state.inTrouble = on),
  };

  function takeOut(contactId: number): MobiworkContact {
    const { contact, customer } = state.contact(contactId);
    customer.contacts.splice(customer.contacts.indexOf(contact), 1);
    if (customer.primaryContactId === contactId) customer.primaryContactId = null;
    return contact;
  }

  function removeOf(name: 'workOrders' | 'invoices' | 'estimates', goneId: number): void {
    const stays = ({ customerId }: { customerId: number }): boolean => customerId !== goneId;
    Object.assign(data, { [name]: data[name].filter(stays) });
  }
}

function edit<Row, Id extends keyof Row>(rows: Row[], idName: Id, values: Edit<Row, Id>): void {
  const row = rows.find((each) => each[idName] === values[idName]);
  Object.assign(found(row, `${String(idName)} ${String(values[idName])}`) as object, values);
}

function remove<Row, Id extends keyof Row>(rows: Row[], idName: Id, id: Row[Id]): void {
  const place = rows.findIndex((each) => each[idName] === id);
  found(rows[place], `${String(idName)} ${String(id)}`);
  rows.splice(place, 1);
}
