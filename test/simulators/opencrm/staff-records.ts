import { isFieldOf } from './record-wire.js';
import { MODULE_FIELDS } from './module-fields.js';
import type { OpencrmModule, OpencrmRecord } from './opencrm-data.js';
import type { OpencrmState } from './opencrm-state.js';

/** Names a record, of any module. */
export interface OfRecord {
  crmid: number;
}

/** What staff do to records in OpenCRM's own pages; deleting is theirs alone. */
export function staffRecordChanges(state: OpencrmState) {
  const change = ({ crmid }: OfRecord, fields: Record<string, string>): void => {
    const record = knownRecord(state, crmid);
    const unknown = Object.keys(fields).find((name) => !isFieldOf(record, name));
    if (unknown !== undefined) throw new Error(`${record.module} has no field ${unknown}`);
    state.update(record, fields);
  };

  return {
    createRecord({
      module,
      fields,
      owner,
    }: {
      module: OpencrmModule;
      fields: Record<string, string>;
      owner?: number;
    }): OfRecord {
      return { crmid: state.create(module, fields, owner).crmid };
    },
    setFields: ({ crmid, fields }: OfRecord & { fields: Record<string, string> }) =>
      change({ crmid }, fields),
    /** Whatever the module's status field is called. */
    setStatus: ({ crmid, status }: OfRecord & { status: string }) =>
      change({ crmid }, { [MODULE_FIELDS[knownRecord(state, crmid).module].status]: status }),
    setOwner: ({ crmid, owner }: OfRecord & { owner: number }) =>
      state.update(knownRecord(state, crmid), {}, owner),
    /** O-23 */
    publish: (of: OfRecord) => change(of, { showonportal: '1' }),
    unpublish: (of: OfRecord) => change(of, { showonportal: '0' }),
    /** O-37 */
    showDocuments: (of: OfRecord) => change(of, { showdocsonportal: '1' }),
    hideDocuments: (of: OfRecord) => change(of, { showdocsonportal: '0' }),
    deleteRecord: ({ crmid }: OfRecord): void => {
      knownRecord(state, crmid).deleted = true;
    },
    restoreRecord({ crmid }: OfRecord): void {
      const record = state.records.get(crmid);
      if (!record) throw new Error(`there is no record ${crmid}`);
      record.deleted = false;
    },
  };
}

/** A record that is there, of one of the modules. */
export function knownRecord(state: OpencrmState, crmid: number, modules?: OpencrmModule[]): OpencrmRecord {
  const record = state.records.get(crmid);
  if (!record || record.deleted) throw new Error(`there is no record ${crmid}`);
  if (modules && !modules.includes(record.module))
    throw new Error(`${crmid} is a ${record.module}, not a ${modules.join(' or ')}`);
  return record;
}
