import { idNumber, toSeconds, type ModuleData, type ModuleDescription, type Row } from './vtiger-data.js';

/** Ids stay below this, so that a change's second and its id fit into one number that sorts as both. */
const ID_LIMIT = 2 ** 21;

/** One module's records: the data it started with, and over it what was written since. */
export class ModuleTable {
  readonly description: ModuleDescription;
  readonly isEntity: boolean;
  readonly singular: string;
  /** Living records, ascending. */
  readonly ids: number[];
  readonly deleted = new Map<number, { row: Row; at: number }>();
  private readonly written = new Map<number, Row>();
  private readonly fieldNames: Set<string>;
  private readonly lookups = new Map<string, Map<string, number[]>>();
  private changes: number[] | undefined;

  constructor(private readonly data: ModuleData) {
    this.description = data.description;
    this.isEntity = data.isEntity;
    this.singular = data.singular;
    this.ids = [...data.rows.ids];
    if ((this.ids.at(-1) ?? 0) >= ID_LIMIT) throw new Error(`${data.description.name} has too many records`);
    this.fieldNames = new Set(data.description.fields.map(({ name }) => name));
  }

  get name(): string {
    return this.description.name;
  }

  webId(id: number): string {
    return `${this.description.idPrefix}x${id}`;
  }

  hasField(name: string): boolean {
    return this.fieldNames.has(name);
  }

  has(id: number): boolean {
    return this.ids[lowerBound(this.ids, id)] === id;
  }

  /** The record as it is now; not to be changed in place. */
  row(id: number): Row | undefined {
    return this.written.get(id) ?? (this.has(id) ? this.data.rows.row(id) : undefined);
  }

  modified(id: number): number {
    const row = this.written.get(id);
    return row ? toSeconds(row['modifiedtime'] ?? '') : this.data.rows.modified(id);
  }

  put(row: Row): void {
    const id = idNumber(row['id'] ?? '');
    this.forget(id);
    this.deleted.delete(id);
    this.written.set(id, row);
    const at = lowerBound(this.ids, id);
    if (this.ids[at] !== id) this.ids.splice(at, 0, id);
    if (this.changes) {
      const key = this.changeKey(id);
      this.changes.splice(lowerBound(this.changes, key), 0, key);
    }
    for (const [column, lookup] of this.lookups) addTo(lookup, folded(row[column]), id);
  }

  remove(id: number, at: number): void {
    const row = this.row(id);
    if (!row) return;
    this.forget(id);
    this.written.delete(id);
    this.ids.splice(lowerBound(this.ids, id), 1);
    this.deleted.set(id, { row, at });
  }

  restore(id: number): void {
    const gone = this.deleted.get(id);
    if (gone) this.put(gone.row);
  }

  /** The living records in the order of their last change, and by id within a second. */
  byChange(): readonly number[] {
    this.changes ??= Array.from(Float64Array.from(this.ids, (id) => this.changeKey(id)).sort());
    return this.changes;
  }

  /** Where in `byChange` the records changed at this second begin. */
  changeStart(seconds: number): number {
    return lowerBound(this.byChange(), seconds * ID_LIMIT);
  }

  idOfChange(key: number): number {
    return key % ID_LIMIT;
  }

  secondOfChange(key: number): number {
    return Math.floor(key / ID_LIMIT);
  }

  /** The ids whose column holds the value, letter case aside (c060); the first call per column reads them all. */
  lookup(column: string, value: string): readonly number[] {
    let lookup = this.lookups.get(column);
    if (!lookup) {
      lookup = new Map();
      for (const id of this.ids) addTo(lookup, folded(this.row(id)?.[column]), id);
      this.lookups.set(column, lookup);
    }
    return lookup.get(folded(value)) ?? [];
  }

  rows(): Row[] {
    return this.ids.map((id) => this.row(id) ?? {});
  }

  private changeKey(id: number): number {
    return this.modified(id) * ID_LIMIT + id;
  }

  private forget(id: number): void {
    const row = this.row(id);
    if (!row) return;
    if (this.changes) this.changes.splice(lowerBound(this.changes, this.changeKey(id)), 1);
    for (const [column, lookup] of this.lookups) removeFrom(lookup, folded(row[column]), id);
  }
}

/** Text as the database compares it: without regard to letter case (c060). */
export function folded(value: string | undefined): string {
  return (value ?? '').toLowerCase();
}

/** The first place whose number is not below `value`. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addTo(lookup: Map<string, number[]>, value: string, id: number): void {
  const ids = lookup.get(value);
  if (ids) ids.splice(lowerBound(ids, id), 0, id);
  else lookup.set(value, [id]);
}

function removeFrom(lookup: Map<string, number[]>, value: string, id: number): void {
  const ids = lookup.get(value);
  if (ids) ids.splice(lowerBound(ids, id), 1);
}
