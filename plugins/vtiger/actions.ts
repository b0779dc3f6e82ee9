import { codec, Fault, native, readAnswer } from 'portico/contract';
import type { Action, Actions, Command, Facts, FileAction, Json, Session } from 'portico/contract';

import { get, item, post, query, quote } from './client.js';
import { vendorFacts } from './facts.js';
import { mappingOf } from './mapping.js';
import type { VtigerSettings } from './settings.js';
import { sources, type Source } from './sources.js';
import { ticketComments } from './streams.js';

type VtigerSession = Session<VtigerSettings>;
type Element = Record<string, unknown>;

/** What the web service can do. There are no participants and no primary contact. */
export function actions(facts: Facts, settings: VtigerSettings): Actions<VtigerSettings> {
  const known = vendorFacts(facts);
  const has = ({ module }: Source) => known.modules[module] !== undefined;
  const { accounts, contacts, tickets } = sources;

  const owner = (): string => {
    const id = settings.owner ?? known.userId;
    if (id === undefined)
      throw new Fault(
        'config',
        'Who owns new records is not known. Set "owner" to the id of a user or group.',
      );
    return id;
  };

  const create = (
    source: Source,
    keyField: string | undefined,
    element: (body: Command['body']) => Element,
  ) =>
    native<VtigerSettings>({
      async write(session, { key, body }) {
        const sent = { ...element(body), ...(keyField && { [keyField]: key }) };
        const whole = { ...defaults(source), ...sent, assigned_user_id: owner() };
        const made = await post(session.http, 'create', {
          elementType: source.module,
          element: JSON.stringify(whole),
        });
        const { id } = readAnswer(item, made, 'create');
        await verify(session, id, sent);
        return { id };
      },
      ...(keyField && {
        async find({ http }: VtigerSession, { key }: Command) {
          const where = `WHERE ${keyField} = ${quote(key)} ORDER BY id LIMIT 1;`;
          return (await query(http, `SELECT id FROM ${source.module} ${where}`))[0]?.id;
        },
      }),
    });

  /** V-12: dates that are left out would become today. A picklist that must have a value takes its first. */
  const defaults = ({ module }: Source): Element =>
    Object.fromEntries(
      (known.modules[module]?.fields ?? []).flatMap(({ name, type, options, required, editable }) => {
        if (type === 'date' && editable && !required) return [[name, '']];
        return required && options ? [[name, options[0]]] : [];
      }),
    );

  const revise = (source: Source, element: (body: Command['body']) => Element) =>
    native<VtigerSettings>({
      async write(session, { id = '', body }) {
        const sent = element(body);
        await there(
          session,
          source,
          id,
          post(session.http, 'revise', { element: JSON.stringify({ ...sent, id }) }),
        );
        await verify(session, id, sent);
        return { id };
      },
    });

  const remove = (source: Source) =>
    native<VtigerSettings>({
      async write(session, { id = '' }) {
        try {
          await there(session, source, id, post(session.http, 'delete', { id }));
        } catch (fault) {
          if (!(fault instanceof Fault) || fault.kind !== 'notFound') throw fault;
        }
        return { id };
      },
    });

  const written = (source: Source) => {
    const { data } = mappingOf(source, known, settings);
    return ({ customer, contacts: names, ...body }: Command['body']): Element => ({
      ...data.write(Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'kind'))),
      ...(source.parties && parties(text(customer), text(names))),
    });
  };

  /** V-14: coreBOS knows one parent, the person before the account; vtiger has a column for each. */
  const parties = (account?: string, person?: string): Element =>
    known.modules['HelpDesk']?.fields.some(({ name }) => name === 'contact_id')
      ? { ...(account && { parent_id: account }), ...(person && { contact_id: person }) }
      : account || person
        ? { parent_id: person ?? account }
        : {};

  return {
    ...(has(accounts) && { 'customer.update': revise(accounts, written(accounts)) }),
    ...(has(contacts) && {
      'contact.create': create(contacts, settings.keyFields?.contact, written(contacts)),
      'contact.update': revise(contacts, written(contacts)),
      'contact.delete': remove(contacts),
      'contact.move': revise(contacts, ({ principal = '' }) => ({ account_id: principal })),
      'login.enable': revise(contacts, () => ({ portal: '1' })),
      'login.disable': revise(contacts, () => ({ portal: '0' })),
    }),
    ...(has(sources.documents) && { 'file.get': fetching(facts) }),
    ...(has(tickets) && {
      'ticket.create': create(tickets, settings.keyFields?.ticket, written(tickets)),
      'ticket.update': revise(tickets, written(tickets)),
      'ticket.comment': commenting(facts, owner),
    }),
  };
}

/** V-16: base64 in JSON, from coreBOS by its own operation; vtiger has another. */
function fetching(facts: Facts): FileAction<VtigerSettings> {
  const asked = isCorebos(facts)
    ? { operation: 'retrievedocattachment', content: 'attachment' }
    : { operation: 'files_retrieve', content: 'filecontents' };
  return {
    how: 'native',
    async fetch({ http }, { id, name }) {
      const answer = await post(http, asked.operation, { id, returnfile: 'true' });
      const [found] = Object.values(readAnswer(codec.raw, answer, asked.operation) ?? {}) as unknown[];
      const content = codec.anyObject.decode(found, 'file')?.[asked.content];
      if (typeof content !== 'string' || content === '')
        throw new Fault('notFound', `The CRM has no content for the file "${name}".`, { details: { id } });
      return { content: Buffer.from(content, 'base64') };
    },
  };
}

/** Only coreBOS has a column for new comments in its tickets (V-14). */
const isCorebos = (facts: Facts): boolean =>
  (vendorFacts(facts).modules['HelpDesk']?.fields ?? []).some(({ name }) => name === 'commentadded');

/** V-14: coreBOS has its own operation (c107, c108), vtiger a module of comments. */
function commenting(facts: Facts, owner: () => string): Action<VtigerSettings> {
  const corebos = isCorebos(facts);
  const spoken = async (session: VtigerSession, { id = '', body }: Command): Promise<string | undefined> => {
    const select = 'SELECT id,commentcontent FROM ModComments WHERE related_to = ';
    const comments = corebos
      ? await ticketComments(session, id)
      : await query(session.http, `${select}${quote(id)} ORDER BY createdtime DESC LIMIT 100;`);
    const said = comments
      .map((each) => codec.object({ id: codec.id, commentcontent: codec.text }).decode(each, 'comment'))
      .find((each) => same(each?.commentcontent, body['text']));
    return said && (said.id ?? id);
  };
  return native<VtigerSettings>({
    async write(session, command) {
      const { id = '', body } = command;
      const person = text(body['authorContact']);
      const comments = text(body['text']) ?? '';
      const values = { from_portal: person ? 1 : 0, ...(person && { parent_id: person }), comments };
      const element = {
        commentcontent: comments,
        related_to: id,
        is_private: '0',
        assigned_user_id: owner(),
        ...(person && { customer: person }),
      };
      await (corebos
        ? post(session.http, 'addTicketFaqComment', { id, values: JSON.stringify(values) })
        : post(session.http, 'create', { elementType: 'ModComments', element: JSON.stringify(element) }));
      const said = await spoken(session, command);
      if (said === undefined) throw dropped(id, ['text']);
      return { id: said };
    },
    find: spoken,
  });
}

/** ACCESS_DENIED is also the answer for a record that is gone (V-1, c119, c141): told apart by a look. */
async function there(
  { http }: VtigerSession,
  { module }: Source,
  id: string,
  call: Promise<unknown>,
): Promise<void> {
  try {
    await call;
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.kind !== 'permission') throw fault;
    if ((await query(http, `SELECT id FROM ${module} WHERE id = ${quote(id)};`)).length) throw fault;
    throw new Fault('notFound', `The CRM does not have ${id} any more.`, { cause: fault, details: { id } });
  }
}

/** V-11: the server says yes and keeps what it likes. What was sent is compared with what is there. */
async function verify({ http }: VtigerSession, id: string, sent: Element): Promise<void> {
  const kept = readAnswer(item, await get(http, 'retrieve', { id }), 'retrieve');
  const lost = Object.keys(sent).filter((name) => !same(kept[name], sent[name]));
  if (lost.length) throw dropped(id, lost);
}

const dropped = (id: string, fields: string[]): Fault =>
  new Fault('conflict', `The CRM took ${id} but kept something else in ${fields.join(', ')}.`, {
    details: { id, fields },
  });

/** Equal but for blanks at the ends, the writing of numbers, entities, and lost emoji (c098). */
function same(kept: unknown, sent: unknown): boolean {
  const [a, b] = [codec.html.decode(kept, '') ?? '', codec.text.decode(sent, '') ?? ''];
  const poor = b.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '????');
  return a === b || a === poor || (a !== '' && b !== '' && Number(a) === Number(b));
}

const text = (value: Json | undefined): string | undefined =>
  codec.id.decode(Array.isArray(value) ? value[0] : value, 'body');
