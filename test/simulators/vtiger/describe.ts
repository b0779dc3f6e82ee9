import { allowedTable, isDenied, visibleFields } from './access.js';
import type { FieldDescription } from './vtiger-data.js';
import type { Session, VtigerState } from './vtiger-state.js';

/** The modules the user may use; a denied one is simply not there (c012, c165). */
export function listTypes(state: VtigerState, { user }: Session): unknown {
  const tables = [...state.tables.values()].filter(
    ({ name }) => !isDenied(user, name) && (name !== 'Users' || user.isAdmin),
  );
  const information = tables.map(({ name, isEntity, singular, description }) => [
    name,
    { isEntity, label: description.label, singular },
  ]);
  return { types: tables.map(({ name }) => name), information: Object.fromEntries(information) };
}

/** One module's description, or several by name when more are asked for with commas (c016, c028). */
export function describe(state: VtigerState, session: Session, elementType: string): unknown {
  const names = elementType.split(',').map((name) => name.trim());
  const described = names.map((name) => [name, describeModule(state, session, name)] as const);
  return described.length === 1 ? described[0]?.[1] : Object.fromEntries(described);
}

function describeModule(state: VtigerState, session: Session, name: string): unknown {
  const table = allowedTable(state, session, name, ` for ${name}`);
  const mayWrite = !session.user.readOnly;
  const fields = visibleFields(session, table);
  return {
    ...table.description,
    createable: table.description.createable && mayWrite,
    updateable: table.description.updateable && mayWrite,
    deleteable: table.description.deleteable && mayWrite,
    relatedModules: relatedModules(session, table.description['relatedModules']),
    fields: mayWrite ? fields : fields.map(asRestricted),
  };
}

function relatedModules({ user }: Session, related: unknown): unknown {
  if (!user.deniedModules || typeof related !== 'object' || related === null) return related;
  const known = Object.entries(related as Record<string, { related_module: string }>);
  return Object.fromEntries(known.filter(([, each]) => !isDenied(user, each.related_module)));
}

/** Picklists that hang on roles are empty for a user whose role has none (c166). */
function asRestricted(field: FieldDescription): FieldDescription {
  if (field.type.name !== 'picklist' || field.uitype !== '15') return field;
  return { ...field, type: { ...field.type, picklistValues: [], defaultValue: '' } };
}
