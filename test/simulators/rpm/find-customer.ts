import type { RpmCustomer } from './rpm-data.js';
import { refuse } from './rpm-error.js';
import { idOf, textOf, type RpmInput } from './rpm-input.js';
import type { RpmState } from './rpm-state.js';

/** Finds the customer a call means by `CustomerID` or `Customer`; the id wins (rpm.md §3.1). */
export function customerOf(state: RpmState, input: RpmInput): RpmCustomer {
  const id = idOf(input['CustomerID']);
  const name = textOf(input['Customer']);
  if (id === undefined && !name) refuse('Customer name or ID must be specified');
  const customer = id === undefined ? customerNamed(state, name ?? '') : state.customers.get(id);
  if (!customer || customer.trashed) refuse('Customer not found');
  return customer;
}

/** Finds a customer by its name or an alias, whatever the case; trashed ones keep no name occupied. */
export function customerNamed(state: RpmState, name: string): RpmCustomer | undefined {
  const wanted = name.trim().toLowerCase();
  return state.data.customers.find(
    (each) => !each.trashed && [each.name, ...each.aliases].some((text) => text.toLowerCase() === wanted),
  );
}
