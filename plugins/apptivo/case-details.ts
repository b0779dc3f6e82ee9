import { Fault, type Facts } from 'portico/contract';

import { apps, call, findList, idOf, textIn, type ApptivoSession, type Raw } from './client.js';
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
    notes: await unlessRefused(() => notesOf(session, id)),
    documents: await unlessRefused(() => documentsOf(session, id)),
  };
}

/** The notes of a case, all pages; nothing where the answer has no list that is known (apptivo.md §3.2). */
export async function notesOf(session: ApptivoSession, caseId: string): Promise<Raw[] | undefined> {
  const size = 100;
  const found: Raw[] = [];
  for (let before = ''; ;) {
    const answer = await call(session, 'dao/note', 'getNotes', {
      selectedObjectId: apps.cases.objectId,
      selectedObjectRefId: caseId,
      startIndex: found.length,
      numRecords: size,
      isFrom: 'App',
      noteData: {},
      b: 1,
    });
    const rows = findList(answer);
    if (!rows) return found.length || textIn(answer, 'countOfRecords') === '0' ? found : undefined;
    const text = JSON.stringify(rows);
    if (text === before) return found;
    found.push(...rows);
    if (rows.length < size) return found;
    before = text;
  }
}

/** The documents of a case. */
export async function documentsOf(session: ApptivoSession, caseId: string): Promise<Raw[] | undefined> {
  const answer = await call(session, 'dao/document', 'getAllDocumentsByObjectIdObjectRefId', {
    objectId: apps.cases.objectId,
    objRefId: caseId,
  });
  return findList(answer);
}

/** Who may read cases and not what hangs on them still reads cases. */
async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Fault && error.kind === 'permission') return undefined;
    throw error;
  }
}
