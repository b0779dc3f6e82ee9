import { codec, Mismatch } from 'portico/contract';

import { readAll, type CrmSession, type Item } from './client.js';

/** What a kind of portal user may see and do (C-25 to C-28, C-32), by the CRM's names of modules and attributes. */
export interface Profile {
  id: string;
  portal?: string;
  modules: string[];
  actions: Record<string, string[]>;
  fields: Record<string, Record<string, { visible: boolean; editable: boolean }>>;
}

type Permissions = Pick<Profile, 'modules' | 'actions' | 'fields'>;
type Names = (module: string) => Readonly<Record<string, string>> | undefined;

const flags = codec.object({ visible: codec.boolean, editable: codec.boolean });
const shape = codec.object({
  modules: codec.list(codec.text),
  actions: codec.anyObject,
  fields: codec.anyObject,
});

/** An object, or the JSON text of one. */
function parsed(value: unknown, path: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Mismatch(path, 'JSON', value);
  }
}

const entries = (value: unknown, path: string): [string, unknown][] =>
  Object.entries(codec.anyObject.decode(parsed(value, path), path) ?? {});

/** `["create"]`, its JSON text, or `create, update`. */
function words(value: unknown, path: string): string[] {
  const isJson = typeof value !== 'string' || value.trim().startsWith('[');
  const list = isJson ? parsed(value, path) : value.split(',');
  return codec.list(codec.text).decode(list, path) ?? [];
}

/** A field is shown, or editable, only where it says so; what is hidden is not edited (C-32). */
function fieldFlags(value: unknown, path: string): { visible: boolean; editable: boolean } {
  const { visible = false, editable = false } = flags.decode(value, path) ?? {};
  return { visible, editable: visible && editable };
}

/** The permissions of a profile as one attribute. */
export function readPermissions(value: unknown): Permissions {
  const path = 'permissions';
  const { modules = [], actions = {}, fields = {} } = shape.decode(parsed(value, path), path) ?? {};
  return {
    modules,
    actions: Object.fromEntries(
      Object.entries(actions).map(([module, allowed]) => [
        module,
        words(allowed, `${path}.actions.${module}`),
      ]),
    ),
    fields: Object.fromEntries(
      Object.entries(fields).map(([module, each]) => [
        module,
        Object.fromEntries(
          entries(each, `${path}.fields.${module}`).map(([name, flag]) => [
            name,
            fieldFlags(flag, `${path}.fields.${module}.${name}`),
          ]),
        ),
      ]),
    ),
  };
}

/** The same as child records: a row for each module, and one for each of its fields. */
export function joinPermissions(
  id: string,
  rows: { modules: readonly Item[]; fields: readonly Item[] },
  names: Names,
): Permissions {
  const ofModule = names('portal_profile_modules') ?? {};
  const ofField = names('portal_profile_fields') ?? {};
  const ours =
    ({ profile = '' }: Readonly<Record<string, string>>) =>
    (row: Item) =>
      codec.id.decode(row[profile], profile) === id;
  const text = (row: Item, name = '') => codec.text.decode(row[name], name) ?? '';
  const found: Permissions = { modules: [], actions: {}, fields: {} };
  for (const row of rows.modules.filter(ours(ofModule))) {
    const module = text(row, ofModule['module']);
    found.modules.push(module);
    const actions = ofModule['actions'] ?? '';
    if (row[actions] !== undefined && row[actions] !== null)
      found.actions[module] = words(row[actions], actions);
  }
  for (const row of rows.fields.filter(ours(ofField))) {
    const { module, field, visible = '', editable = '' } = ofField;
    const flag = { visible: row[visible], editable: row[editable] };
    (found.fields[text(row, module)] ??= {})[text(row, field)] = fieldFlags(flag, 'portal_profile_fields');
  }
  return found;
}

/** Every profile that can be read. One whose permissions make no sense opens nothing, and the log says so. */
export async function readProfiles({ http, log }: CrmSession, names: Names): Promise<Profile[]> {
  const own = names('portal_profiles');
  if (!own) return [];
  const children = async (module: string) => (names(module) ? await readAll(http, module) : []);
  const { portal = '', permissions = '' } = own;
  const profiles = await readAll(http, 'portal_profiles', { fields: ['id', ...Object.values(own)] });
  const rows = {
    modules: await children('portal_profile_modules'),
    fields: await children('portal_profile_fields'),
  };
  return profiles.map((profile): Profile => {
    const portalId = codec.id.decode(profile[portal], portal);
    const identity = { id: profile.id, ...(portalId !== undefined && { portal: portalId }) };
    try {
      const value = profile[permissions];
      const hasOwn = value !== undefined && value !== null && value !== '';
      return { ...identity, ...(hasOwn ? readPermissions(value) : joinPermissions(profile.id, rows, names)) };
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      log.warn(`A portal profile opens nothing, for its permissions cannot be read. ${error.message}`, {
        profile: profile.id,
      });
      return { ...identity, modules: [], actions: {}, fields: {} };
    }
  });
}
