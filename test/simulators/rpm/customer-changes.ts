import type { RpmCustomer } from './rpm-data.js';
import type { Actor, RpmState } from './rpm-state.js';
import { OBJECT_TYPE } from './webhooks.js';

/** What a customer may be made of or changed to; what is left out stays. */
export interface CustomerChange {
  name?: string;
  website?: string;
  aliases?: string[];
  fields?: { Field: string; Value: string; Uid: string }[];
}

/** Adds an empty customer of that name and tells the list's age and the webhooks. */
export function addCustomer(state: RpmState, change: CustomerChange, by: Actor): RpmCustomer {
  const now = state.stamp();
  const customer: RpmCustomer = {
    customerId: state.newId('customer'),
    name: change.name ?? '',
    website: change.website ?? '',
    aliases: change.aliases ?? [],
    added: now,
    modified: now,
    fields: change.fields ?? [],
    locations: [],
    accounts: [],
    notes: [],
    notesForStaff: [],
  };
  state.data.customers.push(customer);
  state.indexCustomer(customer);
  tellOfCustomer(state, { customer, event: 'customer.add', by });
  return customer;
}

/** Changes a customer's own data; a new name is also a change of the users who work out of it. */
export function editCustomer(
  state: RpmState,
  { customer, change, by }: { customer: RpmCustomer; change: CustomerChange; by: Actor },
): void {
  const renamed = change.name !== undefined && change.name !== customer.name;
  const { fields, ...plain } = change;
  Object.assign(customer, plain);
  for (const field of fields ?? []) {
    const known = customer.fields.find((each) => each.Uid === field.Uid || each.Field === field.Field);
    if (known) known.Value = field.Value;
    else customer.fields.push({ ...field });
  }
  customer.modified = state.stamp(customer.modified);
  tellOfCustomer(state, { customer, event: 'customer.edit', by });
  if (renamed) state.raiseAge('CustomerUsers');
}

/** Puts a customer into the trash or takes it out; its links and people stay as they are. */
export function setCustomerTrashed(
  state: RpmState,
  { customer, trashed, by }: { customer: RpmCustomer; trashed: boolean; by: Actor },
): void {
  if (trashed) customer.trashed = true;
  else delete customer.trashed;
  customer.modified = state.stamp(customer.modified);
  tellOfCustomer(state, { customer, event: trashed ? 'customer.trash' : 'customer.restore', by });
}

/** Marks customers whose contact box changed, as far as RPM is taken to do so (rpm.md §3.3). */
export function contactBoxChanged(state: RpmState, customerIds: number[], by: Actor): void {
  const { contactEditRaises, contactEditSendsCustomerEdit } = state.assumptions;
  for (const customerId of customerIds) {
    const customer = state.customers.get(customerId);
    if (!customer) continue;
    if (contactEditRaises === 'modified') customer.modified = state.stamp(customer.modified);
    if (contactEditSendsCustomerEdit && by.tellsWebhooks) {
      state.tellWebhooks({ name: 'customer.edit', objectType: OBJECT_TYPE.customer, objectId: customerId });
    }
  }
  if (contactEditRaises !== 'nothing' && customerIds.length > 0) state.raiseAge('CustomerAndAliasList');
}

function tellOfCustomer(
  state: RpmState,
  { customer, event, by }: { customer: RpmCustomer; event: string; by: Actor },
): void {
  state.raiseAge('CustomerAndAliasList');
  if (!by.tellsWebhooks) return;
  state.tellWebhooks({ name: event, objectType: OBJECT_TYPE.customer, objectId: customer.customerId });
}
