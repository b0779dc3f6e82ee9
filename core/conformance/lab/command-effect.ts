import { isDeepStrictEqual } from 'node:util';

import { fieldOf } from '../../access/subject-fields.js';
import type { ActionName, Subject } from '../../contract/contract.js';
import { isScalar } from '../../contract/scalar-codec.js';
import type { SampleCommand } from '../start.js';
import { dataOf, differences, type Snapshot } from './snapshot.js';

/** What a command did, by what could be read before and after it. */
export interface Effect {
  /** How many times it shows; undefined where that cannot be told from once. */
  times?: number;
  /** What should show and does not. */
  problems: string[];
}

export interface Written {
  action: ActionName;
  sample: SampleCommand;
  /** What `write` answered. */
  id?: string | undefined;
  before: Snapshot;
  after: Snapshot;
}

type Look = (written: Written, subject: string) => Effect;

/** What each operation's name says must show. */
const looks: Readonly<Record<string, Look>> = {
  create(written, subject) {
    const made = [...written.after.rows.keys()].filter(
      (key) => key.startsWith(prefixOf(subject)) && !written.before.rows.has(key),
    );
    const key = `${prefixOf(subject)}${written.id ?? ''}`;
    const problems = [
      ...(made.length ? [] : ['nothing new can be read']),
      ...(made.length && written.id !== undefined && !made.includes(key)
        ? [`it answers ${written.id}, and ${made.join(', ')} is new`]
        : []),
    ];
    const [first = key] = made.includes(key) ? [key] : made;
    return {
      times: made.length,
      problems: [...problems, ...(made.length ? unlike(written, subject, first) : [])],
    };
  },
  update: (written, subject) => ({ problems: unlike(written, subject, keyOf(written, subject)) }),
  delete: (written, subject) => ({
    problems: written.after.rows.has(keyOf(written, subject)) ? ['it can still be read'] : [],
  }),
  comment: (written, subject) =>
    added(
      written,
      keyOf(written, subject),
      'comments',
      (each) => each['text'] === written.sample.body['text'],
    ),
  promote({ sample, after }) {
    const customer = after.rows.get(`customer:${idIn(sample, 'customer')}`);
    return {
      problems: customer?.primary === sample.id ? [] : ['the contact is not the primary one of its customer'],
    };
  },
  move({ sample, after }) {
    const customer = idIn(sample, 'principal') || idIn(sample, 'customer');
    const is =
      dataOf(after, `contact:${sample.id}`)?.['principal'] === customer ||
      after.members.get(`members/customer:${customer}`)?.includes(sample.id ?? '') ||
      after.members.get(`members/contact:${sample.id}`)?.includes(customer);
    return { problems: is ? [] : [`the contact does not belong to customer ${customer}`] };
  },
  enable: ({ sample, after }) => enabled(after, sample, true),
  disable: ({ sample, after }) => enabled(after, sample, false),
  add: (written, subject) =>
    subject === 'file'
      ? added(written, recordKey(written), 'files', (each) => each['name'] === written.sample.body['name'])
      : added(written, recordKey(written), 'participants', isNamed(written.sample)),
  remove(written) {
    const { length } = listed(written.after, recordKey(written), 'participants').filter(
      isNamed(written.sample),
    );
    return { problems: length ? ['the participant is still there'] : [] };
  },
};

/** What of a command shows in what can be read afterwards. */
export function effectOf(written: Written): Effect {
  const { action, sample, before, after } = written;
  const [subject = '', verb = ''] = action.split('.');
  if (sample.shows) {
    const rows = [...after.rows.values()].map(({ row }) => row);
    return { problems: sample.shows(rows) ? [] : ["the sample's own look does not find it"] };
  }
  const look = looks[verb];
  if (look) return look(written, subject);
  return { problems: differences(before, after).length ? [] : ['nothing that can be read has changed'] };
}

const prefixOf = (subject: string): string =>
  subject === 'customer' || subject === 'contact' || subject === 'login'
    ? `${subject}:`
    : `record/${subject}:`;

const keyOf = ({ sample }: Written, subject: string): string => `${prefixOf(subject)}${sample.id ?? ''}`;

/** The record of that id, whichever module it is of. */
const recordKey = ({ sample, after }: Written): string =>
  [...after.rows.keys()].find((key) => key.startsWith('record/') && key.endsWith(`:${sample.id ?? ''}`)) ??
  '';

/** The fields of the command's body that can be read, and come out otherwise. */
function unlike({ sample: { body }, after }: Written, subject: string, key: string): string[] {
  const data = dataOf(after, key);
  if (!data) return [`${key} cannot be read`];
  return Object.entries(body).flatMap(([name, value]) => {
    if (name === 'fields') return unlikeFields(Object(value) as object, Object(data['fields']) as object);
    if (value === null || !fieldOf(subject as Subject, name) || holds(data[name], value)) return [];
    // Whose a new contact is says its membership.
    if (name === 'customer' && subject === 'contact') return [];
    return [`${name} was written as ${JSON.stringify(value)} and reads ${JSON.stringify(data[name])}`];
  });
}

const unlikeFields = (written: object, read: object): string[] =>
  Object.entries(written).flatMap(([name, value]) =>
    holds(Reflect.get(read, name), value)
      ? []
      : [
          `fields.${name} was written as ${JSON.stringify(value)} and reads ${JSON.stringify(Reflect.get(read, name))}`,
        ],
  );

/** A reference in a command: an id, as text. */
function idIn({ body, base }: SampleCommand, name: string): string {
  const id = body[name] ?? base?.[name];
  return isScalar(id) ? String(id) : '';
}

/** The same, but for how a value is written; of a list, at least what was written. */
function holds(read: unknown, written: unknown): boolean {
  if (isDeepStrictEqual(read, written)) return true;
  if (Array.isArray(written))
    return Array.isArray(read) && written.every((each) => read.some((one) => holds(one, each)));
  return isScalar(read) && isScalar(written) && String(read).trim() === String(written).trim();
}

type Entry = Record<string, unknown>;

function listed(snapshot: Snapshot, key: string, name: string): Entry[] {
  const list = dataOf(snapshot, key)?.[name];
  return Array.isArray(list) ? (list as Entry[]) : [];
}

function added({ before, after }: Written, key: string, name: string, is: (entry: Entry) => boolean): Effect {
  const times = listed(after, key, name).filter(is).length - listed(before, key, name).filter(is).length;
  return { times, problems: times > 0 ? [] : [`it is not among the ${name} of ${key || 'any record'}`] };
}

const isNamed =
  ({ body }: SampleCommand) =>
  ({ login, contact }: Entry): boolean =>
    (login !== undefined && login === body['login']) ||
    (contact !== undefined && contact === body['contact']);

function enabled(after: Snapshot, { id }: SampleCommand, expected: boolean): Effect {
  const is = dataOf(after, `login:${id}`)?.['enabled'];
  return { problems: is === expected ? [] : [`the login's enabled reads ${String(is)}`] };
}
