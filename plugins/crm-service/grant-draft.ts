import type { Condition, Grant } from 'portico/contract';

/** A grant of one profile, before it has the profile's id, capability and module. */
export type Draft = Omit<Grant, 'id' | 'module'> & { name: string };

export const self: Condition = { f: 'id', eq: { var: 'contact' } };
export const mine: Condition = { link: 'contact', in: { var: 'contacts' } };
export const ofMyAccount: Condition = { f: 'customer', in: { var: 'customers' } };
export const listed: Condition = { f: 'public', eq: true };
