import type { Facts, Json, Parameters, Session, VendorHttp } from 'portico/contract';

import { faultOf, unwrap } from '../../../plugins/vtiger/client.js';
import { discover } from '../../../plugins/vtiger/facts.js';
import type { VtigerSettings } from '../../../plugins/vtiger/settings.js';

import { recordedAnswers } from './recorded-answers.js';

const recordings = new Map([...recordedAnswers()].map(([name, answer]) => [name.slice(0, 3), answer]));

/** What a recorded call answered, through the transport as the hub would do it: `c030` is '030'. */
export function recorded(number: string): unknown {
  const answer = recordings.get(number);
  if (!answer) throw new Error(`There is no recording ${number}.`);
  const fault = faultOf(answer);
  if (fault) throw fault;
  return unwrap(answer.body);
}

/** The rows of a recorded query. */
export const rows = (number: string): { id: string; [column: string]: unknown }[] =>
  recorded(number) as { id: string }[];

export const settings: VtigerSettings = { url: 'http://127.0.0.1:1', user: 'admin', accessKey: 'k' };

/** A session whose calls are answered by a function; what was called is kept. */
export function sessionOf(
  answer: (parameters: Record<string, string>) => unknown,
  more: Partial<Session<VtigerSettings>> = {},
): Session<VtigerSettings> & { calls: Record<string, string>[] } {
  const calls: Record<string, string>[] = [];
  const call = async (_path: string, parameters?: Json | Parameters): Promise<unknown> => {
    const sent = parameters as Record<string, string>;
    calls.push(sent);
    return answer(sent);
  };
  const never = () => Promise.reject(new Error('vtiger has no such verb'));
  const http: VendorHttp = {
    get: call,
    post: call,
    put: never,
    patch: never,
    delete: never,
    download: never,
  };
  return {
    http,
    settings,
    facts: { zone: 'UTC', modules: {}, vendor: {} },
    log: { info: () => undefined, warn: () => undefined },
    now: () => new Date('2026-11-21T20:00:00Z'),
    once: (_key, read) => read(),
    calls,
    ...more,
  };
}

const described: Record<string, string> = {
  Accounts: '016',
  Contacts: '017',
  HelpDesk: '018',
  Invoice: '019',
  Quotes: '020',
  SalesOrder: '021',
  Faq: '022',
  Documents: '023',
  Products: '024',
  Project: '025',
  Potentials: '026',
};

/** Answers what discover asks, from the recordings. Modules whose describe was not recorded are refused. */
export function discovering({ types = '012' } = {}) {
  return (sent: Record<string, string>): unknown => {
    const { operation, elementType = '', query = '' } = sent;
    if (operation === 'listtypes') return recorded(types);
    if (operation === 'describe') {
      if (elementType === 'Leads') return Reflect.get(Object(recorded('028')), 'Leads');
      return recorded(described[elementType] ?? '167');
    }
    if (query.includes('FROM Users ')) return rows('048');
    if (query.includes('FROM Groups ')) return rows('049');
    if (query.includes('FROM Currency ')) return rows('050');
    if (query.includes('FROM DocumentFolders ')) return rows('132');
    throw new Error(`not expected: ${JSON.stringify(sent)}`);
  };
}

export const discovered = (types?: string): Promise<Facts> =>
  discover(sessionOf(discovering(types ? { types } : {})));
