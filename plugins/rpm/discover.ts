import { codec, Fault, type Facts, type Field } from 'portico/contract';

import { hiddenPermissions, zoneOf } from './assumed.js';
import { call, type RpmSession } from './client.js';

/** What is kept of a process beside the canonical facts; `titleFields` are what its titles are made of. */
export interface ProcessFacts {
  id: string;
  fields: string[];
  customerFields: string[];
  titleFields: string[];
}

const processes = codec.list(
  codec.object({
    id: codec.required(codec.id),
    fields: codec.required(codec.list(codec.text)),
    customerFields: codec.required(codec.list(codec.text)),
    titleFields: codec.required(codec.list(codec.text)),
  }),
);

/** The processes that `discover` found. */
export const processesOf = (facts: Facts): ProcessFacts[] =>
  codec.object({ processes }).decode(facts.vendor, 'facts.vendor')?.processes ?? [];

const info = codec.object({ TimeOffset: codec.required(codec.text), TimeDst: codec.boolean });
const procs = codec.object({
  Procs: codec.required(
    codec.list(
      codec.object({
        ProcessID: codec.required(codec.id),
        Process: codec.required(codec.text),
        Enabled: codec.required(codec.boolean),
        Permission: codec.required(codec.integer),
      }),
    ),
  ),
});
const procSecurity = codec.object({ CustomerUsers: codec.required(codec.boolean) });
const procField = codec.object({
  Name: codec.required(codec.text),
  Uid: codec.required(codec.text),
  FieldType: codec.integer,
  SubType: codec.integer,
  IsRequiredForUser: codec.boolean,
  UserCanEdit: codec.boolean,
  Options: codec.list(codec.object({ Text: codec.text, IsLabel: codec.boolean })),
});
const procFields = codec.object({
  Process: codec.required(
    codec.object({
      Title: codec.object({ FieldOne: codec.text, FieldTwo: codec.text }),
      Fields: codec.required(codec.list(procField)),
      StatusLevels: codec.required(codec.list(codec.object({ Text: codec.required(codec.text) }))),
    }),
  ),
});

/** "Test connection", and where the zone of dates comes from (rpm.md §2, §5). */
export const readInfo = (session: RpmSession) => call(session, 'Info', {}, info);

/** One call for the account, one for the processes and two for each of them (rpm.md §3.2). */
export async function discover(session: RpmSession): Promise<Facts> {
  const { TimeOffset, TimeDst = false } = await readInfo(session);
  const { Procs } = await call(session, 'Procs', {}, procs);
  const shown = Procs.filter(({ Permission }) => !hiddenPermissions.includes(Permission));
  const found = await Promise.all(
    shown.map(async ({ ProcessID: id, Process: label, Enabled }) => {
      const open = Enabled && (await isOpen(session, id));
      const { Process } = await call(session, 'ProcFields', { ProcessID: Number(id) }, procFields);
      return { id, label, open, ...Process };
    }),
  );
  const closed = new Set(session.settings.closedStatuses);
  return {
    zone: session.settings.zone ?? zoneOf(TimeOffset, TimeDst),
    modules: {
      customer: { label: 'Customers', fields: [] },
      contact: { label: 'Contacts', fields: [] },
      form: {
        label: 'Forms',
        types: found.map(({ id, label, open }) => ({ id, label, open })),
        statuses: [...new Set(found.flatMap(({ StatusLevels }) => StatusLevels.map(({ Text }) => Text)))].map(
          (name) => ({ name, group: closed.has(name) ? 'closed' : 'open' }),
        ),
        fields: [
          ...new Map(found.flatMap(({ Fields }) => Fields.map((each) => [each.Uid, toField(each)]))).values(),
        ],
      },
    },
    vendor: {
      processes: found.map(({ id, Title, Fields }): ProcessFacts => ({
        id,
        fields: Fields.map(({ Uid }) => Uid),
        // A reference (522) to a customer (5); 500 with 5 is a list (rpm.md §9).
        customerFields: Fields.flatMap(({ Uid, FieldType, SubType }) =>
          FieldType === 522 && SubType === 5 ? [Uid] : [],
        ),
        titleFields: [Title?.FieldOne, Title?.FieldTwo].flatMap((each) =>
          each && each !== '0'
            ? [Fields.find(({ Uid, Name }) => Uid === each || Name === each)?.Uid ?? each]
            : [],
        ),
      })),
    },
  };
}

/** RPM-17: closed unless RPM says that it is open; a key that may not ask gets no for an answer. */
async function isOpen(session: RpmSession, id: string): Promise<boolean> {
  try {
    return (await call(session, 'ProcSecurity', { ProcessID: Number(id) }, procSecurity)).CustomerUsers;
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'permission') throw error;
    session.log.warn('The API key may not read the security of a process: it stays closed to customers.', {
      process: id,
    });
    return false;
  }
}

/** `IsRequiredForUser` and `UserCanEdit` are about the API user: what can be written at all. */
function toField(field: NonNullable<ReturnType<typeof procField.decode>>): Field {
  const options = (field.Options ?? []).flatMap(({ Text, IsLabel }) => (Text && !IsLabel ? [Text] : []));
  return {
    name: `fields.${field.Uid}`,
    label: field.Name,
    type: field.FieldType === 522 ? 'reference' : options.length ? 'choice' : 'text',
    ...(options.length && { options }),
    required: field.IsRequiredForUser ?? false,
    editable: field.UserCanEdit ?? false,
  };
}
