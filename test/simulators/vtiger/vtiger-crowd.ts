import { CrowdFrame, type CrowdModule, type CrowdOptions } from './crowd-frame.js';
import { accountRows, contactRows, invoiceRows, ticketRows, type MakeRow } from './crowd-rows.js';
import { recordedData } from './recorded-data.js';
import { listedRows, type RowSource, type VtigerData } from './vtiger-data.js';

export type { CrowdOptions } from './crowd-frame.js';

/**
 * Made-up data of any size, the same for the same options. A row is made when it is asked for, so a hundred
 * thousand contacts cost little more than their ids. Users, products, FAQs and lists stay as recorded; modules
 * whose records hang on the recorded accounts are empty.
 */
export function vtigerCrowd(options: CrowdOptions): VtigerData {
  const { contacts, sharedPeople = [] } = options;
  if (sharedPeople.length > contacts) throw new Error('more shared people than contacts');
  const data = recordedData();
  const frame = new CrowdFrame(options, data);
  const generated: [CrowdModule, MakeRow][] = [
    ['Accounts', accountRows(frame)],
    ['Contacts', contactRows(frame)],
    ['HelpDesk', ticketRows(frame)],
    ['Invoice', invoiceRows(frame)],
  ];
  for (const [module, make] of generated) replaceRows(data, module, lazyRows(frame, module, make));
  for (const module of ['Quotes', 'SalesOrder', 'Potentials', 'Project', 'Documents', 'cbtranslation']) {
    replaceRows(data, module, listedRows([]));
  }
  return {
    ...data,
    comments: [],
    relations: new Map(),
    files: new Map(),
    lines: new Map(),
    passwords: new Map(),
  };
}

function replaceRows(data: VtigerData, module: string, rows: RowSource): void {
  const known = data.modules.get(module);
  if (known) data.modules.set(module, { ...known, rows });
}

function lazyRows(frame: CrowdFrame, module: CrowdModule, make: MakeRow): RowSource {
  const first = frame.firstId(module);
  return {
    ids: Array.from({ length: frame.counts[module] }, (_, index) => first + index),
    row: (id) => Object.assign(make(id - first), { id: frame.idOf(module, id - first) }),
    modified: (id) => frame.changedAt(module, id - first),
  };
}
