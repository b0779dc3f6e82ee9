import type { CrmServiceState } from './crm-service-state.js';
import type { FieldType } from './module-schema.js';
import type { Session } from './session.js';
import { wireFields } from './wire-fields.js';

/** What each type is called in a schema, and how long it may be; ours but for the shape (crm-service.md §3). */
const TYPES: Record<FieldType, { type: string; size: number | null; scale: number | null }> = {
  string: { type: 'string', size: 255, scale: null },
  text: { type: 'text', size: null, scale: null },
  picklist: { type: 'picklist', size: 255, scale: null },
  integer: { type: 'integer', size: 11, scale: 0 },
  decimal: { type: 'decimal', size: 15, scale: 2 },
  boolean: { type: 'boolean', size: 1, scale: null },
  date: { type: 'date', size: null, scale: null },
  datetime: { type: 'datetime', size: null, scale: null },
  json: { type: 'json', size: null, scale: null },
  key: { type: 'integer', size: 11, scale: 0 },
};

/** GET /schema/{module}: fields by the names of this installation, relations, the primary key. */
export function describeModule(session: Session, module: string): object {
  const { state } = session;
  session.check('noRead', module);
  const attributes = wireFields(state, module).map(({ name, type, required, relation, target }) => [
    name,
    {
      ...TYPES[type],
      nullable: !required,
      defaultValue: null,
      label: toLabel(name),
      ...(relation && { relationType: 'hasOne', relationName: relation, relationModule: target }),
    },
  ]);
  const relations = state
    .schema(module)
    .relations.map(({ name, kind, module: target }) => [name, { type: kind, class: target }]);
  return {
    attributes: Object.fromEntries(attributes) as unknown,
    relations: Object.fromEntries(relations) as unknown,
    [state.assumptions.primaryKeyName]: 'id',
  };
}

/** GET /: every module that this user may know of. */
export function listModules(session: Session): object {
  const { state } = session;
  const names = [...state.tables.keys()].filter((name) => isThere(state, name));
  const listed = names.filter(
    (name) => state.assumptions.unreadableModules === 'listed' || session.may('noRead', name),
  );
  return {
    meta: { modules: listed.length },
    links: Object.fromEntries(
      listed.map((name) => [name, { href: `${state.url}/api/v1/${name}`, type: name }]),
    ) as unknown,
  };
}

function isThere({ assumptions }: CrmServiceState, name: string): boolean {
  return !name.startsWith('portal_profile_') || assumptions.profileStorage === 'childModules';
}

function toLabel(name: string): string {
  const words = name.replace(/_id$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
