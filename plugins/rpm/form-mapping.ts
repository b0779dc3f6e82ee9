import {
  at,
  codec,
  derive,
  Fault,
  many,
  mapping,
  record,
  ref,
  type Codec,
  type Comment,
  type Facts,
  type FileEntry,
  type Participant,
  type Piece,
  type RecordData,
  type Row,
  readItem,
} from 'portico/contract';

import { isInternalFile } from './assumed.js';
import { digest, type Raw } from './client.js';
import { processesOf } from './discover.js';
import { addFields, asOf, fieldEntries, fields, filled, idOf, moment } from './mapping.js';
import type { RpmSettings } from './settings.js';

const participantEntries = codec.list(codec.object({ UserID: codec.id, Name: codec.text }));

/** By login; those whose login is a customer user's are customers, everybody else staff or agent (rpm.md §6). */
const participants = derive<Raw, Participant[]>(['Participants'], ({ Participants }) =>
  readItem(participantEntries, Participants, 'Participants').map(({ UserID, Name }) =>
    filled({ login: UserID, name: Name }),
  ),
);

/** Notes for everybody and notes for staff; without ids, so theirs is made of their place (rpm.md §6). */
const comments = (when: Codec<string>): Piece<Comment[]> => {
  const entries = codec.list(codec.object({ Note: codec.text, Added: when, By: codec.text }));
  return derive<Raw, Comment[]>(['Notes', 'NotesForStaff'], (raw) =>
    (['Notes', 'NotesForStaff'] as const).flatMap((name) =>
      (entries.decode(raw[name], name) ?? []).flatMap(({ Note: text, Added: at, By: author }, index) =>
        text === undefined
          ? []
          : filled({
              id: digest([raw['FormID'], name, index, at, author]),
              text,
              visibility: name === 'Notes' ? ('public' as const) : ('internal' as const),
              author,
              at,
            }),
      ),
    ),
  );
};

const files = (when: Codec<string>): Piece<FileEntry[]> =>
  many('Files', {
    expected: 'a file',
    decode(value, path) {
      const file = fileEntry(when).decode(value, path);
      return (
        file &&
        filled({
          id: file.FileID,
          name: file.FileName,
          size: file.Size,
          folder: file.Folder,
          visibility: isInternalFile(file.StaffOnly) ? ('internal' as const) : ('public' as const),
          addedBy: file.AddedBy,
          at: file.Added,
        })
      );
    },
  });

const fileEntry = (when: Codec<string>) =>
  codec.object({
    FileID: codec.required(codec.id),
    FileName: codec.required(codec.text),
    Size: codec.integer,
    Folder: codec.text,
    StaffOnly: codec.boolean,
    AddedBy: codec.text,
    Added: when,
  });

/**
 * A form of one process, from an item that joins `Form` with its ProcessID and the customer users among its
 * participants. Writing gives the members of `Form` and the ProcessID.
 */
export function formMapping(facts: Facts, settings: RpmSettings, processId: string | undefined) {
  const when = moment(facts);
  const references = processesOf(facts).find(({ id }) => id === processId)?.customerFields ?? [];
  const dates = codec.object({ Started: when, StatusDate: when });
  const closed = new Set(settings.closedStatuses);
  return mapping<Raw, RecordData>({
    type: ref('process', 'ProcessID'),
    number: at('Number'),
    subject: derive(['Title'], ({ Title }: Raw) => codec.text.decode(Title, 'Title')),
    status: at('Status'),
    statusGroup: derive(['Archived', 'Status'], ({ Archived, Status }: Raw) =>
      codec.boolean.decode(Archived, 'Archived') || closed.has(String(Status)) ? 'closed' : 'open',
    ),
    readOnly: derive(
      ['Archived'],
      ({ Archived }: Raw) => codec.boolean.decode(Archived, 'Archived') ?? false,
    ),
    customer: {
      paths: ['Fields'],
      read(raw, used) {
        const entries = at('Fields', fieldEntries).read(raw, used) ?? [];
        return references
          .map((uid) => entries.find((each) => each.Uid === uid)?.ID)
          .find((found) => found !== undefined);
      },
      write(value, into) {
        if (references[0] === undefined)
          throw new Fault(
            'config',
            `Process ${processId ?? ''} has no field for the customer. Add one in RPM.`,
          );
        addFields(into, [{ Uid: references[0], ID: Number(value) }]);
      },
    },
    owner: derive(['Owner'], ({ Owner }: Raw) => {
      const name = codec.text.decode(Owner, 'Owner');
      return name === undefined ? undefined : { name };
    }),
    createdAt: at('Started', when),
    changedAt: at('Modified', when),
    dates: derive(['Started', 'StatusDate'], (raw: Raw) => {
      const { Started: started, StatusDate: status } = readItem(dates, raw);
      return filled({ started, status }) as Record<string, string>;
    }),
    // The customer's name in its field is a copy that no change of the form follows; `customer` says who it is.
    fields: {
      ...fields,
      read: (raw, used) =>
        Object.fromEntries(
          Object.entries(fields.read(raw, used) ?? {}).filter(([uid]) => !references.includes(uid)),
        ),
    },
    participants,
    comments: comments(when),
    files: files(when),
  });
}

/** A form and what travels inside it (rpm.md §6). */
export function formRows(facts: Facts, settings: RpmSettings, processId: string): (item: unknown) => Row[] {
  const toForm = formMapping(facts, settings, processId);
  return (item) => {
    const data = toForm.read(readItem(codec.anyObject, item));
    return [record('form', idOf(item, 'FormID'), data, asOf(data.changedAt))];
  };
}
