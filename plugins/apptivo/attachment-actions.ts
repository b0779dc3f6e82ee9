import { Fault, native, type Command, type Download } from 'portico/contract';

import { contactObject } from './assumed.js';
import { apps, call, getById, idIn, isObject, textIn, type ApptivoSession } from './client.js';
import { documentsOf, notesOf } from './case-details.js';
import type { ApptivoSettings } from './settings.js';
import { demand, target, textOf, type ApptivoActions } from './write.js';

const { cases } = apps;

/** Notes and documents of cases (apptivo.md §3.2). */
export const attachmentActions: ApptivoActions = {
  'ticket.comment': native<ApptivoSettings>({
    async write(session, command) {
      const id = target(command);
      const objectRefName = textOf(command.base?.['number']) ?? (await caseNumber(session, id));
      const noteDetails = {
        noteText: demand(command, 'text'),
        objectId: cases.objectId,
        objectRefId: Number(id),
        ...authorOf(command),
        isDisplayToCustomer: shown(command),
        isSendEmail: 'N',
        isNotifyAssignee: 'Y',
        isNotifyCustomer: 'N',
        assigneeNotificationType: 'ALL',
        isRemindMeEnabled: 'N',
        labels: [],
        associations: [{ objectId: cases.objectId, objectRefId: Number(id), objectRefName }],
      };
      await call(session, 'dao/note', 'createNote', { noteDetails });
      return { id };
    },
    // Notes have no key: one that says the same to the same readers, by the same person, is the one of the lost try.
    async find(session, command) {
      const { createdByObjectRefId: author } = authorOf(command);
      const found = (await notesOf(session, target(command)))?.some(
        (note) =>
          textIn(note, 'noteText') === demand(command, 'text').trim() &&
          (textIn(note, 'isDisplayToCustomer')?.toUpperCase() === 'Y' ? 'Y' : 'N') === shown(command) &&
          (author === undefined || (idIn(note, 'createdByObjectRefId') ?? String(author)) === String(author)),
      );
      return found ? target(command) : undefined;
    },
  }),
  'file.add': native<ApptivoSettings>({
    async write(session, command) {
      const [name, content] = [demand(command, 'name'), demand(command, 'content')];
      const answer = await call(session, 'dao/document', 'uploadDoc', {
        objectId: cases.objectId,
        objectRefId: target(command),
        docName: name,
        docTitle: name,
        docType: /\.([^.]+)$/.exec(name)?.[1] ?? '',
        docSize: Buffer.byteLength(content, 'base64'),
        encodedDocStr: content,
        ...authorOf(command),
      });
      const id = [answer, isObject(answer) && answer['data'], isObject(answer) && answer['responseObject']]
        .map((each) => idIn(each, 'documentId', 'id'))
        .find((each) => each !== undefined);
      if (id !== undefined) return { id };
      throw new Fault('contract', 'Apptivo did not say the id of the document.', {
        details: { unknownOutcome: true },
      });
    },
    async find(session, command) {
      const content = Buffer.from(demand(command, 'content'), 'base64');
      for (const document of (await documentsOf(session, target(command))) ?? []) {
        const id = idIn(document, 'documentId', 'id');
        if (id === undefined || textIn(document, 'documentName') !== demand(command, 'name')) continue;
        if (content.equals((await download(session, id)).content)) return id;
      }
      return undefined;
    },
  }),
  'file.get': { how: 'native', fetch: (session, { id }) => download(session, id) },
};

async function download(session: ApptivoSession, id: string): Promise<Download> {
  const answer = await call(session, 'dao/document', 'getDocumentDownloadUrl', { id });
  const url = textOf(answer) ?? textIn(answer, 'data', 'responseObject', 'url', 'downloadUrl');
  if (url !== undefined && /^https?:\/\//i.test(url)) return session.http.download(url);
  throw new Fault('contract', `Apptivo gave no address for document ${id}.`);
}

const caseNumber = async (session: ApptivoSession, id: string): Promise<string | undefined> =>
  textIn(await getById(session, 'cases', id), 'caseNumber');

const shown = ({ body }: Command): 'Y' | 'N' => (body['visibility'] === 'internal' ? 'N' : 'Y');

/** Who says it, where a contact does; otherwise it is the employee of the key. */
function authorOf({ body }: Command): { createdByObjectId?: number; createdByObjectRefId?: number } {
  const contact = textOf(body['authorContact']);
  return contact === undefined
    ? {}
    : { createdByObjectId: contactObject, createdByObjectRefId: Number(contact) };
}
