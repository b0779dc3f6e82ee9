import type { Facts, Json } from '../../../core/contract/contract.js';
import type { RpmSession } from '../../../plugins/rpm/client.js';
import { transport } from '../../../plugins/rpm/client.js';
import type { RpmSettings } from '../../../plugins/rpm/settings.js';

/** Two processes, one open to customer users; what `discover` would have found. */
export const facts: Facts = {
  zone: 'UTC-07:00',
  modules: {
    form: {
      label: 'Forms',
      types: [
        { id: '12', label: 'Trouble Ticket', open: true },
        { id: '13', label: 'Order', open: false },
      ],
      fields: [],
    },
  },
  vendor: {
    processes: [
      { id: '12', fields: ['522_77', '500_301'], customerFields: ['522_77'], titleFields: ['500_301'] },
      { id: '13', fields: [], customerFields: [], titleFields: [] },
    ],
  },
};

export const settings: RpmSettings = { url: 'https://secure.rpm.example', apiKey: 'a key' };

interface Call {
  endpoint: string;
  body: Record<string, Json>;
}

/** A session whose calls are answered by the given results, as if they had come over the transport. */
export function rpmSession(
  results: Record<string, (body: Record<string, Json>) => unknown>,
  { now = new Date('2025-06-10T12:00:00Z'), ...changed }: Partial<RpmSettings> & { now?: Date } = {},
): { session: RpmSession; calls: Call[]; endpoints: () => string[] } {
  const calls: Call[] = [];
  const held = new Map<string, Promise<unknown>>();
  const refuse = () => Promise.reject(new Error('RPM takes POST only.'));
  const log = { info: () => undefined, warn: () => undefined };
  const all = { ...settings, ...changed };
  const session: RpmSession = {
    http: {
      get: refuse,
      put: refuse,
      patch: refuse,
      delete: refuse,
      download: refuse,
      async post(endpoint, given) {
        const body = given as Record<string, Json>;
        calls.push({ endpoint, body });
        const answer = { Result: results[endpoint]?.(body) ?? { Error: { Message: `no ${endpoint} here` } } };
        const fault = transport.fault?.({ status: 200, headers: {}, body: answer, text: '' }, all);
        if (fault) throw fault;
        return transport.unwrap?.(answer);
      },
    },
    settings: all,
    facts,
    log,
    now: () => now,
    once: <T>(key: string, read: () => Promise<T>) => {
      const reading = (held.get(key) as Promise<T> | undefined) ?? read();
      held.set(key, reading);
      return reading;
    },
  };
  return { session, calls, endpoints: () => calls.map(({ endpoint }) => endpoint) };
}

export const notFound = (what: string) => ({ Error: { Message: `${what} not found` } });
