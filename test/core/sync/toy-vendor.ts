import {
  at,
  codec,
  contact,
  customer,
  definePlugin,
  login,
  mapping,
  members,
  readAnswer,
  readItem,
  record,
  ref,
  stream,
  type AnyPlugin,
  type AnyStream,
  type Contact,
  type Customer,
  type RecordData,
} from '../../../core/contract/contract.js';
import { startSimulator, type Simulator } from '../../simulators/simulator.js';

/** A vendor of the smallest kind: customers with their people nested, sign-ins apart, tickets with a change time. */
export interface ToyState {
  customers: {
    id: string;
    name?: unknown;
    changed: string;
    primary?: string | undefined;
    people: ToyPerson[];
  }[];
  /** A sign-in may bring its contact along: where it has a name. */
  users: { id: string; contact: string; enabled: boolean; name?: string; email?: unknown }[];
  tickets: {
    id: string;
    subject?: unknown;
    customer?: string;
    changed: string;
    note?: unknown;
    watchers?: string[];
  }[];
}
export interface ToyPerson {
  id: string;
  name: string;
  email?: unknown;
}

export interface ToyVendor extends Simulator {
  state: ToyState;
  /** A moment later than all before it: what a change is stamped with. */
  tick(): string;
  /** What is added to the answer of a list: `total`, say. */
  extra: Record<string, unknown>;
}

/** Starts the vendor: GET /customers, /users, /tickets with `after` (id), `since`, `size`, `ids`. */
export async function startToyVendor(state: Partial<ToyState> = {}): Promise<ToyVendor> {
  const held: ToyState = { customers: [], users: [], tickets: [], ...state };
  let moment = Date.parse('2026-02-01T00:00:00Z');
  const simulator = await startSimulator({
    operation: ({ url }) => url.pathname.slice(1),
    serve({ url }) {
      const all = [...(held[url.pathname.slice(1) as keyof ToyState] as { id: string; changed?: string }[])];
      const { after, since, size = '100', ids } = Object.fromEntries(url.searchParams);
      let rows = all.sort((a, b) => (a.id < b.id ? -1 : 1));
      if (since !== undefined)
        rows = rows
          .filter(({ changed = '' }) => changed >= since)
          .sort((a, b) => ((a.changed ?? '') < (b.changed ?? '') ? -1 : 1));
      if (ids !== undefined) rows = rows.filter(({ id }) => ids.split(',').includes(id));
      if (after !== undefined)
        rows =
          since === undefined
            ? rows.filter(({ id }) => id > after)
            : rows.slice(rows.findIndex(({ id }) => id === after) + 1);
      return { json: { rows: rows.slice(0, Number(size)), total: all.length, ...toy.extra } };
    },
    control: {},
    dump: () => held,
  });
  const toy: ToyVendor = Object.assign(simulator, {
    state: held,
    tick: () => new Date((moment += 60_000)).toISOString(),
    extra: {},
  });
  return toy;
}

interface ToySettings {
  url: string;
  key?: string;
}
type Row = Record<string, unknown> & { id: string };

const answer = codec.object({ rows: codec.required(codec.list(codec.raw)), total: codec.integer });
const contactMapping = mapping<object, Contact>({
  kind: { paths: [], read: () => 'contact' as const },
  lastName: at('name'),
  email: at('email', codec.email),
});
const customerMapping = mapping<Row, Customer>({ name: at('name') });
const ticketMapping = mapping<Row, RecordData>({
  subject: at('subject'),
  customer: ref('customer', 'customer'),
  changedAt: at('changed', codec.iso),
  body: at('note'),
});

/** A plugin for it; `change` alters the declaration of its streams, to try the engine's promises. */
export function toyPlugin(
  change: (streams: Record<string, AnyStream<ToySettings>>) => Record<string, AnyStream<ToySettings>> = (
    streams,
  ) => streams,
  { version = '1.0.0' }: { version?: string } = {},
): AnyPlugin {
  return definePlugin<ToySettings>({
    id: 'toy',
    version,
    contract: 1,
    title: 'Toy CRM',
    settings: {
      type: 'object',
      required: ['url'],
      properties: { url: { type: 'string' }, key: { type: 'string', secret: true } },
    },
    transport: {
      base: ({ url }) => `${url}/`,
      auth: { how: 'headers', headers: ({ key = '' }) => ({ 'x-key': key }) },
    },
    check: async ({ http }) => void (await http.get('users')),
    discover: async () => ({
      zone: 'UTC',
      modules: { ticket: { label: 'Tickets', fields: [] } },
      vendor: {},
    }),
    streams: () => change(toyStreams()),
    actions: () => ({}),
    signIn: { binds: 'contact' },
    policy: () => ({ version: 1, limits: [], grants: [] }),
  });
}

function toyStreams(): Record<string, AnyStream<ToySettings>> {
  const pageOf = (path: string): Pick<AnyStream<ToySettings> & { page: unknown }, 'page'> => ({
    page: async ({ http }, { cursor, since, size }) => {
      const { rows, total } = readAnswer(
        answer,
        await http.get(path, {
          size,
          after: typeof cursor === 'string' ? cursor : undefined,
          since: since?.toISOString(),
        }),
        path,
      );
      const last = rows.at(-1);
      const next = rows.length === size && last !== undefined ? (last as Row).id : undefined;
      return {
        items: rows,
        ...(next !== undefined && { next }),
        ...(total !== undefined && since === undefined && { total }),
      };
    },
  });
  return {
    customers: stream<ToySettings, Row>({
      ...(pageOf('customers') as { page: never }),
      id: ({ id }) => id,
      full: '1d',
      deletes: 'sweep',
      enumerates: 'all',
      map: (raw) => {
        const people = readItem(codec.list(codec.anyObject), raw['people'], 'people');
        const asOf = new Date(String(raw['changed']));
        return [
          customer(raw.id, () => customerMapping.read(raw)),
          ...people.map((each) => contact(String(each['id']), () => contactMapping.read(each), { asOf })),
          members({
            of: { customer: raw.id },
            are: people.map((each) => String(each['id'])),
            primary: raw['primary'] as string | undefined,
          }),
        ];
      },
    }),
    users: stream<ToySettings, Row>({
      ...(pageOf('users') as { page: never }),
      id: ({ id }) => id,
      full: '1d',
      deletes: 'sweep',
      enumerates: 'all',
      map: (raw) => [
        ...(raw['name'] === undefined
          ? []
          : [contact(String(raw['contact']), () => contactMapping.read(raw), { asOf: new Date(0) })]),
        login(raw.id, { contact: String(raw['contact']), enabled: raw['enabled'] === true }),
      ],
    }),
    tickets: stream<ToySettings, Row>({
      ...(pageOf('tickets') as { page: never }),
      id: ({ id }) => id,
      full: '7d',
      deletes: 'sweep',
      enumerates: 'all',
      changedAt: (raw) => new Date(String(raw['changed'])),
      order: 'ascending',
      lag: '1s',
      list: async ({ http }, { cursor, size }) => {
        const { rows } = readAnswer(
          answer,
          await http.get('tickets', { size, after: typeof cursor === 'string' ? cursor : undefined }),
          'tickets',
        );
        const last = rows.at(-1);
        const next = rows.length === size && last !== undefined ? (last as Row).id : undefined;
        return { refs: rows.map((each) => ({ id: (each as Row).id })), ...(next !== undefined && { next }) };
      },
      listEvery: '1d',
      read: async ({ http }, ids) =>
        readAnswer(answer, await http.get('tickets', { ids: ids.join(','), size: 1000 }), 'tickets')
          .rows as Row[],
      batch: 50,
      map: (raw) => [
        record('ticket', raw.id, {
          ...ticketMapping.read(raw),
          ...(Array.isArray(raw['watchers']) && {
            participants: (raw['watchers'] as string[]).map((each) => ({
              contact: each,
              kind: 'customer' as const,
            })),
          }),
        }),
      ],
    }),
  };
}

/** So many tickets of a customer, each with its own time. */
export const manyTickets = (count: number, from = 0): ToyState['tickets'] =>
  Array.from({ length: count }, (_, index) => ({
    id: `t${String(from + index).padStart(5, '0')}`,
    subject: `Ticket ${from + index}`,
    customer: 'c1',
    changed: new Date(Date.parse('2025-06-01T00:00:00Z') + (from + index) * 1000).toISOString(),
  }));
