import { addContact } from './contact-changes.js';
import { readContact } from './contacts.js';
import { addCustomer, editCustomer, type CustomerChange } from './customer-changes.js';
import { toCustomer } from './customer-wire.js';
import { customerNamed, customerOf } from './find-customer.js';
import type { RpmCustomer } from './rpm-data.js';
import { refuse } from './rpm-error.js';
import { flagOf, idOf, listOf, objectOf, textOf, type RpmInput } from './rpm-input.js';
import type { Endpoints, RpmState } from './rpm-state.js';
import { toUsDateTime } from './us-date.js';

/** Customers over the API (rpm.md §3.1). Trash and restore are missing: only staff can do them. */
export function customerEndpoints(state: RpmState): Endpoints {
  return {
    Customers() {
      const rows = toRows(state, state.data.customers);
      if (rows.length === 0) refuse('No customers');
      return { Age: state.ageOf('CustomerAndAliasList'), Customers: rows };
    },
    Customer(input) {
      return toCustomer(state, customerOf(state, input), flagOf(input['IncludeLocations']) ?? true);
    },
    CustomerSearch(input) {
      const rows = toRows(state, search(state, input));
      if (rows.length === 0) refuse('No customers');
      return { [state.assumptions.searchKey]: rows };
    },
    CustomerAdd(input) {
      const wanted = objectOf(input['Customer']);
      const change = toChange(wanted);
      if (!change.name) refuse('A unique customer name is required');
      if (customerNamed(state, change.name)) refuse('A customer with that name already exists');
      const alias = textOf(wanted['AliasAdd']);
      const by = state.apiActor(input);
      const customer = addCustomer(state, { ...change, aliases: alias ? [alias] : [] }, by);
      addAddress(state, customer, wanted);
      const first = listOf(wanted['Contacts'])?.[0];
      if (first) {
        const person = readContact(objectOf(first['Contact'] ?? first));
        addContact(state, { customer, change: person, isPrimary: true, by });
      }
      return toCustomer(state, customer);
    },
    CustomerEdit(input) {
      const wanted = objectOf(input['Customer']);
      const named = textOf(wanted['Name']);
      const customer = customerOf(state, { CustomerID: wanted['CustomerID'], Customer: named });
      const owner = named && customerNamed(state, named);
      if (owner && owner !== customer) refuse('A customer with that name already exists');
      const { name, ...rest } = toChange(wanted);
      // Only beside an id is the name a new one; else it said which customer is meant (rpm.md §3.1).
      const change = name && idOf(wanted['CustomerID']) ? { ...rest, name } : rest;
      editCustomer(state, { customer, change, by: state.apiActor(input) });
      return toCustomer(state, customer);
    },
  };
}

/** By name, so that an alias row may well come before that of its customer. */
function toRows(state: RpmState, customers: RpmCustomer[]): object[] {
  const zone = state.data.subscriber;
  const { aliasRowId } = state.assumptions;
  const rows = customers.flatMap((customer) => {
    if (customer.trashed) return [];
    const dates = {
      Added: toUsDateTime(customer.added, zone),
      Modified: toUsDateTime(customer.modified, zone),
    };
    const id: number | string = customer.customerId;
    const row = { Customer: customer.name, CustomerID: id, ...dates };
    if (aliasRowId === 'none' || customer.aliases.length === 0) return [row];
    const aliasId = aliasRowId === 'string' ? String(id) : id;
    return [row, ...customer.aliases.map((alias) => ({ Customer: alias, CustomerID: aliasId, ...dates }))];
  });
  return rows.sort((a, b) => (a.Customer < b.Customer ? -1 : a.Customer > b.Customer ? 1 : 0));
}

function search(state: RpmState, input: RpmInput): RpmCustomer[] {
  const wanted = (textOf(input['Search']) ?? '').toLowerCase();
  const field = textOf(input['Field']);
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  return state.data.customers.filter((customer) =>
    field === undefined
      ? [customer.name, ...customer.aliases].some(holds)
      : customer.fields.some((each) => each.Field === field && holds(each.Value)),
  );
}

function toChange(wanted: RpmInput): CustomerChange {
  const name = textOf(wanted['Name'])?.trim();
  const website = textOf(wanted['Website']);
  const fields = listOf(wanted['Fields'])?.map((each) => ({
    Field: textOf(each['Field']) ?? '',
    Value: textOf(each['Value']) ?? '',
    Uid: textOf(each['Uid']) ?? '',
  }));
  return { ...(name && { name }), ...(website !== undefined && { website }), ...(fields && { fields }) };
}

function addAddress(state: RpmState, customer: RpmCustomer, wanted: RpmInput): void {
  const part = (key: string): string => textOf(wanted[key]) ?? '';
  if (!part('Address') && !part('City')) return;
  customer.locations.push({
    locationId: state.newId('location'),
    name: part('LocationName') || 'Main',
    isPrimary: true,
    address: part('Address'),
    city: part('City'),
    stateProvince: part('StateProvince') || 'n/a',
    country: part('Country'),
    zipPostalCode: part('ZipPostalCode'),
  });
}
