import type { Answer } from '../simulator.js';

import { OPENCRM_TEXTS } from './opencrm-assumptions.js';
import type { OpencrmModule } from './opencrm-data.js';
import { refuse } from './opencrm-error.js';
import type { OpencrmState } from './opencrm-state.js';
import { isFieldOf } from './record-wire.js';

/**
 * `edit_M`: makes a record for `crmid=0`, else changes the given fields of one. Nothing is checked: no
 * mandatory field, no format, no duplicate, not even the owner (S1). Names the module lacks are passed over,
 * `smownerid` with them: an edit names the owner `assigned_user_id`.
 */
export function editRecord(
  state: OpencrmState,
  module: OpencrmModule,
  form: ReadonlyMap<string, string>,
): Answer {
  const crmid = Number(form.get('crmid'));
  const fields = Object.fromEntries([...form].filter(([name]) => isFieldOf({ module }, name)));
  const owner = Number(form.get('assigned_user_id')) || undefined;
  if (crmid === 0) return { json: editAnswer(state, state.create(module, fields, owner).crmid, true) };
  const record = state.find(module, crmid) ?? refuse(OPENCRM_TEXTS.notFound);
  state.update(record, fields, owner);
  return { json: editAnswer(state, crmid, false) };
}

function editAnswer({ assumptions }: OpencrmState, crmid: number, isNew: boolean): unknown {
  const { editAnswer: shape } = assumptions;
  if (shape === 'number' || (shape === 'documented' && isNew)) return crmid;
  if (shape === 'text') return String(crmid);
  return { [shape === 'documented' ? 'record_id' : shape]: String(crmid) };
}
