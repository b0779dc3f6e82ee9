import { readRecordings } from './read-recordings.js';
import {
  listedRows,
  type FieldDescription,
  type InvoiceLine,
  type ModuleData,
  type ModuleDescription,
  type Row,
  type StoredFile,
  type VtigerData,
  type VtigerUser,
} from './vtiger-data.js';

interface Listed {
  types: string[];
  information: Record<string, { isEntity: boolean; label: string; singular: string }>;
}

/** Which exchanges hold a module's records. Of the translations only the ids were asked for (c037). */
const rowsIn: Record<string, string[]> = {
  Contacts: ['031', '032', '033'],
  Accounts: ['039'],
  HelpDesk: ['040'],
  Invoice: ['041'],
  Quotes: ['042'],
  SalesOrder: ['043'],
  Faq: ['044'],
  Products: ['045'],
  Potentials: ['046'],
  Project: ['047'],
  Users: ['048'],
  Groups: ['049'],
  Currency: ['050'],
  cbtranslation: ['037'],
  DocumentFolders: ['132'],
  Documents: ['135'],
};

/** Records that show a module's columns but belong to what was written later. */
const samples: Record<string, string> = { InventoryDetails: '130' };

/** Added by the answer, not columns of the record. */
const additions = new Set(['imagenamefullpath', '_downloadurl']);

/**
 * The records and module descriptions of the recorded coreBOS server, as they were before anything was written
 * to it (its documents are from after that: there were none before). Users and their access keys are made up.
 */
export function recordedData(): VtigerData {
  const answers = new Map(readRecordings().map(({ number, response }) => [number, response.body]));
  const result = (number: string): unknown =>
    (JSON.parse(answers.get(number) ?? '') as { result: unknown }).result;
  const { types, information } = result('012') as Listed;
  const several = result('028') as Record<string, ModuleDescription>;
  const descriptions = new Map<string, ModuleDescription>(Object.entries(several));
  for (let number = 16; number <= 27; number += 1) {
    const description = result(`0${number}`) as ModuleDescription;
    descriptions.set(description.name, description);
  }

  const modules = new Map<string, ModuleData>();
  for (const [place, name] of types.entries()) {
    const rows = (rowsIn[name] ?? []).flatMap((number) => result(number) as Row[]).map(withoutAdditions);
    const { isEntity = true, label = name, singular = name } = information[name] ?? {};
    const [sample] = rows.length > 0 ? rows : ((samples[name] ? result(samples[name]) : []) as Row[]);
    const description = descriptions.get(name) ?? plainDescription(name, label, sample, place);
    modules.set(name, { description, isEntity, singular, rows: listedRows(rows) });
  }
  return {
    modules,
    users: madeUpUsers(),
    comments: [],
    relations: recordedRelations(result('136') as { id: string; relations: string[] }, result('139')),
    files: recordedFiles(result('137'), modules.get('Documents')),
    lines: new Map(['077', '078'].map((number) => recordedLines(result(number)))),
    passwords: new Map([['12x8610', 'rnleyidg']]),
  };
}

function withoutAdditions(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !additions.has(name)));
}

/** Modules that were listed but not described: what their records show, or nothing but an id. */
function plainDescription(
  name: string,
  label: string,
  sample: Row | undefined,
  place: number,
): ModuleDescription {
  const names = Object.keys(sample ?? { id: '' });
  const fields = names.map((each): FieldDescription => ({
    name: each,
    label: each,
    mandatory: false,
    editable: each !== 'id' && !each.endsWith('time'),
    uitype: '1',
    type: { name: each.endsWith('time') ? 'datetime' : 'string' },
  }));
  const idPrefix = sample?.['id']?.split('x')[0] ?? String(100 + place);
  const rights = { createable: true, updateable: true, deleteable: true, retrieveable: true };
  return { label, name, ...rights, fields, idPrefix, labelFields: names[0] ?? 'id' };
}

function madeUpUsers(): VtigerUser[] {
  const user = (id: number, name: string): VtigerUser => ({
    id,
    name,
    accessKey: `${name}-access-key`,
    isAdmin: name === 'admin',
    active: true,
  });
  const guest: VtigerUser = {
    ...user(5, 'guest'),
    readOnly: true,
    hiddenFields: { Contacts: ['mobile'] },
    deniedModules: ['Invoice', 'Potentials'],
  };
  return [user(1, 'admin'), guest, user(6, 'portal'), user(7, 'integration')];
}

/** From the document (c136) and from the account it hangs on (c139). */
function recordedRelations(
  document: { id: string; relations: string[] },
  related: unknown,
): Map<string, string[]> {
  const relations = new Map([[document.id, document.relations]]);
  for (const { id } of (related as { records: { id: string }[] }).records) {
    if (!relations.has(id)) relations.set(id, ['11x8588']);
  }
  return relations;
}

/** One file was fetched (c137); the others get text of the recorded size. */
function recordedFiles(fetched: unknown, documents: ModuleData | undefined): Map<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  for (const id of documents?.rows.ids ?? []) {
    const row = documents?.rows.row(id) ?? {};
    if (row['filelocationtype'] !== 'I') continue;
    const text = `Made up ${row['filename'] ?? ''}`.padEnd(Number(row['filesize']), '.');
    files.set(row['id'] ?? '', {
      name: row['filename'] ?? '',
      type: row['filetype'] ?? '',
      base64: Buffer.from(text).toString('base64'),
    });
  }
  for (const [id, file] of Object.entries(fetched as Record<string, { attachment: string }>)) {
    const known = files.get(id);
    if (known) known.base64 = file.attachment;
  }
  return files;
}

function recordedLines(record: unknown): [string, InvoiceLine[]] {
  const { id, pdoInformation } = record as { id: string; pdoInformation: InvoiceLine[] };
  return [id, pdoInformation];
}
