import {
  codec,
  derived,
  Fault,
  native,
  type Action,
  type Command,
  type Facts,
  type Json,
} from 'portico/contract';

import { equalWithin } from './assumed.js';
import { change, create, readAll, readOne, type Attributes, type CrmSession, type Item } from './client.js';
import { idIn } from './command.js';
import { vendorFacts } from './discover.js';
import { written } from './moments.js';
import type { CrmSettings } from './settings.js';

type Made = { id: string };

/** A create: what is sent, what identifies an equal one, and what belongs to it and is made right after it. */
export interface Making {
  module: string;
  attributes(session: CrmSession, command: Command): Attributes | Promise<Attributes>;
  /** Attributes that no two records have alike; asked before anything is made, for that is then done already. */
  unique?(command: Command): Attributes;
  /** By which an equal one is known where there is no key field. Default: all that is sent. */
  known?(command: Command): Attributes;
  /** Completes what was made, however far an earlier try came. */
  complete?(session: CrmSession, command: Command, made: string): Promise<void>;
}

/**
 * Creates are not idempotent (crm-service.md §5): after an unknown outcome the key field is searched, or else an equal
 * record of the last day. Without either the hub asks a person.
 */
export function making(facts: Facts, { keyField }: CrmSettings, how: Making): Action<CrmSettings> {
  const { module, attributes, unique, known, complete } = how;
  const { names = {}, attributes: all = [] } = vendorFacts(facts).modules[module] ?? {};
  const hasKey = keyField !== undefined && all.includes(keyField);
  const { created } = names;

  const search = async (session: CrmSession, command: Command): Promise<string | undefined> => {
    if (unique) return newest(session, module, equal(unique(command)));
    if (hasKey) return newest(session, module, equal({ [keyField]: command.key }));
    if (created === undefined) return undefined;
    const since = new Date(session.now().getTime() - equalWithin);
    const bound = { $gte: [created, written(since, facts.zone, vendorFacts(facts).zoned)] };
    const sent = known ? known(command) : await attributes(session, command);
    return newest(session, module, [...equal(sent), bound]);
  };
  const finish = async (session: CrmSession, command: Command, id: string): Promise<Made> => {
    await complete?.(session, command, id);
    return { id };
  };
  const write = async (session: CrmSession, command: Command) => {
    const there = unique ? await search(session, command) : undefined;
    if (there !== undefined) return finish(session, command, there);
    const sent = { ...(await attributes(session, command)), ...(hasKey && { [keyField]: command.key }) };
    const id = await create(session.http, module, sent);
    try {
      await finish(session, command, id);
    } catch (fault) {
      // A clear refusal of a part takes the whole back; after anything else `find` goes on from here.
      if (fault instanceof Fault && fault.kind === 'invalidRecord') await remove(session, module, id);
      throw fault;
    }
    return { id, ...(await differences(session, module, id, sent)) };
  };
  const find = async (session: CrmSession, command: Command) => {
    const id = await search(session, command);
    return id === undefined ? undefined : (await finish(session, command, id)).id;
  };
  const canSearch = unique !== undefined || hasKey || created !== undefined;
  return native<CrmSettings>(canSearch ? { write, find } : { write });
}

const equal = (attributes: Attributes): Json[] =>
  Object.entries(attributes).map(([name, value]) =>
    value === null ? { '$is.null': name } : { $eq: [name, value] },
  );

async function newest({ http }: CrmSession, module: string, conditions: Json[]): Promise<string | undefined> {
  const found = await readAll(http, module, { filter: { $and: conditions }, fields: ['id'] });
  return found.at(-1)?.id;
}

/** A change of one record, read back. */
export const changing = (module: string, attributes: (command: Command) => Attributes): Action<CrmSettings> =>
  native<CrmSettings>({
    write: async (session, command) => {
      const id = idIn(command);
      const sent = attributes(command);
      await change(session.http, module, id, sent);
      return { id, ...(await differences(session, module, id, sent)) };
    },
  });

/** A deletion; what is gone already is deleted. */
export const removing = (module: string): Action<CrmSettings> =>
  derived<CrmSettings>({
    write: async (session, command) => {
      await remove(session, module, idIn(command));
      return {};
    },
  });

async function remove({ http }: CrmSession, module: string, id: string): Promise<void> {
  try {
    await http.delete(`${module}/${encodeURIComponent(id)}`);
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.kind !== 'notFound') throw fault;
  }
}

/** The attributes that the CRM, read back, kept otherwise than they were sent. */
async function differences(
  { http }: CrmSession,
  module: string,
  id: string,
  sent: Attributes,
): Promise<{ differs?: string[] }> {
  const kept = await readOne(http, module, id, Object.keys(sent));
  const differs = Object.keys(sent).filter((name) => !same(kept, name, sent[name]));
  return differs.length ? { differs } : {};
}

/** Equal but for blanks at the ends and the writing of numbers and of yes and no. */
function same(kept: Item | undefined, name: string, sent: Json | undefined): boolean {
  const [a, b] = [kept?.[name], sent].map((each) => codec.text.decode(each ?? undefined, name) ?? '');
  if (a === undefined || b === undefined || a === b) return a === b;
  if (typeof sent === 'boolean') return (a === '1' || a === 'true') === sent;
  return a !== '' && b !== '' && Number(a) === Number(b);
}
