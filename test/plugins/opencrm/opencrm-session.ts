import type { Facts } from '../../../core/contract/contract.js';
import { transport, type OpencrmSession } from '../../../plugins/opencrm/client.js';
import type { OpencrmFacts } from '../../../plugins/opencrm/discover.js';
import type { OpencrmSettings } from '../../../plugins/opencrm/settings.js';
import { sources } from '../../../plugins/opencrm/sources.js';

export const settings: OpencrmSettings = {
  url: 'https://harbour.example',
  apiKey: 'hubkey-7f1c',
  passKey: 'hubpass-22',
};

const vendor: OpencrmFacts = {
  modules: ['company', 'contact', 'lead', ...Object.values(sources).map(({ module }) => module)],
  owners: { '9': { name: 'Sam Field', email: 'sam@harbour.example' } },
  gaps: {},
};

/** Facts as `discover` finds them where everything may be read. */
export const facts: Facts = {
  zone: 'Europe/London',
  modules: Object.fromEntries(Object.values(sources).map(({ kind, label }) => [kind, { label, fields: [] }])),
  vendor: { ...vendor },
};

type Form = Record<string, unknown>;
type Answers = Record<string, (form: Form) => unknown>;

/** An answer as text, whatever it is; `html('')` is an empty body. */
export const html = (text: string, status = 200) => new Plain(text, status);
class Plain {
  constructor(
    readonly text: string,
    readonly status: number,
  ) {}
}

/** A session whose calls are answered by the given functions, through the transport as the hub would do it. */
export function opencrmSession(
  answers: Answers,
  changed: Partial<OpencrmSettings> = {},
): {
  session: OpencrmSession;
  calls: { method: string; form: Form }[];
  methods: () => string[];
  warned: string[];
} {
  const calls: { method: string; form: Form }[] = [];
  const warned: string[] = [];
  const held = new Map<string, Promise<unknown>>();
  const never = () => Promise.reject(new Error('OpenCRM takes POST only.'));
  const all = { ...settings, ...changed };
  const session: OpencrmSession = {
    http: {
      get: never,
      put: never,
      patch: never,
      delete: never,
      download: never,
      async post(method, given) {
        const form = given as Form;
        calls.push({ method, form });
        const answered = answers[method]?.(form) ?? { error: `Unknown method ${method}` };
        const plain = answered instanceof Plain;
        const text = plain ? answered.text : JSON.stringify(answered);
        const status = plain ? answered.status : 200;
        const body: unknown = plain ? undefined : JSON.parse(text);
        const fault = transport.fault?.({ status, headers: {}, body, text }, all);
        if (fault) throw fault;
        return body;
      },
    },
    settings: all,
    facts,
    log: { info: () => undefined, warn: (message) => void warned.push(message) },
    now: () => new Date('2026-11-21T23:30:00Z'),
    once: <T>(key: string, read: () => Promise<T>) => {
      const reading = (held.get(key) as Promise<T> | undefined) ?? read();
      held.set(key, reading);
      return reading;
    },
  };
  return { session, calls, methods: () => calls.map(({ method }) => method), warned };
}

/** Records by module, read and edited as the vendor would. */
export function holding(
  records: Record<string, Record<string, unknown>[]>,
  { keeps = true }: { keeps?: boolean } = {},
): Answers {
  const held = structuredClone(records);
  return Object.fromEntries(
    Object.entries(held).flatMap(([module, rows]): [string, (form: Form) => unknown][] => [
      [`get_${module}`, ({ crmid }) => rows.find((each) => each['crmid'] === String(crmid)) ?? []],
      [`get_${module}_list_count`, () => rows.length],
      [
        `get_${module}_list_full`,
        ({ limit_start: from, limit_end: to }) => rows.slice(Number(from), Number(to)),
      ],
      [
        `edit_${module}`,
        ({ crmid, ...fields }) => {
          const id = crmid === 0 ? String(9000 + rows.length) : String(crmid);
          if (crmid === 0) rows.push({ crmid: id });
          if (keeps) Object.assign(rows.find((each) => each['crmid'] === id) ?? {}, fields);
          return crmid === 0 ? Number(id) : { record_id: id };
        },
      ],
    ]),
  );
}
