import type { Action } from './app-calls.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import { OBJECT_ID, type ApptivoNote } from './apptivo-data.js';
import { ApptivoFailure, toId, toText, type Params } from './apptivo-input.js';
import { fullName, type ApptivoState } from './apptivo-state.js';
import { toFirmMoment } from './firm-date.js';
import { unknownReply } from './unknown-reply.js';

/** `/app/dao/note`: notes of a case, of which the customer sees those marked so (APT-16). */
export function noteCalls(state: ApptivoState): Record<string, Action> {
  return {
    createNote(params, author) {
      const details = params.object('noteDetails');
      const noteText = toText(details['noteText']);
      if (!noteText) throw new ApptivoFailure(ASSUMED_TEXTS.missing('noteText'));
      const [objectId = 0, objectRefId = 0] = [toId(details['objectId']), toId(details['objectRefId'])];
      const row = objectId === OBJECT_ID.cases ? state.case(objectRefId) : undefined;
      if (!row || row.deleted) throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
      const contact =
        toId(details['createdByObjectId']) === OBJECT_ID.contacts
          ? state.contact(toId(details['createdByObjectRefId']))
          : undefined;
      const note: ApptivoNote = {
        noteId: state.newId(),
        objectId,
        objectRefId,
        noteText,
        isDisplayToCustomer: details['isDisplayToCustomer'] === 'Y' ? 'Y' : 'N',
        createdByObjectId: contact ? OBJECT_ID.contacts : author.objectId,
        createdByObjectRefId: contact ? contact.contactId : author.refId,
        createdByName: contact ? fullName(contact) : author.name,
        creationDate: state.time(),
      };
      state.data.notes.push(note);
      if (state.assumptions.noteRaisesUpdate) state.touch(row, note.createdByName);
      return unknownReply(state, noteWire(state, note));
    },
    getNotes(params) {
      const { notesKey } = state.assumptions;
      const all = notesOf(state, params.needed('selectedObjectId'), params.needed('selectedObjectRefId'));
      const start = params.number('startIndex') ?? 0;
      const page = all.slice(start, start + (params.number('numRecords') ?? 50));
      const notes = page.map((each) => noteWire(state, each));
      return notesKey === 'bare' ? notes : { [notesKey]: notes, countOfRecords: all.length };
    },
  };
}

/** `/app/dao/newsfeed`: what Apptivo's portal shows as public comments, newest first (apptivo.md §3.2). */
export function newsfeedCalls(state: ApptivoState): Record<string, Action> {
  return {
    getWallMessagesBySelectedEmployeeIds(params: Params) {
      const onlyExternal = params.text('eventType') === 'EVENT_TYPES_EXTERNAL';
      const shown = notesOf(state, params.needed('objectId'), params.needed('objectRefId')).filter(
        ({ isDisplayToCustomer }) => !onlyExternal || isDisplayToCustomer === 'Y',
      );
      const { firm } = state.data;
      return {
        wallEntries: shown.map(({ creationDate, createdByName, noteText }) => ({
          datePosted: toFirmMoment(creationDate, firm, state.assumptions.timePattern),
          postingObjectRefName: createdByName,
          collabObjectJSON: JSON.stringify({ noteText }),
        })),
      };
    },
  };
}

function notesOf(state: ApptivoState, objectId: number, objectRefId: number): ApptivoNote[] {
  return state.data.notes
    .filter((each) => each.objectId === objectId && each.objectRefId === objectRefId)
    .sort((a, b) => (a.creationDate < b.creationDate ? 1 : -1));
}

function noteWire({ data: { firm }, assumptions }: ApptivoState, note: ApptivoNote): Record<string, unknown> {
  const { isDisplayToCustomer, creationDate, ...rest } = note;
  return {
    id: String(note.noteId),
    ...rest,
    ...(assumptions.noteTellsFlag && { isDisplayToCustomer }),
    creationDate: toFirmMoment(creationDate, firm, assumptions.timePattern),
  };
}
