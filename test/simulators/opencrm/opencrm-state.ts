import type { OpencrmAssumptions } from './opencrm-assumptions.js';
import { FIRST_OWNER, type OpencrmData, type OpencrmModule, type OpencrmRecord } from './opencrm-data.js';

/** A tenant's records in one number space over all modules, and the clock that its times come from. */
export class OpencrmState {
  readonly records: Map<number, OpencrmRecord>;
  readonly #ofModule = new Map<OpencrmModule, OpencrmRecord[]>();
  readonly #wireTime: Intl.DateTimeFormat;
  #lastId: number;

  constructor(
    readonly data: OpencrmData,
    readonly now: () => Date,
    /** The tenant's zone; times on the wire carry none. */
    zone: string,
    readonly assumptions: OpencrmAssumptions,
  ) {
    // Swedish writes exactly the wire's form.
    this.#wireTime = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    this.records = new Map(data.records.map((record) => [record.crmid, record]));
    if (this.records.size < data.records.length) throw new Error('two records have one crmid');
    this.#lastId = data.records.reduce((last, { crmid }) => Math.max(last, crmid), 0);
    for (const record of data.records) this.#file(record);
  }

  /** The records of a module that are not deleted. */
  live(module: OpencrmModule): OpencrmRecord[] {
    return (this.#ofModule.get(module) ?? []).filter(({ deleted }) => !deleted);
  }

  /** A record by id, of that module and not deleted. */
  find(module: OpencrmModule, crmid: number): OpencrmRecord | undefined {
    const record = this.records.get(crmid);
    return record?.module === module && !record.deleted ? record : undefined;
  }

  create(module: OpencrmModule, fields: Record<string, string>, owner = FIRST_OWNER): OpencrmRecord {
    const at = this.now().toISOString();
    this.#lastId += 1;
    const record = { crmid: this.#lastId, module, owner, created: at, modified: at, fields: { ...fields } };
    this.data.records.push(record);
    this.records.set(record.crmid, record);
    this.#file(record);
    return record;
  }

  /** Changes the given fields alone; an empty text blanks one. */
  update(record: OpencrmRecord, fields: Record<string, string>, owner = record.owner): void {
    Object.assign(record.fields, fields);
    record.owner = owner;
    record.modified = this.now().toISOString();
  }

  /** An instant as the wire has it, `yyyy-mm-dd hh:mm:ss` in the tenant's zone (opencrm.md §3, Formats). */
  onWire(instant: string): string {
    return this.#wireTime.format(new Date(instant));
  }

  #file(record: OpencrmRecord): void {
    const records = this.#ofModule.get(record.module);
    if (records) records.push(record);
    else this.#ofModule.set(record.module, [record]);
  }
}
