import { codec, Fault, readAnswer, type Facts, type Field, type ModuleFacts } from 'portico/contract';

import { candidates, closed, extras, neverShown } from './assumed.js';
import { readPage, unless, type CrmSession } from './client.js';
import { readProfiles, type Profile } from './profiles.js';
import { sources } from './sources.js';

/** What the schema says of one module. */
export interface CrmModule {
  /** By slot (assumed.ts), the attribute that it is in; a slot without one is a gap. */
  names: Readonly<Record<string, string>>;
  /** Every attribute that may be shown at all. */
  attributes: string[];
  relations: string[];
}

/** What is in `facts.vendor`: written by discover, read by everything else. */
export interface CrmFacts {
  modules: Readonly<Partial<Record<string, CrmModule>>>;
  profiles: Profile[];
  /** Do times come with their zone? Then they are asked for with one, too. */
  zoned: boolean;
}

/** The vendor's part of facts that `discover` below has written. */
export const vendorFacts = (facts: Facts): CrmFacts => facts.vendor as CrmFacts;

const modules = codec.object({ links: codec.required(codec.anyObject) });
const schema = codec.object({ attributes: codec.required(codec.anyObject), relations: codec.anyObject });
const attribute = codec.object({
  type: codec.text,
  label: codec.text,
  nullable: codec.boolean,
  options: codec.list(codec.text),
});
type Schema = NonNullable<ReturnType<typeof schema.decode>>;

/** Test connection: the modules without which there is nothing to show. */
export async function check(session: CrmSession): Promise<void> {
  const listed = await listModules(session);
  const missing = ['accounts', 'contacts', 'portal_users'].filter((module) => !listed.includes(module));
  if (missing.length) throw new Fault('permission', `The token may not read ${missing.join(', ')}.`);
}

const listModules = async ({ http }: CrmSession): Promise<string[]> =>
  Object.keys(readAnswer(modules, await http.get(''), 'GET /').links);

/** One call for the modules, one for each of those that matter, one or more for each module of profiles. */
export async function discover(session: CrmSession): Promise<Facts> {
  const { http, log, settings } = session;
  const listed = new Set(await listModules(session));
  const found: Record<string, CrmModule> = {};
  const schemas = new Map<string, Schema>();
  const gaps: string[] = [];
  for (const module of Object.keys(candidates).filter((each) => listed.has(each))) {
    const answer = await unless(['permission', 'notFound'], http.get(`schema/${module}`));
    if (answer === undefined) {
      gaps.push(module);
      continue;
    }
    const described = readAnswer(schema, answer, `GET schema/${module}`);
    schemas.set(module, described);
    const { known, missing } = resolve(module, described, settings.names?.[module] ?? {});
    found[module] = known;
    gaps.push(...missing.map((slot) => `${module}.${slot}`));
  }
  gaps.push(...Object.keys(candidates).filter((module) => !listed.has(module)));
  if (gaps.length)
    log.warn('The CRM has no field, or no right to read, for some of what the portal could show.', { gaps });
  const names = (module: string) => found[module]?.names;
  const profiles = (await unless(['permission'], readProfiles(session, names))) ?? [];
  const vendor: CrmFacts = { modules: found, profiles, zoned: await tellsZones(session, found) };
  return {
    zone: settings.zone ?? 'Europe/Helsinki',
    modules: {
      ...Object.fromEntries(
        Object.values(sources).flatMap(({ module, kind }) => {
          const described = schemas.get(module);
          const known = found[module];
          return described && known && kind !== 'lead'
            ? [[kind, moduleFacts(module, described, known, settings.closed?.[kind] ?? closed[kind] ?? [])]]
            : [];
        }),
      ),
      ...(names('portals')?.['links'] !== undefined && { link: { label: 'links', fields: [] } }),
    },
    vendor: { ...vendor },
  };
}

/** Slots by their candidates; a status is also any picklist whose name ends in status or stage (§6). */
function resolve(
  module: string,
  { attributes, relations = {} }: Schema,
  chosen: Readonly<Record<string, string>>,
): { known: CrmModule; missing: string[] } {
  const shown = Object.keys(attributes).filter((name) => !neverShown.test(name));
  const slots = Object.entries(candidates[module] ?? {});
  const names: Record<string, string> = {};
  for (const [slot, wanted] of slots) {
    const name =
      [chosen[slot], ...wanted].find((each) => each !== undefined && shown.includes(each)) ??
      (slot === 'status' ? shown.find((each) => isStatus(each, attributes[each])) : undefined);
    if (name !== undefined) names[slot] = name;
  }
  return {
    known: { names, attributes: shown, relations: Object.keys(relations) },
    missing: slots.map(([slot]) => slot).filter((slot) => names[slot] === undefined),
  };
}

const isStatus = (name: string, described: unknown): boolean =>
  /(status|stage)$/.test(name) && /picklist/i.test(typeOf(described));
const typeOf = (described: unknown): string => attribute.decode(described, 'attribute')?.type ?? '';

const types: readonly (readonly [RegExp, Field['type']])[] = [
  [/picklist|enum/i, 'choice'],
  [/bool/i, 'boolean'],
  [/datetime|timestamp/i, 'dateTime'],
  [/date/i, 'date'],
  [/int/i, 'integer'],
  [/decimal|float|double|number/i, 'number'],
  [/text/i, 'longText'],
];

function moduleFacts(
  module: string,
  { attributes }: Schema,
  { names, attributes: shown }: CrmModule,
  ends: readonly string[],
): ModuleFacts {
  const described = (name: string) => attribute.decode(attributes[name], `${module}.${name}`);
  const statuses = names['status'] === undefined ? undefined : described(names['status'])?.options;
  return {
    label: module.replaceAll('_', ' '),
    fields: shown.map((name): Field => {
      const { type = '', label, options } = described(name) ?? {};
      return {
        name,
        label: label ?? name,
        type: types.find(([word]) => word.test(type))?.[1] ?? 'text',
        ...(options?.length && { options }),
      };
    }),
    ...(statuses && {
      statuses: statuses.map((name) => ({ name, group: ends.includes(name) ? 'closed' : 'open' })),
    }),
  };
}

/** Times are naive, or carry an offset (§3): the newest contact shows it. */
async function tellsZones({ http }: CrmSession, found: CrmFacts['modules']): Promise<boolean> {
  const changed = found['contacts']?.names['changed'];
  if (changed === undefined) return false;
  const query = { fields: ['id', changed], sort: `-${changed}`, size: 1 };
  const newest = (await unless(['permission'], readPage(http, 'contacts', query)))?.items[0]?.[changed];
  return typeof newest === 'string' && /(Z|[+-]\d{2}:?\d{2})$/.test(newest.slice(10));
}

/** What is asked for of a module: what has a slot, custom fields, and whatever some profile shows. */
export function columnsOf({ modules, profiles }: CrmFacts, module: string): string[] {
  const { names = {}, attributes = [] } = modules[module] ?? {};
  const wanted = new Set([...Object.values(names), ...(extras[module] ?? [])]);
  for (const { fields } of profiles)
    for (const [name, { visible }] of Object.entries(fields[module] ?? {})) if (visible) wanted.add(name);
  return [
    'id',
    ...attributes.filter((name) => name !== 'id' && (wanted.has(name) || name.startsWith('cf_'))),
  ];
}
