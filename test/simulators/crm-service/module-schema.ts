import { JOINED_MODULES, MODULE_TABLE, REVERSE_NAMES, SHARED_FIELDS } from './module-table.js';

export type FieldType =
  | 'string'
  | 'text'
  | 'picklist'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'json'
  | 'key';

export interface Field {
  /** As the state stores it; the wire may call it otherwise. */
  key: string;
  type: FieldType;
  required: boolean;
  /** Of a foreign key: the module it points to, and what the relation is called. */
  target?: string;
  relation?: string;
}

export interface Relation {
  name: string;
  kind: 'hasOne' | 'hasMany';
  module: string;
  /** The foreign key, here (hasOne) or there (hasMany); a many-to-many has none. */
  key?: string;
}

export interface ModuleSchema {
  name: string;
  prefix: string;
  fields: Field[];
  relations: Relation[];
}

/** All modules by name; relations follow from the foreign keys and the joined modules. */
export const MODULE_SCHEMAS: ReadonlyMap<string, ModuleSchema> = readTable();

function readTable(): Map<string, ModuleSchema> {
  const modules = new Map(
    MODULE_TABLE.map(([name, prefix, fields]): [string, ModuleSchema] => {
      const numbered = prefix ? ' entity_no' : '';
      return [
        name,
        { name, prefix, fields: readFields(`${fields}${numbered} ${SHARED_FIELDS}`), relations: [] },
      ];
    }),
  );
  for (const module of modules.values()) {
    for (const { relation, target, key } of module.fields) {
      if (!relation || !target) continue;
      add(module, { name: relation, kind: 'hasOne', module: target, key });
      const reverse = reverseName(module.name, key, target);
      const other = modules.get(target);
      if (reverse && other) add(other, { name: reverse, kind: 'hasMany', module: module.name, key });
    }
    if (module.name !== 'files') {
      add(module, { name: 'files', kind: 'hasMany', module: 'files', key: 'entity_id' });
    }
  }
  for (const [left, rights] of JOINED_MODULES)
    for (const right of rights) {
      add(modules.get(left), { name: right, kind: 'hasMany', module: right });
      add(modules.get(right), { name: left, kind: 'hasMany', module: left });
    }
  return modules;
}

/** The first of a name stays: a contact's products through a join do not hide another relation. */
function add(module: ModuleSchema | undefined, relation: Relation): void {
  if (module && !module.relations.some(({ name }) => name === relation.name)) module.relations.push(relation);
}

function readFields(text: string): Field[] {
  return text.split(' ').map((word) => {
    const [, key = '', required, , type, target] = /^(\w+)(!?)(:(\w+))?(?:>(\w+))?$/.exec(word) ?? [];
    const field = { key, required: required === '!', type: (type ?? 'string') as FieldType };
    return target ? { ...field, type: 'key', target, relation: key.replace(/_id$/, '') } : field;
  });
}

/** `tickets.account_id` gives accounts their `tickets`; a key of another name, like `reseller_id`, nothing. */
function reverseName(module: string, key: string, target: string): string | undefined {
  const named = REVERSE_NAMES[`${module}.${key}`];
  if (named) return named;
  if (key === 'entity_id') return 'rows';
  return key === target.replace(/s$/, '_id') || key === 'salesorder_id' ? module : undefined;
}
