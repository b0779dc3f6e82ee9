import type { CrmRecord } from './crm-service-data.js';
import type { Relation } from './module-schema.js';
import type { Session } from './session.js';
import { textOf } from './text-of.js';
import { wireFields, writeValue, type WireField } from './wire-fields.js';

export interface Identifier {
  type: string;
  id: string;
}

export interface Resource extends Identifier {
  attributes: Record<string, unknown>;
  relationships?: Record<string, { data: Identifier | Identifier[] | null }>;
}

/** The fields that a call wants of a module, `fields[module]`; all, if it says nothing. `id` is none of them. */
export function wantedFields(session: Session, module: string, names: string[] | undefined): WireField[] {
  const fields = wireFields(session.state, module);
  return names ? fields.filter(({ name }) => names.includes(name)) : fields;
}

/** One record as JSON:API (crm-service.md §4); it tells the relations of the keys it shows and of `included`. */
export function toResource(
  session: Session,
  from: { module: string; record: CrmRecord; fields: WireField[]; included?: Relation[] },
): Resource {
  const { module, record, fields, included = [] } = from;
  const { state } = session;
  const attributes: Resource['attributes'] = {};
  const relationships: NonNullable<Resource['relationships']> = {};
  for (const field of fields) {
    const value = record.attributes[field.key] ?? null;
    attributes[field.name] = writeValue(state, field, renamed(state.assumptions.names, field, record, value));
    if (field.relation && field.target)
      relationships[field.relation] = {
        data: value === null ? null : { type: field.target, id: textOf(value) },
      };
  }
  for (const relation of included) {
    const identifiers = relatedIds(session, module, record, relation).map((id) => ({
      type: relation.module,
      id,
    }));
    relationships[relation.name] = {
      data: relation.kind === 'hasMany' ? identifiers : (identifiers[0] ?? null),
    };
  }
  return {
    type: module,
    id: record.id,
    attributes,
    ...(Object.keys(relationships).length > 0 && { relationships }),
  };
}

/** What a record's relation leads to, of what the user may see. */
export function relatedIds(
  session: Session,
  module: string,
  record: CrmRecord,
  relation: Relation,
): string[] {
  const { state } = session;
  const { key } = relation;
  if (!key) return state.joined(module, record.id, relation.module).filter(seen);
  if (relation.kind === 'hasOne') return [textOf(record.attributes[key])].filter(seen);
  return state
    .all(relation.module)
    .filter(({ attributes }) => attributes[key] === record.id)
    .map(({ id }) => id)
    .filter(seen);

  function seen(id: string): boolean {
    return session.sees(relation.module, id);
  }
}

/** The rules of a profile stand under the names that the fields go by here. */
function renamed(
  names: Record<string, string>,
  { key }: WireField,
  { attributes }: CrmRecord,
  value: CrmRecord['attributes'][string],
): CrmRecord['attributes'][string] {
  if (key !== 'field') return value;
  return names[`${textOf(attributes['module'])}.${textOf(value)}`] ?? value;
}
