import type { CrmRecord, ProfilePermissions, Value } from './crm-service-data.js';

/** Profiles as child records: one per module a profile opens (crm-service.md §8, the other way to store them). */
export function profileModules(profiles: CrmRecord[]): CrmRecord[] {
  return toRecords(profiles, ({ modules, actions }) =>
    modules.map((module) => ({ module, actions: actions[module] ?? [] })),
  );
}

/** … and one per field that it says something about. */
export function profileFields(profiles: CrmRecord[]): CrmRecord[] {
  return toRecords(profiles, ({ fields }) =>
    Object.entries(fields).flatMap(([module, ofModule]) =>
      Object.entries(ofModule).map(([field, rule]) => ({ module, field, ...rule })),
    ),
  );
}

/** A thousand children of a profile at most: their ids begin with the profile's. */
function toRecords(
  profiles: CrmRecord[],
  children: (permissions: ProfilePermissions) => Record<string, Value>[],
): CrmRecord[] {
  return profiles.flatMap(({ id, attributes }) =>
    children(permissionsOf(attributes['permissions'])).map((child, place) => ({
      id: String(Number(id) * 1_000 + place + 1),
      attributes: { profile_id: id, ...child, updated_at: attributes['updated_at'] ?? null },
    })),
  );
}

/** A profile without permissions opens nothing. */
export function permissionsOf(value: Value | undefined): ProfilePermissions {
  const isSet = typeof value === 'object' && value !== null && 'modules' in value;
  return isSet ? value : { modules: [], actions: {}, fields: {} };
}
