import { OBJECT_ID, type ApptivoCase, type Flag } from './apptivo-data.js';
import type { ApptivoState } from './apptivo-state.js';
import { addDocument } from './documents.js';
import type { Known } from './staff-people.js';

export interface OfCase {
  caseId: number;
}

type Editable = Partial<
  Pick<ApptivoCase, 'caseSummary' | 'description' | 'caseStatusId' | 'casePriorityId' | 'dateResolved'>
>;

/** What staff change of cases, their notes and their documents. */
export function staffCaseChanges(state: ApptivoState, known: Known) {
  const { data } = state;
  const caseOf = (caseId: number): ApptivoCase => {
    const row = state.case(caseId);
    if (!row) throw new Error(`no case ${caseId}`);
    return row;
  };

  return {
    editCase: ({ caseId, ...to }: OfCase & Editable): void =>
      state.touch(Object.assign(caseOf(caseId), to), 'Sam Field'),
    /** Another customer or contact for a case, or none. */
    moveCase(to: OfCase & { customerId?: number | null; contactId?: number | null }): void {
      const row = caseOf(to.caseId);
      if (to.customerId === null) delete row.caseCustomerId;
      else if (to.customerId !== undefined) row.caseCustomerId = known.customer(to.customerId).customerId;
      if (to.contactId === null) delete row.caseContactId;
      else if (to.contactId !== undefined) row.caseContactId = known.contact(to.contactId).contactId;
      state.touch(row, 'Sam Field');
    },
    deleteCase: ({ caseId }: OfCase): void => void (caseOf(caseId).deleted = true),
    restoreCase: ({ caseId }: OfCase): void => void (caseOf(caseId).deleted = false),
    addNote({ caseId, text, shown }: OfCase & { text: string; shown: Flag }): { noteId: number } {
      const noteId = state.newId();
      data.notes.push({
        noteId,
        objectId: OBJECT_ID.cases,
        objectRefId: caseOf(caseId).caseId,
        noteText: text,
        isDisplayToCustomer: shown,
        createdByObjectId: OBJECT_ID.employees,
        createdByObjectRefId: data.firm.employees[0]?.employeeId ?? 0,
        createdByName: 'Sam Field',
        creationDate: state.time(),
      });
      return { noteId };
    },
    /** APT-16 */
    showNote({ noteId, shown }: { noteId: number; shown: Flag }): void {
      found(data.notes, ({ noteId: id }) => id === noteId, noteId).isDisplayToCustomer = shown;
    },
    addDocument({
      caseId,
      name,
      text,
      shared = true,
    }: OfCase & { name: string; text: string; shared?: boolean }) {
      const objectRefId = caseOf(caseId).caseId;
      const base64 = Buffer.from(text).toString('base64');
      const { documentId } = addDocument(state, {
        objectId: OBJECT_ID.cases,
        objectRefId,
        documentName: name,
        base64,
        shared,
      });
      return { documentId };
    },
    /** APT-15 */
    shareDocument({ documentId, shared }: { documentId: number; shared: boolean }): void {
      found(data.documents, ({ documentId: id }) => id === documentId, documentId).shared = shared;
    },
    deleteDocument({ documentId }: { documentId: number }): void {
      data.documents = data.documents.filter((each) => each.documentId !== documentId);
    },
  };
}

function found<T>(list: T[], is: (each: T) => boolean, id: number): T {
  const one = list.find(is);
  if (!one) throw new Error(`no ${id}`);
  return one;
}
