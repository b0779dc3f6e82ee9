import { DEFAULT_ASSUMPTIONS, TEXTS, type CrmServiceAssumptions } from './crm-service-assumptions.js';
import type { CrmRecord, CrmServiceData, Rights, Value } from './crm-service-data.js';
import { notFound } from './crm-service-error.js';
import { MODULE_SCHEMAS, type ModuleSchema } from './module-schema.js';
import { profileFields, profileModules } from './profile-records.js';
import { textOf } from './text-of.js';
import { toInstant } from './zone-time.js';

/** Everything the installation knows, by module and id; ids are one series over all modules. */
export class CrmServiceState {
  readonly tables = new Map<string, Map<string, CrmRecord>>();
  readonly trouble = { kind: 'none' as 'none' | 'maintenance' | 'databaseDown' };
  url = '';
  private readonly memory = new Map<string, unknown>();
  private lastId = 0;

  constructor(
    readonly data: CrmServiceData,
    readonly now: () => Date,
    readonly zone = 'Europe/Helsinki',
    readonly assumptions: CrmServiceAssumptions = { ...DEFAULT_ASSUMPTIONS },
  ) {
    for (const name of MODULE_SCHEMAS.keys()) {
      const records = data.modules[name] ?? [];
      this.tables.set(name, new Map(records.map((record) => [record.id, record])));
      for (const { id } of records) this.lastId = Math.max(this.lastId, Number(id));
    }
  }

  /** Throws for a module that this installation has not, the children of profiles among them. */
  schema(name: string): ModuleSchema {
    const schema = MODULE_SCHEMAS.get(name);
    const isChild = name === 'portal_profile_modules' || name === 'portal_profile_fields';
    if (!schema || (isChild && this.assumptions.profileStorage !== 'childModules'))
      throw notFound(TEXTS.unknownModule(name));
    return schema;
  }

  all(module: string): CrmRecord[] {
    const profiles = (): CrmRecord[] => [...this.table('portal_profiles').values()];
    if (module === 'portal_profile_modules') return profileModules(profiles());
    if (module === 'portal_profile_fields') return profileFields(profiles());
    return [...this.table(module).values()];
  }

  find(module: string, id: string): CrmRecord | undefined {
    return module.startsWith('portal_profile_')
      ? this.all(module).find((record) => record.id === id)
      : this.table(module).get(id);
  }

  get(module: string, id: string): CrmRecord {
    const record = this.find(module, id);
    if (!record) throw notFound(TEXTS.notFound);
    return record;
  }

  insert(module: string, attributes: Record<string, Value>, userId?: string): CrmRecord {
    const { fields, prefix } = this.schema(module);
    const at = toInstant(this.now());
    const by = userId ?? null;
    const record: CrmRecord = {
      id: String((this.lastId += 1)),
      attributes: {
        ...Object.fromEntries(fields.map(({ key }): [string, Value] => [key, null])),
        ...(prefix && { entity_no: this.nextNumber(module, prefix) }),
        owner_id: by,
        creator_id: by,
        ...attributes,
        updater_id: by,
        created_at: at,
        updated_at: at,
      },
    };
    this.table(module).set(record.id, record);
    this.forget();
    return record;
  }

  /** Raises updated_at of this record and of no other. */
  edit(module: string, id: string, attributes: Record<string, Value>, userId?: string): CrmRecord {
    const record = this.get(module, id);
    Object.assign(record.attributes, attributes, {
      updated_at: toInstant(this.now()),
      ...(userId && { updater_id: userId }),
    });
    this.forget();
    return record;
  }

  /** No trace stays (§3: no tombstones); keys that point here go on pointing. */
  remove(module: string, id: string): void {
    this.get(module, id);
    this.table(module).delete(id);
    this.data.links = this.data.links.filter((pair) => !pair.includes(`${module}/${id}`));
    if (module === 'contacts' && this.assumptions.contactDeleteCascades)
      for (const user of this.all('portal_users'))
        if (user.attributes['contact_id'] === id) this.table('portal_users').delete(user.id);
    this.forget();
  }

  /** Ids of the other module's records that are joined with this one. */
  joined(module: string, id: string, other: string): string[] {
    const own = `${module}/${id}`;
    return this.data.links.flatMap(([left, right]) => {
      const partner = left === own ? right : right === own ? left : '';
      return partner.startsWith(`${other}/`) ? [partner.slice(other.length + 1)] : [];
    });
  }

  rightsOf(userId: string): Rights {
    const nothing = { noRead: [], noWrite: [], noDelete: [], noReporting: false, hidden: [] };
    return this.data.rights.find((each) => each.userId === userId) ?? { userId, ...nothing };
  }

  /** Keeps a costly list until something changes. */
  remember<T>(key: string, make: () => T): T {
    if (!this.memory.has(key)) this.memory.set(key, make());
    return this.memory.get(key) as T;
  }

  forget(): void {
    this.memory.clear();
  }

  dump(): CrmServiceData {
    const modules = Object.fromEntries([...this.tables].map(([name, table]) => [name, [...table.values()]]));
    return structuredClone({ ...this.data, modules });
  }

  private table(module: string): Map<string, CrmRecord> {
    const table = this.tables.get(module);
    if (!table) throw notFound(TEXTS.unknownModule(module));
    return table;
  }

  private nextNumber(module: string, prefix: string): string {
    let last = 0;
    for (const { attributes } of this.all(module)) {
      const number = Number(textOf(attributes['entity_no']).slice(prefix.length));
      if (number > last) last = number;
    }
    return `${prefix}${last + 1}`;
  }
}
