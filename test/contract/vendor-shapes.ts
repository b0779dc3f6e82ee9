/**
 * The ways in which four real vendors are read, as declarations that must compile: lists of ids with stamps,
 * pages by key with a list for sweeps, whole passes with a cheap look in between, sign-ins in a stream of their own.
 */
import {
  contact,
  customer,
  login,
  members,
  record,
  stream,
  type AnyStream,
  type Facts,
  type Json,
  type Session,
} from '../../core/contract/contract.js';

type Streams<S> = Record<string, AnyStream<S>>;

interface Host {
  host: string;
}
interface Account {
  id: number;
  name: string;
  modified: string;
  contacts: { id: number; primary: boolean; firstName: string; email: string }[];
}
interface Form {
  id: number;
  title: string;
  participants: { user: number }[];
}

/** What a vendor's answer is taken for here; a real plugin reads it by a codec. */
const as = async <T>(answer: Promise<unknown>): Promise<T> => (await answer) as T;

const tokens = (session: Session<Host>) =>
  session.once('Modified', () => as<Record<string, Json>>(session.http.post('Modified')));

/** List and read; what is unchanged is seen without a call; one call a run tells; a stream for each process. */
export const byChangeTokens = (facts: Facts): Streams<Host> => ({
  customers: stream<Host, Account>({
    id: (account) => String(account.id),
    batch: 1,
    deletes: 'sweep',
    enumerates: 'all',
    full: '7d',
    async list(session, { state }) {
      const age = (await tokens(session))['Customers'];
      if (age !== undefined && age === state) return { refs: [], unchanged: true };
      const rows = await as<Account[]>(session.http.post('Customers'));
      const refs = rows.map(({ id, modified }) => ({ id: String(id), stamp: modified }));
      return { refs, total: rows.length, ...(age !== undefined && { state: age }) };
    },
    read: async ({ http }, [id = '']) => [await as<Account>(http.post('Customer', { id: Number(id) }))],
    map: (account) => [
      customer(String(account.id), { name: account.name }),
      ...account.contacts.map(({ id, firstName, email }) =>
        contact(String(id), { kind: 'contact', firstName, email }, { asOf: new Date(account.modified) }),
      ),
      members({
        of: { customer: String(account.id) },
        are: account.contacts.map(({ id }) => String(id)),
        primary: account.contacts.find(({ primary }) => primary)?.id.toString(),
      }),
    ],
  }),
  ...Object.fromEntries(
    (facts.modules['form']?.types ?? []).map((type) => [
      `form.${type.id}`,
      stream<Host, Form>({
        id: (form) => String(form.id),
        batch: 1,
        deletes: 'sweep',
        enumerates: 'all',
        full: '7d',
        list: async ({ http }) => ({
          refs: (await as<Form[]>(http.post('Forms', { process: type.id }))).map(({ id }) => ({
            id: String(id),
          })),
        }),
        read: async ({ http }, [id = '']) => [await as<Form>(http.post('Form', { id }))],
        map: (form) => [
          record('form', String(form.id), {
            type: type.id,
            subject: form.title,
            participants: form.participants.map(({ user }) => ({ login: String(user) })),
          }),
        ],
      }),
    ]),
  ),
});

interface Ticket {
  id: string;
  modifiedtime: string;
  title: string;
}

/** Pages by key with `since`, and a cheap list for sweeps; a missing module is a missing stream. */
export const byQuery = (facts: Facts): Streams<{ url: string }> =>
  facts.modules['ticket']
    ? {
        tickets: stream<{ url: string }, Ticket>({
          id: (ticket) => ticket.id,
          changedAt: (ticket) => new Date(`${ticket.modifiedtime}Z`),
          order: 'ascending',
          lag: '2m',
          full: '7d',
          deletes: 'sweep',
          enumerates: 'all',
          secrets: ['accesskey', 'user_password'],
          page: async ({ http }, { cursor, since, size }) => ({
            items: await as<Ticket[]>(
              http.get('query', { after: JSON.stringify(cursor), since: since?.toISOString(), size }),
            ),
          }),
          list: async ({ http }) => ({ refs: await as<{ id: string }[]>(http.get('ids')) }),
          listEvery: '1d',
          read: ({ http }, ids) => as<Ticket[]>(http.get('query', { ids: ids.join(',') })),
          batch: 100,
          map: (ticket) => [record('ticket', ticket.id, { subject: ticket.title })],
        }),
      }
    : {};

interface WorkOrder {
  id: string;
  customer: string;
  description: string;
}
interface Site {
  id: string;
  name: string;
  enabled: boolean;
  contacts: { id: string; email: string; phone: string; enabled: boolean; admin: boolean }[];
}

/** Whole passes by night, a cheap look at what is open in between; pins never leave the transport. */
export const byWholePasses = (): Streams<{ zone: string }> => ({
  workOrders: stream<{ zone: string }, WorkOrder>({
    id: (order) => order.id,
    full: '1d',
    deletes: 'sweep',
    enumerates: 'all',
    page: async ({ http }, { cursor = 0 }) => as(http.post('workOrders', { from: cursor })),
    recent: async ({ http }, { cursor = 0 }) => as(http.post('workOrders', { open: true, from: cursor })),
    map: (order) => [record('workOrder', order.id, { customer: order.customer, subject: order.description })],
  }),
  customers: stream<{ zone: string }, Site>({
    id: (site) => site.id,
    full: '1d',
    deletes: 'sweep',
    enumerates: 'all',
    secrets: ['contactList.contact.pin'],
    page: async ({ http }, { cursor = 0 }) => as(http.post('customers', { from: cursor })),
    map: (site) => [
      customer(site.id, { name: site.name }),
      ...site.contacts.flatMap(({ id, email, phone, enabled, admin }) => [
        contact(id, { kind: 'contact', email }),
        login(id, {
          contact: id,
          enabled: enabled && site.enabled,
          userName: phone,
          capabilities: admin ? ['admin'] : [],
        }),
      ]),
      members({ of: { customer: site.id }, are: site.contacts.map(({ id }) => id) }),
    ],
  }),
});

interface PortalUser {
  id: string;
  contact: string;
  profile: string;
  updated: string;
  values: Record<string, boolean>;
}

/** Sign-ins are a stream of their own; the names of fields are found in the account's facts. */
export const byUnsortedPages = (facts: Facts): Streams<{ token: string }> => ({
  portalUsers: stream<{ token: string }, PortalUser>({
    id: (user) => user.id,
    order: 'none',
    changedAt: (user) => new Date(user.updated),
    deletes: 'reported',
    enumerates: 'some',
    page: async ({ http }, { cursor = 1 }) => as(http.get('portal_users', { page: Number(cursor) })),
    map: (user) => [
      login(user.id, {
        contact: user.contact,
        enabled: user.values[String(facts.vendor)] ?? false,
        capabilities: [`profile:${user.profile}`],
      }),
    ],
  }),
});
