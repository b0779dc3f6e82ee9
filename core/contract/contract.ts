/** The plugin contract, version 1: all that a plugin may import, as `portico/contract`. */
export * from './codecs.js';
export * from './faults.js';
export * from './json.js';
export * from './mapping.js';
export * from './pages.js';
export * from './plugin.js';
export * from './portico-error.js';
export * from './rows.js';
export * from './session.js';
export * from './stream.js';
export * from './transport.js';
export type { Contact } from './generated/contact.js';
export type { Customer } from './generated/customer.js';
export type { Facts, Field, ModuleFacts } from './generated/facts.js';
export type { Login } from './generated/login.js';
export type { Condition, Grant, Limit as PolicyLimit, Policy, Subject } from './generated/policy.js';
export type { Comment, FileEntry, Line, Parent, Participant, RecordData } from './generated/record.js';
