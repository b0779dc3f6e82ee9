import { codec, Fault, readAnswer } from 'portico/contract';
import type { Facts, Field, ModuleFacts, Session, VendorHttp } from 'portico/contract';

import { assumed } from './assumed.js';
import { get, query, type Item } from './client.js';
import { allById } from './paging.js';
import type { VtigerSettings } from './settings.js';
import { sources } from './sources.js';

/** What describe says of one module: the id prefix (V-4) and the fields this user may see (V-18). */
export interface VtigerModule {
  prefix: string;
  fields: Field[];
}

/** What is in `facts.vendor`: written by discover, read by everything else. */
export interface VtigerFacts {
  modules: Partial<Record<string, VtigerModule>>;
  /** By id, the ISO code. */
  currencies: Record<string, string>;
  defaultCurrency?: string;
  /** By id, the users and groups that own records. */
  owners: Record<string, { name?: string; email?: string }>;
  folders: Record<string, string>;
  userId?: string;
}

/** The vendor's part of facts that `discover` below has written. */
export const vendorFacts = (facts: Facts): VtigerFacts => facts.vendor as VtigerFacts;

/** Modules that are read along with the records of others, where the server has them. */
const helpers = ['ModComments', 'InventoryDetails'];

export async function listTypes(http: VendorHttp): Promise<string[]> {
  return (
    readAnswer(codec.object({ types: codec.list(codec.text) }), await get(http, 'listtypes'), 'listtypes')
      .types ?? []
  );
}

/** Test connection: signs in and looks for the two modules without which there is nothing to show. */
export async function check({ http }: Session<VtigerSettings>): Promise<void> {
  const types = await listTypes(http);
  const missing = ['Accounts', 'Contacts'].filter((module) => !types.includes(module));
  if (missing.length) throw new Fault('permission', `The user may not read ${missing.join(' and ')}.`);
}

export async function discover({ http, settings }: Session<VtigerSettings>): Promise<Facts> {
  const types = await listTypes(http);
  const facts: Facts = { zone: 'UTC', modules: {}, vendor: {} };
  const modules: VtigerFacts['modules'] = {};
  for (const module of helpers)
    if (types.includes(module)) modules[module] = (await describe(http, module))?.module;
  for (const { module, kind, status } of Object.values(sources)) {
    const described = types.includes(module) ? await describe(http, module) : undefined;
    if (!described) continue;
    modules[module] = described.module;
    const closed = settings.closed?.[kind] ?? assumed.closed[kind] ?? [];
    const statuses = described.module.fields
      .find(({ name }) => name === status)
      ?.options?.map((name) => ({
        name,
        group: closed.includes(name) ? ('closed' as const) : ('open' as const),
      }));
    const found: ModuleFacts = {
      label: described.label,
      fields: described.module.fields,
      ...(statuses && { statuses }),
    };
    if (kind !== 'lead') facts.modules[kind] = found;
  }
  const table = async (module: string, columns: string[]): Promise<Item[]> =>
    types.includes(module)
      ? ((await permitted(
          allById((tail) => query(http, `SELECT ${columns.join(',')} FROM ${module} ${tail}`)),
        )) ?? [])
      : [];
  const currencies = await table('Currency', ['id', 'currency_code', 'defaultid']);
  const base =
    currencies.find((each) => String(each['defaultid']) === assumed.defaultCurrency) ?? currencies[0];
  // V-17: never another column of Users.
  const users = await table('Users', ['id', 'user_name', 'first_name', 'last_name', 'email1']);
  const groups = await table('Groups', ['id', 'groupname']);
  const folders = await table('DocumentFolders', ['id', 'foldername']);
  const text = (row: Item, ...columns: string[]) =>
    columns
      .map((column) => codec.html.decode(row[column], column) ?? '')
      .join(' ')
      .trim();
  const vendor: VtigerFacts = {
    modules,
    currencies: Object.fromEntries(currencies.map((each) => [each.id, text(each, 'currency_code')])),
    ...(base && { defaultCurrency: base.id }),
    owners: Object.fromEntries([
      ...groups.map((each) => [each.id, { name: text(each, 'groupname') }]),
      ...users.map((each) => [
        each.id,
        { name: text(each, 'first_name', 'last_name'), email: text(each, 'email1') },
      ]),
    ]),
    folders: Object.fromEntries(folders.map((each) => [each.id, text(each, 'foldername')])),
    ...userId(users.find((each) => each['user_name'] === settings.user)),
  };
  return { ...facts, vendor: { ...vendor } };
}

const userId = (user: Item | undefined) => (user ? { userId: user.id } : {});

/** What the user may not read is not there for us (c167). */
async function permitted<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (fault) {
    if (fault instanceof Fault && fault.kind === 'permission') return undefined;
    throw fault;
  }
}

const description = codec.object({
  label: codec.html,
  idPrefix: codec.required(codec.id),
  fields: codec.list(
    codec.object({
      name: codec.required(codec.text),
      label: codec.html,
      mandatory: codec.boolean,
      editable: codec.boolean,
      type: codec.object({
        name: codec.required(codec.text),
        picklistValues: codec.list(codec.object({ value: codec.text })),
      }),
    }),
  ),
});

/** The vendor's words for types; any other is text. */
const types: Record<string, Field['type']> = {
  boolean: 'boolean',
  integer: 'integer',
  double: 'number',
  currency: 'money',
  date: 'date',
  datetime: 'dateTime',
  picklist: 'choice',
  multipicklist: 'choice',
  reference: 'reference',
  owner: 'reference',
  text: 'longText',
};

async function describe(
  http: VendorHttp,
  module: string,
): Promise<{ label: string; module: VtigerModule } | undefined> {
  const answer = await permitted(get(http, 'describe', { elementType: module }));
  if (answer === undefined) return undefined;
  const { label, idPrefix, fields } = readAnswer(description, answer, `describe ${module}`);
  const read = (fields ?? []).map(({ name, label, mandatory, editable, type }): Field => {
    const options = type?.picklistValues?.flatMap(({ value }) => value ?? []);
    return {
      name,
      label: label ?? name,
      type: types[type?.name ?? ''] ?? 'text',
      ...(options?.length && { options }),
      required: mandatory ?? false,
      editable: editable ?? false,
    };
  });
  return { label: label ?? module, module: { prefix: idPrefix, fields: read } };
}
