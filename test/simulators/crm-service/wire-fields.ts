import { TEXTS } from './crm-service-assumptions.js';
import type { Value } from './crm-service-data.js';
import { badRequest } from './crm-service-error.js';
import type { CrmServiceState } from './crm-service-state.js';
import type { Field } from './module-schema.js';
import { permissionsOf } from './profile-records.js';
import { textOf } from './text-of.js';
import { writeInstant } from './zone-time.js';

export interface WireField extends Field {
  /** What this installation calls it. */
  name: string;
}

/** The fields of a module as this installation has them (crm-service.md §8, candidate names). */
export function wireFields(state: CrmServiceState, module: string): WireField[] {
  const { assumptions } = state;
  return state.schema(module).fields.flatMap((field) => {
    const path = `${module}.${field.key}`;
    const isAbsent =
      assumptions.missingFields.includes(path) ||
      (/^(created|updated)_at$/.test(field.key) && assumptions.withoutAudit.includes(module)) ||
      (path === 'portal_profiles.permissions' && assumptions.profileStorage === 'childModules');
    return isAbsent ? [] : [{ ...field, name: assumptions.names[path] ?? field.key }];
  });
}

/** Names are case-sensitive; one that the schema has not is an error. */
export function wireField(state: CrmServiceState, module: string, name: string): WireField {
  const field = wireFields(state, module).find((each) => each.name === name);
  if (!field) throw badRequest(TEXTS.unknownField(module, name));
  return field;
}

/** A value as this installation writes it: keys, moments and amounts each in their form. */
export function writeValue(state: CrmServiceState, { type, key }: Field, value: Value): unknown {
  const { foreignKeys, dateTimes, decimals, profileStorage, names, downloadLinks } = state.assumptions;
  if (value === null) return null;
  if (type === 'key' && foreignKeys === 'number') return Number(value);
  if (type === 'datetime') return writeInstant(textOf(value), state.zone, dateTimes);
  if (type === 'decimal' && decimals === 'text') return Number(value).toFixed(2);
  if (key === 'download_url' && downloadLinks === 'absolute') return `${state.url}${textOf(value)}`;
  if (key !== 'permissions') return value;
  const { fields, ...rest } = permissionsOf(value);
  const renamed = Object.entries(fields).map(([module, rules]) => [
    module,
    Object.fromEntries(
      Object.entries(rules).map(([field, rule]) => [names[`${module}.${field}`] ?? field, rule]),
    ),
  ]);
  const written = { ...rest, fields: Object.fromEntries(renamed) as unknown };
  return profileStorage === 'jsonText' ? JSON.stringify(written) : written;
}
