import { createHash } from 'node:crypto';
import { recordToRead, tableOfId, visibleFields, visibleRow, type Found } from './access.js';
import type { ModuleTable } from './module-table.js';
import { downloadUrl } from './run-query.js';
import { VtigerError } from './vtiger-error.js';
import { idNumber, type Row } from './vtiger-data.js';
import type { Session, VtigerState } from './vtiger-state.js';

/** One record with what its references are called (c074 to c080). */
export function retrieve(state: VtigerState, session: Session, id: string): unknown {
  return fullRecord(state, session, recordToRead(state, session, id));
}

/** Several records under their ids; the ones that cannot be read are left out (c125). */
export function massRetrieve(state: VtigerState, session: Session, ids: string): unknown {
  const wanted = ids.split(',').map((id) => id.trim());
  const found = wanted.filter((id) => tableOfId(state, session, id).has(idNumber(id)));
  return Object.fromEntries(found.map((id) => [id, retrieve(state, session, id)]));
}

/** A record as retrieve, update and revise show it: names of references, lines, files. */
export function fullRecord(state: VtigerState, session: Session, { table, row }: Found): unknown {
  const id = row['id'] ?? '';
  const lines = state.lines.get(id);
  if (state.flavour === 'vtiger') {
    return { ...visibleRow(session, table, row), ...(lines ? { LineItems: lines } : {}) };
  }
  const documents = table.name === 'Documents' ? { relations: state.relations.get(id) ?? [] } : {};
  return {
    ...newRecord(session, table, row),
    ...documents,
    ...downloadUrl(state, table, row),
    ...referenceNames(state, session, table, row),
    ...(lines ? { pdoInformation: lines } : {}),
  };
}

/** A record as create shows it: without the names of its references (c087). */
export function newRecord(session: Session, table: ModuleTable, row: Row): Row {
  const shown = visibleRow(session, table, row);
  if (table.name === 'Users') return { ...shown, rolename: 'CEO' };
  return table.isEntity ? { ...shown, cbuuid: cbuuid(row['id'] ?? '') } : shown;
}

/** coreBOS's record hash. The recorded ones are not derived from anything seen; these are of the same form. */
export function cbuuid(id: string): string {
  return createHash('sha1').update(id).digest('hex');
}

function referenceNames(
  state: VtigerState,
  session: Session,
  table: ModuleTable,
  row: Row,
): Record<string, unknown> {
  const names: Record<string, unknown> = {};
  for (const { name, type } of visibleFields(session, table)) {
    if (type.name !== 'reference' && type.name !== 'owner') continue;
    const target = state.tableOf(row[name] ?? '');
    const referred = target?.row(idNumber(row[name] ?? ''));
    if (!target || !referred) continue;
    const hash = target.isEntity && !['Users', 'DocumentFolders'].includes(target.name);
    names[`${name}ename`] = {
      module: target.name,
      reference: labelOf(target, referred),
      cbuuid: hash ? cbuuid(row[name] ?? '') : '',
    };
  }
  return names;
}

/** What a record is called: its label fields, a blank between (c074: ` Administrator`). */
export function labelOf({ name, description }: ModuleTable, row: Row): string {
  if (name === 'Groups') return row['groupname'] ?? '';
  if (name === 'Currency') return `${row['currency_name'] ?? ''} : ${asEntity(row['currency_symbol'] ?? '')}`;
  const fields = description.labelFields.split(',').map((field) => row[field.trim()] ?? '');
  return fields.join(' ');
}

/** The euro sign comes as an entity here (c080). */
function asEntity(symbol: string): string {
  return symbol === '€' ? '&euro;' : symbol;
}

/** A document's file, as base64; sent even when only its facts are asked for (c137, c138). */
export function retrieveAttachment(state: VtigerState, session: Session, ids: string): unknown {
  const found = ids.split(',').map((id) => {
    const { table, row } = recordToRead(state, session, id.trim());
    const file = state.files.get(row['id'] ?? '');
    if (!file) throw new VtigerError('RECORD_NOT_FOUND', 'Record you are trying to access is not found');
    table.put({ ...row, filedownloadcount: String(Number(row['filedownloadcount']) + 1) });
    return [
      id,
      {
        recordid: String(idNumber(id)),
        filetype: file.type,
        filename: file.name,
        filesize: Buffer.from(file.base64, 'base64').length,
        attachment: file.base64,
      },
    ];
  });
  return Object.fromEntries(found) as unknown;
}

/** An invoice, quote or order as a PDF (c131), here a very short one. */
export function pdfOf(state: VtigerState, session: Session, id: string): unknown {
  const { table, id: number } = recordToRead(state, session, id);
  const pdf = Buffer.from(`%PDF-1.4 made up ${table.name} ${number}`).toString('base64');
  return [{ recordid: String(number), modulename: table.name, pdf_data: pdf }];
}

/** vtiger's own way to a file; its shape is not among the recordings. */
export function retrieveFiles(state: VtigerState, session: Session, id: string): unknown {
  const { row } = recordToRead(state, session, id);
  const file = state.files.get(row['id'] ?? '');
  if (!file) return [];
  const size = Buffer.from(file.base64, 'base64').length;
  return [
    {
      fileid: row['id'],
      filename: file.name,
      filetype: file.type,
      filesize: size,
      filecontents: file.base64,
    },
  ];
}
