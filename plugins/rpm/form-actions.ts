import { codec, derived, native, type Command, type Facts, type RecordData } from 'portico/contract';

import { alternateId, answerId, call, type Raw, type RpmSession } from './client.js';
import { asBody, dataOf, idIn, textIn, unlessMissing, type RpmActions, type Body } from './command.js';
import { formMapping } from './form-mapping.js';
import type { RpmSettings } from './settings.js';

const success = codec.object({ Success: codec.boolean });
const formAnswer = codec.object({ Form: codec.required(codec.anyObject) });

const readForm = async (session: RpmSession, by: Body): Promise<Raw> =>
  (await call(session, 'ProcForm', by, formAnswer)).Form;

const entries = codec.list(
  codec.object({ UserID: codec.id, FileID: codec.id, AlternateID: codec.text, Note: codec.text }),
);

/** What can be done with forms, their participants, notes and files (rpm.md §3.2). */
export const formActions = (facts: Facts, settings: RpmSettings): RpmActions => {
  /** `Form` and the process of a command: RPM takes the form's fields by uid. */
  const write = (command: Command) => {
    const process = command.body['type'] ?? command.base?.['type'];
    const form = formMapping(facts, settings, typeof process === 'string' ? process : undefined);
    const { ProcessID, ...Form } = form.write(dataOf<RecordData>(command));
    return { ProcessID: Number(ProcessID), Form: asBody(Form) };
  };
  return {
    'form.create': native<RpmSettings>({
      write: async (session, command) => {
        const { ProcessID, Form } = write(command);
        const body = { ProcessID, Form: { ...Form, AlternateID: alternateId(command.key) } };
        const made = await call(session, 'ProcFormAdd', body, formAnswer);
        return { id: answerId(made.Form, 'FormID', 'ProcFormAdd') };
      },
      find: (session, { key }) =>
        unlessMissing(async () =>
          answerId(await readForm(session, { AlternateID: alternateId(key) }), 'FormID', 'ProcForm'),
        ),
    }),
    'form.update': native<RpmSettings>({
      write: async (session, command) => {
        const Form = { FormID: idIn(command), ...write(command).Form };
        // An empty value clears only on demand; fields that are not sent stay (rpm.md §3.2).
        await call(session, 'ProcFormEdit', { Form, OverwriteWithNull: true }, codec.anyObject);
        return {};
      },
    }),
    'form.delete': native<RpmSettings>({
      write: async (session, command) => {
        await call(session, 'ProcFormTrash', { FormID: idIn(command) }, success);
        return {};
      },
    }),
    'form.comment': native<RpmSettings>({
      write: async (session, command) => {
        const { userName } = command.body;
        const note = command.body['visibility'] === 'internal' ? 'NoteForStaff' : 'Note';
        const by = typeof userName === 'string' ? { NoteBy: userName } : {};
        const Form = { FormID: idIn(command), [note]: textIn(command, 'text'), ...by };
        await call(session, 'ProcFormNoteAdd', { Form }, codec.anyObject);
        return {};
      },
      // Notes have no key: the newest one with this very text is taken for the one of the lost try.
      find: async (session, command) => {
        const name = command.body['visibility'] === 'internal' ? 'NotesForStaff' : 'Notes';
        const { [name]: notes } = await readForm(session, { FormID: idIn(command) });
        const last = entries.decode(notes, name)?.at(-1)?.Note;
        return last === textIn(command, 'text').trim() ? String(idIn(command)) : undefined;
      },
    }),
    'participant.add': derived<RpmSettings>({
      // Asked first, so that adding one who is there costs no mail and is no failure (rpm.md §9).
      write: async (session, command) => {
        const UserID = Number(textIn(command, 'login'));
        if (!(await isParticipant(session, command)))
          await call(
            session,
            'ProcFormParticipantAdd',
            { Form: { FormID: idIn(command) }, UserID },
            codec.anyObject,
          );
        return { id: String(UserID) };
      },
      find: async (session, command) =>
        (await isParticipant(session, command)) ? textIn(command, 'login') : undefined,
    }),
    'file.add': native<RpmSettings>({
      write: async (session, command) => {
        const body = {
          FormID: idIn(command),
          Name: textIn(command, 'name'),
          File: textIn(command, 'content'),
          IsStaffOnly: command.body['visibility'] === 'internal',
          AlternateID: alternateId(command.key),
        };
        const { FileAttachment } = await call(session, 'ProcFormFileAdd', body, fileAnswer);
        return { id: answerId(FileAttachment, 'FileID', 'ProcFormFileAdd') };
      },
      find: async (session, command) => {
        const { Files } = await readForm(session, { FormID: idIn(command) });
        const key = alternateId(command.key);
        return entries.decode(Files, 'Files')?.find(({ AlternateID }) => AlternateID === key)?.FileID;
      },
    }),
    'file.get': {
      how: 'native',
      fetch: async (session, { id }) => {
        const { File } = await call(session, 'ProcFormFile', { FileID: Number(id) }, fileContent);
        return { content: Buffer.from(File, 'base64') };
      },
    },
  };
};

const fileAnswer = codec.object({ FileAttachment: codec.required(codec.anyObject) });
const fileContent = codec.object({ File: codec.required(codec.text) });

async function isParticipant(session: RpmSession, command: Command): Promise<boolean> {
  const { Participants } = await readForm(session, { FormID: idIn(command) });
  const login = textIn(command, 'login');
  return entries.decode(Participants, 'Participants')?.some(({ UserID }) => UserID === login) ?? false;
}
