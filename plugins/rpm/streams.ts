import {
  codec,
  Fault,
  stream,
  type AnyStream,
  type Facts,
  type Listing,
  type PageRequest,
} from 'portico/contract';

import { isModifiedColumn } from './assumed.js';
import {
  answerId,
  call,
  changeTokens,
  digest,
  readCustomerUsers,
  type Raw,
  type RpmSession,
} from './client.js';
import { formRows } from './form-mapping.js';
import { loginRows } from './login-mapping.js';
import { customerRows, idOf } from './mapping.js';
import type { RpmSettings } from './settings.js';

/** At most 20 calls in parallel (rpm.md §5). */
const batch = 20;

/** Customers with their people, sign-ins, forms by process: so RPM counts its changes (rpm.md §3.3). */
export function streams(facts: Facts, settings: RpmSettings): Record<string, AnyStream<RpmSettings>> {
  const common = { batch, full: '7d', deletes: 'sweep', enumerates: 'all' } as const;
  const processes = facts.modules['form']?.types ?? [];
  return {
    customers: stream<RpmSettings, Raw>({
      ...common,
      id: (item) => idOf(item, 'CustomerID'),
      list: (session, request) => listWhenChanged(session, request, 'CustomerAndAliasList', listCustomers),
      read: (session, ids) => readEach(ids, (id) => readCustomer(session, id)),
      map: customerRows(facts),
    }),
    users: stream<RpmSettings, { row: Raw; user?: Raw }>({
      ...common,
      id: ({ row }) => idOf(row, 'UserID'),
      list: (session, request) =>
        listWhenChanged(session, request, 'CustomerUsers', async () =>
          [...(await customerUsersOnce(session))].map(([id, row]) => ({ id, stamp: digest(row) })),
        ),
      read: readUsers,
      map: loginRows,
    }),
    ...Object.fromEntries(
      processes.map(({ id: process }) => [
        `form.${process}`,
        stream<RpmSettings, Raw>({
          ...common,
          id: (item) => idOf(item, 'FormID'),
          list: (session, request) =>
            listWhenChanged(session, request, `ProcessForms ${process}`, (s) => listForms(s, process)),
          read: (session, ids) => readEach(ids, (id) => readForm(session, id)),
          map: formRows(facts, settings, process),
        }),
      ]),
    ),
  };
}

interface Ref {
  id: string;
  stamp?: string;
}

/**
 * Lists only when the Age of its own token is another than the last pass met (rpm.md §3.3). What moves no token,
 * perhaps a contact's edit, is found by the full pass.
 */
async function listWhenChanged(
  session: RpmSession,
  { state }: PageRequest,
  token: string,
  list: (session: RpmSession) => Promise<Ref[]>,
): Promise<Listing> {
  const age = (await changeTokens(session)).get(token);
  if (age !== undefined && age === state) return { refs: [], unchanged: true };
  const refs = await list(session);
  return { refs, total: refs.length, ...(age !== undefined && { state: age }) };
}

/** Alias rows repeat a customer: one ref, stamped by all of its rows (rpm.md §3.1). */
async function listCustomers(session: RpmSession): Promise<Ref[]> {
  const { Customers } = await call(
    session,
    'Customers',
    {},
    codec.object({ Customers: codec.required(codec.list(codec.anyObject)) }),
  );
  const rows = new Map<string, string[]>();
  for (const row of Customers) {
    const id = answerId(row, 'CustomerID', 'Customers');
    rows.set(id, [...(rows.get(id) ?? []), digest(row)]);
  }
  return [...rows].map(([id, digests]) => ({ id, stamp: digest(digests.sort()) }));
}

const formRow = codec.object({
  FormID: codec.required(codec.id),
  Values: codec.required(codec.list(codec.raw)),
});
const viewAnswer = codec.object({
  Columns: codec.required(codec.list(codec.raw)),
  Forms: codec.required(codec.list(formRow)),
});
const listAnswer = codec.object({
  Forms: codec.required(codec.list(codec.object({ ID: codec.required(codec.id) }))),
});

/**
 * Every form of a process, archived ones too, stamped by its row in a view with the column Modified. Archived
 * forms that the view leaves out cannot change while they are: one stamp for all. Any other form without a
 * known Modified gets none and is read whenever its process has changed.
 */
async function listForms(session: RpmSession, process: string): Promise<Ref[]> {
  const ProcessID = Number(process);
  const view = session.settings.views?.[process];
  const list = async (IncludeArchived: boolean) =>
    (await call(session, 'ProcFormList', { ProcessID, IncludeArchived }, listAnswer)).Forms.map(
      ({ ID }) => ID,
    );
  const query = view === undefined ? { ProcessID } : { ProcessID, ViewID: view };
  const { Columns, Forms } = await call(session, 'ProcForms', query, viewAnswer);
  const modified = Columns.findIndex(isModifiedColumn);
  const stamps = new Map(Forms.map(({ FormID, Values }) => [FormID, stampOf(Values, Values[modified])]));
  const outside = (await list(true)).filter((id) => !stamps.has(id));
  const active = new Set(outside.length ? await list(false) : []);
  for (const id of outside) stamps.set(id, active.has(id) ? undefined : 'archived');
  const unstamped = [...stamps.values()].filter((stamp) => stamp === undefined).length;
  if (unstamped)
    session.log.warn(
      'Forms without a known Modified are read at every change of their process. Make a view without ' +
        'filters that shows Modified with its time, and name it in the setting "views".',
      { process, forms: unstamped },
    );
  return [...stamps].map(([id, stamp]) => (stamp === undefined ? { id } : { id, stamp }));
}

/** A day without a time could hide a second change on it. */
const stampOf = (row: unknown[], modified: unknown): string | undefined =>
  typeof modified === 'string' && modified.includes(':') ? digest(row) : undefined;

/** CustomerUsers as it was at its first use in this run. */
const customerUsersOnce = (session: RpmSession): Promise<Map<string, Raw>> =>
  session.once('CustomerUsers', () => readCustomerUsers(session));

/** User (by name) beside its row, since CustomerUsers does not say whose sign-in it is (rpm.md §3.1). */
async function readUsers(session: RpmSession, ids: string[]): Promise<{ row: Raw; user?: Raw }[]> {
  const rows = await customerUsersOnce(session);
  return readEach(
    ids.filter((id) => rows.has(id)),
    async (id) => {
      const row = rows.get(id) ?? {};
      const name = row['Username'];
      if (typeof name !== 'string') return { row };
      const [user] = await readEach([name], (Username) =>
        call(session, 'User', { Username }, codec.anyObject),
      );
      return user ? { row, user } : { row };
    },
  );
}

const formAnswer = codec.object({
  ProcessID: codec.required(codec.id),
  Form: codec.required(codec.anyObject),
});

async function readForm(session: RpmSession, id: string): Promise<Raw> {
  const { ProcessID, Form } = await call(session, 'ProcForm', { FormID: Number(id) }, formAnswer);
  answerId(Form, 'FormID', 'ProcForm');
  return { ...Form, ProcessID };
}

async function readCustomer(session: RpmSession, id: string): Promise<Raw> {
  const answer = await call(session, 'Customer', { CustomerID: Number(id) }, codec.anyObject);
  answerId(answer, 'CustomerID', 'Customer');
  return answer;
}

/** One call for each id; what RPM does not have any more is left out, which says that it is gone. */
async function readEach<R>(ids: string[], read: (id: string) => Promise<R>): Promise<R[]> {
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        return [await read(id)];
      } catch (error) {
        if (error instanceof Fault && error.kind === 'notFound') return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
