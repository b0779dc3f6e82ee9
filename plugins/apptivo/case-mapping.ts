import { at, codec, derive, Fault, mapping, readItem, record } from 'portico/contract';
import type { Comment, Facts, FileEntry, RecordData, Row } from 'portico/contract';

import { contactObject, isYes } from './assumed.js';
import { idIn, textIn, type Raw } from './client.js';
import { factsOf, type Choice } from './discover.js';
import type { ApptivoSettings } from './settings.js';
import { customFields, datesOf, filled, isGone, itemId, readLegible, readOnly, timesOf } from './values.js';

/** A case as the stream reads it; what was not read leaves what is held as it is. */
export interface CaseItem {
  row: Raw;
  notes?: Raw[] | undefined;
  documents?: Raw[] | undefined;
}

const itemCodec = codec.object({
  row: codec.required(codec.anyObject),
  notes: codec.list(codec.anyObject),
  documents: codec.list(codec.anyObject),
});

/** A case; its contact is the only one it has (apptivo.md §3.2), and without one it is tied to nobody. */
export function caseMapping(facts: Facts, settings: ApptivoSettings) {
  const { statuses, types, priorities } = factsOf(facts);
  const groups = new Map((facts.modules['ticket']?.statuses ?? []).map(({ name, group }) => [name, group]));
  const { moment, day } = datesOf(facts, settings);
  const contactOf = (raw: Raw): string[] =>
    [codec.id.decode(raw['caseContactId'], 'caseContactId') ?? []].flat();
  const [type, status, priority] = [
    choice('Type', types),
    choice('Status', statuses),
    choice('Priority', priorities),
  ];
  return mapping<Raw, RecordData>({
    type: {
      ...type,
      read: (raw) => idIn(raw, 'caseTypeId') ?? types.find(({ name }) => name === type.read(raw))?.id,
    },
    number: at('caseNumber', readOnly(codec.text)),
    subject: at('caseSummary'),
    body: at('description'),
    status,
    statusGroup: derive(status.paths, (raw: Raw) => groups.get(status.read(raw) ?? '')),
    customer: at('caseCustomerId', readOnly(codec.id)),
    contacts: derive(['caseContactId'], contactOf),
    participants: derive(['caseContactId'], (raw: Raw) =>
      contactOf(raw).map((each) => ({ contact: each, kind: 'customer' as const })),
    ),
    createdAt: at('creationDate', moment),
    changedAt: at('lastUpdateDate', moment),
    dates: derive(['needByDate', 'dateResolved'], (raw: Raw) =>
      filled({
        due: day.decode(raw['needByDate'], 'needByDate'),
        closed: day.decode(raw['dateResolved'], 'dateResolved'),
      }),
    ),
    fields: {
      paths: [...priority.paths, 'customAttributes'],
      read: (raw) => filled({ ...customFields(raw as Raw), casePriority: priority.read(raw) }),
      write({ casePriority, ...others }, into) {
        const [unknown] = Object.keys(others);
        if (unknown !== undefined)
          throw new Fault('config', `The field "${unknown}" of a case cannot be written to Apptivo.`);
        if (casePriority !== undefined) priority.write(String(casePriority), into);
      },
    },
  });
}

/** A choice, read as its name and written as its id and its name, by one of them: Apptivo wants both (apptivo.md §3.2). */
function choice(kind: 'Type' | 'Status' | 'Priority', choices: Choice[]) {
  const [name, idName] = [`case${kind}`, `case${kind}Id`];
  return {
    paths: [name, idName],
    read: (raw: object): string | undefined =>
      textIn(raw, name) ?? choices.find(({ id }) => id === idIn(raw, idName))?.name,
    write(value: string, into: Raw): void {
      const found = choices.find(({ id }) => id === value) ?? choices.find((each) => each.name === value);
      if (!found) {
        const what = `Apptivo has no ${kind.toLowerCase()} "${value}" for cases.`;
        throw new Fault('invalidRecord', `${what} Choose one that it has.`);
      }
      Object.assign(into, { [name]: found.name, [idName]: Number(found.id) });
    },
  };
}

export function caseRows(facts: Facts, settings: ApptivoSettings): (item: CaseItem) => Row[] {
  const toCase = caseMapping(facts, settings);
  const times = timesOf(facts, settings);
  const madeAt = (raw: Raw): string | undefined => times(raw).created?.toISOString();
  return (item) => {
    const { row, notes, documents } = readItem(itemCodec, item);
    if (isGone(row)) return [];
    const problems: Row[] = [];
    const read = (): RecordData => {
      const data = readLegible(toCase, row, problems);
      if (notes) data.comments = notes.flatMap((each) => toComment(each, madeAt(each)));
      if (documents) data.files = documents.flatMap((each) => toFile(each, settings, madeAt(each)));
      return data;
    };
    return [record('ticket', itemId(row, 'cases'), read), ...problems];
  };
}

/** APT-16: a note is for the customer only where it is marked so. */
function toComment(note: Raw, at: string | undefined): Comment[] {
  const text = textIn(note, 'noteText');
  if (text === undefined) return [];
  const byContact = idIn(note, 'createdByObjectId') === String(contactObject);
  return [
    filled({
      id: idIn(note, 'noteId', 'id'),
      text,
      visibility: textIn(note, 'isDisplayToCustomer')?.toUpperCase() === 'Y' ? 'public' : 'internal',
      author: textIn(note, 'createdByName', 'createdByObjectRefName'),
      authorContact: byContact ? idIn(note, 'createdByObjectRefId') : undefined,
      at,
    } as const),
  ];
}

/** APT-15: a document is shown only where a known field says that it is shared; unknown is not. */
function toFile(
  document: Raw,
  { sharedDocumentField }: ApptivoSettings,
  at: string | undefined,
): FileEntry[] {
  const id = idIn(document, 'documentId', 'id');
  if (id === undefined) return [];
  const shared = sharedDocumentField !== undefined && isYes(document[sharedDocumentField]);
  const name = textIn(document, 'documentName') ?? id;
  return [filled({ id, name, visibility: shared ? 'public' : 'internal', at } as const)];
}
