import { answerList, contains, equals, type Filters } from './answer-list.js';
import { setContacts, setPrimaryContact } from './contact-changes.js';
import { customerWire, primaryOf } from './customer-wire.js';
import { editedCustomFields, setAddress, setValues } from './edit-values.js';
import { emptyCustomer } from './empty-rows.js';
import type { Handlers } from './mobiwork-call.js';
import type { MobiworkCustomer } from './mobiwork-data.js';
import { DELETED, MobiworkError } from './mobiwork-error.js';
import { found, type MobiworkState } from './mobiwork-state.js';
import type { XmlInput } from './xml-input.js';

const VALUES = [
  'externalCustomerId',
  'companyName',
  'category',
  'enabled',
  'prospectFlag',
  'taxable',
] as const;

/** The calls on customers, and through them on contacts (mobiwork.md §3). */
export const customerCalls: Handlers = {
  'customer/list': {
    method: 'POST',
    run: ({ state, input }) =>
      answerList(state, input, {
        listName: 'customerList',
        itemName: 'customer',
        rows: state.data.customers,
        filters: customerFilters(state),
        toWire: (customer) => customerWire(state, customer),
      }),
  },
  'customer/view': {
    method: 'GET',
    run: ({ state, id, query }) => {
      const externalId = query.get('externalId');
      if (externalId === null) return { customer: customerWire(state, state.customer(id)) };
      const customer = state.data.customers.find((each) => each.externalCustomerId === externalId);
      return { customer: customerWire(state, found(customer, `customer ${externalId}`)) };
    },
  },
  'customer/add': {
    method: 'POST',
    run: ({ state, input, user }) => {
      const element = found(input.child('customer'), 'customer element');
      const customer: MobiworkCustomer = {
        ...emptyCustomer(0),
        fromDate: state.day(state.now().toISOString()),
        createdBy: user.mobiworkUserId,
      };
      setCustomer(state, customer, element, true);
      customer.mobiworkCustomerId = state.nextId('customer');
      state.data.customers.push(customer);
      return { customer: customerWire(state, customer) };
    },
  },
  'customer/edit': {
    method: 'POST',
    run: ({ state, id, input }) => {
      const current = state.customer(id);
      // A refusal half-way changes nothing.
      const customer = structuredClone(current);
      setCustomer(state, customer, found(input.child('customer'), 'customer element'), false);
      Object.assign(current, customer);
      return { customer: customerWire(state, current) };
    },
  },
  'customer/delete': {
    method: 'GET',
    run: ({ state, id }) => {
      const customer = state.customer(id);
      const hasWorkOrders = state.data.workOrders.some(({ customerId }) => customerId === id);
      if (hasWorkOrders) throw new MobiworkError('hasWorkOrders');
      state.data.customers.splice(state.data.customers.indexOf(customer), 1);
      return { '#text': DELETED };
    },
  },
};

function setCustomer(
  state: MobiworkState,
  customer: MobiworkCustomer,
  input: XmlInput,
  isNew: boolean,
): void {
  setValues<MobiworkCustomer, (typeof VALUES)[number]>(state, input, { row: customer, names: VALUES, isNew });
  const type = input.text('type');
  if (type === 'RESIDENTIAL' || type === 'BUSINESS') customer.type = type;
  const assignedTo = input.number('assignedTo');
  if (assignedTo !== undefined) customer.assignedTo = assignedTo;
  const statusId = input.number('statusId');
  if (statusId !== undefined) customer.statusId = statusId;
  const address = input.child('address');
  if (address) {
    const main = setAddress(state, address, customer.addresses);
    customer.addresses = [main, ...customer.addresses.filter((each) => each !== main)];
  }
  const primary = input.child('primaryContact') ?? (isNew ? input.child('contact') : undefined);
  if (primary) setPrimaryContact(state, customer, primary);
  else if (!isNew && state.assumptions.editNeedsPrimaryContact)
    throw new MobiworkError('required', 'primaryContact');
  setContacts(state, customer, input);
  customer.customFields = editedCustomFields(state, input, customer.customFields);
  if (customer.type === 'BUSINESS' && !customer.companyName)
    throw new MobiworkError('required', 'companyName');
}

/** `radius` has no effect: nobody has a place on the map here. */
function customerFilters({ data }: MobiworkState): Filters<MobiworkCustomer> {
  return {
    customerType: ({ type }, wanted) =>
      equals(type, wanted) || (type === 'RESIDENTIAL' ? '1' : '2') === wanted,
    name: (customer, wanted) => contains(customer.companyName ?? fullName(customer), wanted),
    lastName: ({ contacts }, wanted) => contacts.some(({ lastName }) => contains(lastName, wanted)),
    companyName: ({ companyName }, wanted) => contains(companyName, wanted),
    externalId: ({ externalCustomerId }, wanted) => externalCustomerId === wanted,
    workOrderId: ({ mobiworkCustomerId }, wanted) =>
      data.workOrders.some(
        (each) => each.customerId === mobiworkCustomerId && equals(each.mobiworkWorkOrderId, wanted),
      ),
    assignedTo: ({ assignedTo }, wanted) => equals(assignedTo, wanted),
    phoneNumber: ({ contacts }, wanted) =>
      contacts.some(({ phoneNumber, altPhoneNumber }) =>
        [phoneNumber, altPhoneNumber].some(
          (phone) => digits(phone) !== '' && digits(phone) === digits(wanted),
        ),
      ),
    address: ({ addresses }, wanted) =>
      addresses.some(({ address1, city, zipCode }) => contains(`${address1} ${city} ${zipCode}`, wanted)),
    category: ({ category }, wanted) => equals(category, wanted),
    createdBy: ({ createdBy }, wanted) => equals(createdBy, wanted),
  };
}

function fullName(customer: MobiworkCustomer): string {
  const primary = primaryOf(customer);
  return `${primary?.firstName ?? ''} ${primary?.lastName ?? ''}`.trim();
}

function digits(phone: string | null): string {
  return (phone ?? '').replace(/\D/g, '');
}
