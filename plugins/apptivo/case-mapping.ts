import { at, codec, derive, Fault, mapping, readItem, record } from 'portico/contract';
import type { Comment, Facts, FileEntry, Piece, RecordData, Row } from 'portico/contract';

import { contactObject, isYes } from './assumed.js';
import { idIn, textIn, type Raw } from './client.js';
import { factsOf, type Choice } from './discover.js';
import type { ApptivoSettings } from './settings.js';
import { customFields, datesOf, filled, isGone, itemId, soft } from './values.js';

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
  const text = soft(codec.text);
  const contactOf = (raw: Raw): string[] => [idIn(raw, 'caseContactId') ?? []].flat();
  const status: Piece<string> = {
    paths: ['caseStatus', 'caseStatusId'],
    read: (raw) => textIn(raw, 'caseStatus') ?? nameOf(statuses, idIn(raw, 'caseStatusId')),
    write: (value, into) => put(into, 'caseStatus', chosen(statuses, value, 'status')),
  };
  return mapping<Raw, RecordData>({
    type: {
      paths: ['caseTypeId', 'caseType'],
      read: (raw) =>
        idIn(raw, 'caseTypeId') ?? types.find(({ name }) => name === textIn(raw, 'caseType'))?.id,
      write: (value, into) => put(into, 'caseType', chosen(types, value, 'type')),
    },
    number: derive(['caseNumber'], (raw) => textIn(raw, 'caseNumber')),
    subject: at('caseSummary', text),
    body: at('description', text),
    status,
    statusGroup: derive(status.paths, (raw: Raw) => groups.get(status.read(raw, new Set()) ?? '')),
    customer: derive(['caseCustomerId'], (raw) => idIn(raw, 'caseCustomerId')),
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
      paths: ['casePriority', 'casePriorityId', 'customAttributes'],
      read: (raw) => {
        const casePriority = textIn(raw, 'casePriority') ?? nameOf(priorities, idIn(raw, 'casePriorityId'));
        return { ...customFields(raw as Raw), ...(casePriority !== undefined && { casePriority }) };
      },
      write: ({ casePriority, ...others }, into) => {
        const [unknown] = Object.keys(others);
        if (unknown !== undefined)
          throw new Fault('config', `The field "${unknown}" of a case cannot be written to Apptivo.`);
        if (casePriority !== undefined)
          put(into, 'casePriority', chosen(priorities, String(casePriority), 'priority'));
      },
    },
  });
}

const nameOf = (choices: Choice[], id: string | undefined): string | undefined =>
  choices.find((each) => each.id === id)?.name;

/** A choice by its id or name; Apptivo wants both (apptivo.md §3.2). */
function chosen(choices: Choice[], value: string, what: string): Choice {
  const found = choices.find(({ id }) => id === value) ?? choices.find(({ name }) => name === value);
  if (found) return found;
  throw new Fault('invalidRecord', `Apptivo has no ${what} "${value}" for cases. Choose one that it has.`);
}

function put(into: Raw, name: string, choice: Choice): void {
  into[name] = choice.name;
  into[`${name}Id`] = Number(choice.id);
}

export function caseRows(facts: Facts, settings: ApptivoSettings): (item: CaseItem) => Row[] {
  const toCase = caseMapping(facts, settings);
  const { moment } = datesOf(facts, settings);
  const at = (raw: Raw): string | undefined => moment.decode(raw['creationDate'], 'creationDate');
  return (item) => {
    const { row, notes, documents } = readItem(itemCodec, item);
    if (isGone(row)) return [];
    const data = toCase.read(row);
    if (notes) data.comments = notes.flatMap((each) => toComment(each, at(each)));
    if (documents) data.files = documents.flatMap((each) => toFile(each, settings, at(each)));
    return [record('ticket', itemId(row, 'cases'), data)];
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
