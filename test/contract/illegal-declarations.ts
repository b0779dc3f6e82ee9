/**
 * Declarations that must not compile, each with the reason. `tsc` fails where one of them does compile;
 * illegal-declarations.test.ts proves that all of them are looked at.
 */
import {
  at,
  codec,
  contact,
  definePlugin,
  derive,
  manual,
  mapping,
  members,
  native,
  record,
  stream,
  window,
  type ActionName,
  type Condition,
  type Contact,
  type Customer,
  type Facts,
  type Field,
  type Limit,
  type Login,
  type Page,
  type Plugin,
  type Policy,
  type RecordData,
  type Row,
  type Session,
} from '../../core/contract/contract.js';

interface Item {
  id: string;
  changed: string;
}
interface Settings {
  token: string;
}

const items = (): Promise<Item[]> => Promise.resolve([]);
const base = {
  id: (item: Item) => item.id,
  map: (): Row[] => [],
  page: async () => ({ items: await items() }),
};
const readWithKey = ({ settings }: Session<{ key: string }>): Promise<Page<Item>> =>
  Promise.resolve({ items: [{ id: settings.key, changed: '' }] });
const listing = {
  id: base.id,
  map: base.map,
  list: () => Promise.resolve({ refs: [{ id: '1', stamp: 'a' }] }),
};
const reading = { read: items, batch: 10 };
const changedAt = (item: Item): Date => new Date(item.changed);
const kept = { deletes: 'never', enumerates: 'all' } as const;
const daily = { full: '1d' } as const;

// What is added to, in every case below, is legal.
stream<Settings, Item>({ ...base, ...kept, ...daily });
stream<Settings, Item>({ ...base, ...kept, changedAt, order: 'ascending' });
stream<Settings, Item>({ ...listing, ...reading, ...kept, ...daily });

// @ts-expect-error a sweep over a partial listing would delete what the listing leaves out
stream<Settings, Item>({ ...base, ...daily, deletes: 'sweep', enumerates: 'some' });
// @ts-expect-error no delete policy
stream<Settings, Item>({ ...base, ...daily, enumerates: 'all' });
// @ts-expect-error nothing said about what the listing shows
stream<Settings, Item>({ ...base, ...daily, deletes: 'sweep' });
// @ts-expect-error a delete policy that is none
stream<Settings, Item>({ ...base, ...daily, deletes: 'maybe', enumerates: 'all' });
// @ts-expect-error incremental without order
stream<Settings, Item>({ ...base, ...kept, changedAt });
// @ts-expect-error an order that no page can be held to
stream<Settings, Item>({ ...base, ...kept, changedAt, order: 'descending' });
// @ts-expect-error neither changedAt nor full: no change would ever be found
stream<Settings, Item>({ ...base, ...kept });
// @ts-expect-error a lag behind no clock: changedAt is missing
stream<Settings, Item>({ ...base, ...kept, ...daily, lag: '2m' });
// @ts-expect-error a cap on queries that are never asked: changedAt is missing
stream<Settings, Item>({ ...base, ...kept, ...daily, cap: 10_000 });
// @ts-expect-error when an item changed is a Date, not text
stream<Settings, Item>({ ...base, ...kept, changedAt: (item: Item) => item.changed, order: 'ascending' });
// @ts-expect-error a listing without read brings no content
stream<Settings, Item>({ ...listing, ...kept, ...daily });
// @ts-expect-error nothing to read by
stream<Settings, Item>({ id: base.id, map: base.map, ...kept, ...daily });
// @ts-expect-error list beside page without listEvery
stream<Settings, Item>({ ...base, ...kept, ...daily, list: listing.list });
// @ts-expect-error listEvery without a list
stream<Settings, Item>({ ...base, ...kept, ...daily, listEvery: '1h' });
// @ts-expect-error listEvery where the list is the way of reading, and runs every time
stream<Settings, Item>({ ...listing, ...reading, ...kept, ...daily, listEvery: '1h' });
// @ts-expect-error read without batch
stream<Settings, Item>({ ...base, ...kept, ...daily, read: items });
// @ts-expect-error batch without read
stream<Settings, Item>({ ...base, ...kept, ...daily, batch: 10 });
// @ts-expect-error a duration in an unknown unit
stream<Settings, Item>({ ...base, ...kept, full: '1x' });
// @ts-expect-error a duration in words
stream<Settings, Item>({ ...base, ...kept, full: 'daily' });
// @ts-expect-error a duration as a bare number
stream<Settings, Item>({ ...base, ...kept, full: 86_400 });
// @ts-expect-error an item without an id
stream<Settings, Item>({ map: base.map, page: base.page, ...kept, ...daily });
// @ts-expect-error an id that is a number: ids are text
stream<Settings, Item>({ ...base, ...kept, ...daily, id: () => 1 });
// @ts-expect-error no mapping to rows of ours
stream<Settings, Item>({ id: base.id, page: base.page, ...kept, ...daily });
// @ts-expect-error a mapping that has to wait: map is pure
stream<Settings, Item>({ ...base, ...kept, ...daily, map: () => Promise.resolve([]) });
// @ts-expect-error a page of other items than the stream's
stream<Settings, Item>({ ...base, ...kept, ...daily, page: () => Promise.resolve({ items: [{ no: 1 }] }) });
// @ts-expect-error a page without items
stream<Settings, Item>({ ...base, ...kept, ...daily, page: () => Promise.resolve({ total: 0 }) });
// @ts-expect-error a cursor that is no JSON
stream<Settings, Item>({ ...base, ...kept, ...daily, page: async () => ({ items: [], next: new Map() }) });
// @ts-expect-error unchanged is a word that is said or not, never false
stream<Settings, Item>({ ...base, ...kept, ...daily, page: async () => ({ items: [], unchanged: false }) });
// @ts-expect-error a setting that is none of this plugin's
stream<Settings, Item>({ ...base, ...kept, ...daily, page: readWithKey });

const text = at('Name');
mapping<Item, Customer>({ name: text });
// @ts-expect-error a mapping without a piece for a required field
mapping<Item, Customer>({});
// @ts-expect-error a mapping without a piece for a required field: whose sign-in
mapping<Item, Login>({ userName: text });
// @ts-expect-error a piece for a field that there is not
mapping<Item, Customer>({ name: text, nickname: text });
// @ts-expect-error a piece of the wrong type: an amount is a number
mapping<Item, RecordData>({ amount: at('Amount', codec.text) });
// @ts-expect-error a piece of the wrong type: yes or no is no text
mapping<Item, RecordData>({ portalVisible: at('Visible') });
// @ts-expect-error a word that is not ours
mapping<Item, RecordData>({ statusGroup: at('Status', codec.word({ Open: 'open', Done: 'finished' })) });
// @ts-expect-error a derived value of the wrong type
mapping<Item, RecordData>({ subject: derive([], (item: Item) => item.id.length) });
// @ts-expect-error a name where a codec is due
mapping<Item, RecordData>({ subject: at('Subject', 'text') });
// @ts-expect-error a moment without a format
codec.zoned([], 'UTC');

// @ts-expect-error a module that there is not
record('tickets', '1', {});
// @ts-expect-error two sides of one membership
members({ of: { customer: '1' }, are: [{ contact: '2' }] });
// @ts-expect-error a primary among the customers of a contact
members({ of: { contact: '1' }, are: ['2'], primary: '2' });
// @ts-expect-error a kind of contact that there is not
contact('1', { kind: 'partner' });
// @ts-expect-error a comment that does not say whether it is internal
record('ticket', '1', { comments: [{ text: 'Called back.' }] });

const facts: Facts = { zone: 'UTC', modules: {}, vendor: null };
const policy: Policy = { version: 1, limits: [], grants: [] };
const legal = {
  id: 'acme',
  version: '1.0.0',
  contract: 1,
  title: 'Acme',
  settings: { type: 'object', properties: { token: { type: 'string', secret: true } } },
  transport: { base: () => 'https://crm.example/' },
  check: () => Promise.resolve(),
  discover: () => Promise.resolve(facts),
  streams: () => ({}),
  actions: () => ({}),
  signIn: { binds: 'contact' },
  policy: () => policy,
} as const satisfies Plugin<Settings>;
const { signIn: _signIn, ...withoutSignIn } = legal;
const { policy: _policy, ...withoutPolicy } = legal;
const { discover: _discover, ...withoutDiscover } = legal;
const { transport: _transport, ...withoutTransport } = legal;

definePlugin<Settings>(legal);
const foreign = stream<{ other: number }, Item>({ ...base, ...kept, ...daily });
// @ts-expect-error a contract that this Portico does not speak
definePlugin<Settings>({ ...legal, contract: 2 });
// @ts-expect-error no word on what an acceptance binds
definePlugin<Settings>(withoutSignIn);
// @ts-expect-error an acceptance that binds neither contact nor customer
definePlugin<Settings>({ ...legal, signIn: { binds: 'company' } });
// @ts-expect-error no policy: nothing would be seen, and nobody would know why
definePlugin<Settings>(withoutPolicy);
// @ts-expect-error nothing that tells what the account looks like
definePlugin<Settings>(withoutDiscover);
// @ts-expect-error no address of the vendor
definePlugin<Settings>(withoutTransport);
// @ts-expect-error settings that are no object
definePlugin<Settings>({ ...legal, settings: { type: 'array', properties: {} } });
// @ts-expect-error secret is yes or no
definePlugin<Settings>({ ...legal, settings: { type: 'object', properties: { token: { secret: 'yes' } } } });
// @ts-expect-error an action of an unknown name
definePlugin<Settings>({ ...legal, actions: () => ({ 'ticket.close': manual('Close it there.') }) });
// @ts-expect-error an action on a module that there is not
definePlugin<Settings>({ ...legal, actions: () => ({ 'tickets.create': manual('Create it there.') }) });
// @ts-expect-error a manual step without its text
definePlugin<Settings>({ ...legal, actions: () => ({ 'ticket.create': { how: 'manual' } }) });
// @ts-expect-error a timeout in an unknown unit
definePlugin<Settings>({ ...legal, transport: { base: legal.transport.base, timeout: '1y' } });
// @ts-expect-error limits that are no list
definePlugin<Settings>({ ...legal, limits: () => window({ calls: 1, per: '1s' }) });
// @ts-expect-error a password check that does not say yes or no
definePlugin<Settings>({ ...legal, signIn: { binds: 'contact', check: () => Promise.resolve('ok') } });
// @ts-expect-error streams of a plugin with other settings
definePlugin<Settings>({ ...legal, streams: () => ({ customers: foreign }) });
// @ts-expect-error a native action without a way to write
native<Settings>({ find: () => Promise.resolve(undefined) });
// @ts-expect-error a write that answers with a number for an id
native<Settings>({ write: () => Promise.resolve({ id: 1 }) });
// @ts-expect-error an action of an unknown name
export const unknownAction: ActionName = 'form.promote';
// @ts-expect-error a window in an unknown unit
export const perYear: Limit = window({ calls: 1, per: '1y' });

// @ts-expect-error a condition with an unknown operator
export const like: Condition = { f: 'subject', like: 'a%' };
// @ts-expect-error a condition over an unknown link
export const owner: Condition = { link: 'owner', in: { var: 'contacts' } };
// @ts-expect-error a condition over an unknown variable
export const team: Condition = { f: 'owner', eq: { var: 'team' } };
// @ts-expect-error a policy of another version
export const second: Policy = { version: 2, limits: [], grants: [] };
// @ts-expect-error facts without a zone: no moment could be read
export const zoneless: Facts = { modules: {}, vendor: null };
// @ts-expect-error a field of an unknown type
export const coloured: Field = { name: 'colour', label: 'Colour', type: 'colour' };
// @ts-expect-error a contact of no known kind
export const partner: Contact = { kind: 'partner' };
