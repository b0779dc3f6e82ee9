import type { Facts } from 'portico/contract';

import { apps, call, findList, idOf, isObject, objects, parseObject, textIn, unless } from './client.js';
import type { ApptivoSession, Raw } from './client.js';
import type { CaseItem } from './case-mapping.js';

const day = 86_400_000;

/** A case with its notes and documents, two calls; without them where it is closed and long untouched. */
export async function readDetails(
  session: ApptivoSession,
  facts: Facts,
  { row, changed }: { row: Raw; changed: Date | undefined },
): Promise<CaseItem> {
  const id = idOf(row, 'cases');
  const { detailDays = 90 } = session.settings;
  const status = textIn(row, 'caseStatus');
  const closed = facts.modules['ticket']?.statuses?.some(
    ({ name, group }) => name === status && group === 'closed',
  );
  const isOld = changed !== undefined && session.now().getTime() - changed.getTime() > detailDays * day;
  if (id === undefined || (closed && isOld)) return { row };
  return {
    row,
    // Who may read cases and not what hangs on them still reads cases.
    notes: await unless('permission', notesOf(session, id)),
    documents: await unless('permission', documentsOf(session, id)),
  };
}

/** The notes of a case, all pages; nothing where the answer has no list that is known (apptivo.md §3.2). */
export async function notesOf(session: ApptivoSession, caseId: string): Promise<Raw[] | undefined> {
  const found: Raw[] = [];
  for (let before = ''; ;) {
    const answer = await call(session, 'dao/note', 'getNotes', {
      selectedObjectId: apps.cases.objectId,
      selectedObjectRefId: caseId,
      startIndex: found.length,
      numRecords: 100,
      isFrom: 'App',
      noteData: {},
      b: 1,
    });
    const rows = findList(answer);
    if (!rows && !found.length && textIn(answer, 'countOfRecords') !== '0') return undefined;
    const text = JSON.stringify(rows ?? []);
    if (text === '[]' || text === before) return withMarks(session, caseId, found);
    found.push(...(rows ?? []));
    if (found.length % 100) return withMarks(session, caseId, found);
    before = text;
  }
}

/** Where notes do not say who sees them, those are the customer's that Apptivo's own portal shows: the news feed (§3.2). */
async function withMarks(session: ApptivoSession, caseId: string, notes: Raw[]): Promise<Raw[]> {
  if (!notes.length || notes.some((each) => 'isDisplayToCustomer' in each)) return notes;
  const answer = await call(session, 'dao/newsfeed', 'getWallMessagesBySelectedEmployeeIds', {
    objectId: apps.cases.objectId,
    objectRefId: caseId,
    eventType: 'EVENT_TYPES_EXTERNAL',
    getLatest: false,
    userName: session.settings.userName,
  });
  const entries = isObject(answer) ? objects(answer['wallEntries']) : [];
  const shown = new Set(entries.map((each) => textIn(parseObject(each['collabObjectJSON']), 'noteText')));
  return notes.map((each) => ({
    ...each,
    isDisplayToCustomer: shown.has(textIn(each, 'noteText')) ? 'Y' : 'N',
  }));
}

/** The documents of a case. */
export async function documentsOf(session: ApptivoSession, caseId: string): Promise<Raw[] | undefined> {
  const answer = await call(session, 'dao/document', 'getAllDocumentsByObjectIdObjectRefId', {
    objectId: apps.cases.objectId,
    objRefId: caseId,
  });
  return findList(answer);
}
