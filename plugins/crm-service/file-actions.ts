import { Buffer } from 'node:buffer';

import {
  codec,
  Fault,
  native,
  readAnswer,
  type Actions,
  type Command,
  type Facts,
  type RecordModule,
} from 'portico/contract';

import { equalWithin, fileAccess, mostBytes } from './assumed.js';
import { baseOf, readAll, readOne, type CrmSession } from './client.js';
import { idIn, needed, optional } from './command.js';
import { vendorFacts } from './discover.js';
import { moment } from './moments.js';
import type { CrmSettings } from './settings.js';
import { sourceOf } from './sources.js';

const made = codec.object({ data: codec.required(codec.object({ id: codec.required(codec.id) })) });

/** Files of a record: attached as multipart, read by the link in their attributes (crm-service.md §3, §4). */
export function fileActions(facts: Facts): Actions<CrmSettings> {
  const {
    name = 'file_name',
    url = 'download_url',
    created,
  } = vendorFacts(facts).modules['files']?.names ?? {};
  return {
    'file.add': native<CrmSettings>({
      write: async ({ http, settings }, command) => {
        const content = Buffer.from(needed(command, 'content'), 'base64');
        if (content.length > mostBytes)
          throw new Fault(
            'invalidRecord',
            `The file is larger than ${mostBytes / 2 ** 20} MB, the most the CRM takes.`,
          );
        const type = optional(command, 'contentType') ?? 'application/octet-stream';
        const form = new FormData();
        form.set('file', new Blob([content], { type }), needed(command, 'name'));
        form.set('attributes[file_usage_type]', 'Entity Attachment');
        form.set('attributes[file_access_type]', accessOf(command, settings));
        return { id: readAnswer(made, await http.post(pathOf(command), form), 'POST files').data.id };
      },
      // A file has no key: one of this name that was added within the last day is that of the lost try.
      find: async ({ http, now }: CrmSession, command) => {
        const since = now().getTime() - equalWithin;
        const files = await readAll(http, pathOf(command));
        return files.findLast((each) => {
          const at = created === undefined ? undefined : moment(facts.zone).decode(each[created], created);
          return each[name] === needed(command, 'name') && (at === undefined || Date.parse(at) >= since);
        })?.id;
      },
    }),
    'file.get': {
      how: 'native',
      fetch: async ({ http, settings }, { id }) => {
        const link = codec.text.decode((await readOne(http, 'files', id))?.[url], url);
        if (link === undefined) throw new Fault('notFound', `The CRM gives no link to file ${id} any more.`);
        return http.download(link.startsWith('/') ? new URL(link, baseOf(settings.url)).href : link);
      },
    },
  };
}

/** A tenant that shows all files has no need of a word for those that are shown. */
const accessOf = ({ body }: Command, { files }: CrmSettings): string =>
  body['visibility'] === 'internal' || files === 'all' ? fileAccess.internal : fileAccess.public;

/** Where the files of the command's record are; without a word it is a ticket's. */
function pathOf(command: Command): string {
  const module = (optional(command, 'module') ?? 'ticket') as RecordModule;
  return `${sourceOf(module)?.module ?? 'tickets'}/${encodeURIComponent(idIn(command))}/files`;
}
