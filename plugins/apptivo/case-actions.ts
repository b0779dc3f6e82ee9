import { Fault, manual, native, type Command, type Facts, type RecordData } from 'portico/contract';

import { contactObject } from './assumed.js';
import { apps, call, getById, idIn, idOf, listIn, textIn, type ApptivoSession, type Raw } from './client.js';
import { attachmentActions } from './attachment-actions.js';
import { caseMapping } from './case-mapping.js';
import { factsOf } from './discover.js';
import type { ApptivoSettings } from './settings.js';
import { isGone, readLegible, timesOf } from './values.js';
import { dataOf, differing, save, target, textOf, update, type ApptivoActions } from './write.js';

const { cases } = apps;

/** What can be done with cases, their notes and their documents (apptivo.md §3.2). */
export function caseActions(facts: Facts, settings: ApptivoSettings): ApptivoActions {
  const mapping = caseMapping(facts, settings);
  const parties = ['customer', 'contacts'];
  const oneContact =
    'Open the case in Apptivo and change its contact there: a case has no other participant.';
  return {
    'ticket.create': native<ApptivoSettings>({
      async write(session, command) {
        const data = {
          caseNumber: 'Auto generated number',
          ...mapping.write(dataOf<RecordData>(command, ...parties)),
          ...sourceOf(facts, settings),
          ...(await partiesOf(session, command)),
          customAttributes: [],
        };
        return { id: await save(session, 'cases', data, { appId: cases.objectId }) };
      },
      // There is no key to ask by: the newest case of the same people that says the same.
      async find(session, command) {
        const wanted = dataOf<RecordData>(command, ...parties);
        const [customer, contact] = [textOf(command.body['customer']), textOf(command.body['contacts'])];
        const times = timesOf(facts, settings);
        const answer = await call(session, cases.path, 'getAllByAdvancedSearch', {
          objectId: cases.objectId,
          startIndex: 0,
          numRecords: 100,
          sortColumn: 'creationDate',
          sortDir: 'desc',
          searchData: {
            ...(customer && { caseCustomerId: Number(customer) }),
            ...(contact && { caseContactId: Number(contact) }),
            caseSummary: textOf(command.body['subject']),
            customAttributes: [],
          },
          multiSelectData: { statusIds: [], priorityIds: [], typeIds: [], slaIds: [], caseSourceIds: [] },
        });
        const made = listIn(answer, 'cases getAllByAdvancedSearch').rows.find((row) => {
          const changed = times(row).changed?.getTime();
          return (
            !isGone(row) &&
            idIn(row, 'caseCustomerId') === customer &&
            idIn(row, 'caseContactId') === contact &&
            // An equal one of long ago is another; two days, for the zone is not told.
            (changed === undefined || session.now().getTime() - changed < 2 * 86_400_000) &&
            !differing(readLegible(mapping, row), wanted).length
          );
        });
        return made && idOf(made, 'cases');
      },
    }),
    'ticket.update': native<ApptivoSettings>({
      async write(session, command) {
        const id = target(command);
        const wanted = dataOf<RecordData>(command);
        const data = mapping.write(wanted);
        const names = Object.keys(data).filter((name) => !choiceIds.has(name));
        const more = { isCustomAttributesUpdate: false, isAddressUpdate: false, appId: cases.objectId };
        const kept = await update(session, 'cases', { id, data, names, more });
        return { id, differs: differing(readLegible(mapping, kept), wanted) };
      },
    }),
    ...attachmentActions,
    'ticket.delete': manual('Open the case in Apptivo and delete it there.'),
    'participant.add': manual(oneContact),
    'participant.remove': manual(oneContact),
  };
}

/** They go beside their names and are no fields of their own. */
const choiceIds = new Set(['caseStatusId', 'caseTypeId', 'casePriorityId']);

/** APT-17: where cases of the portal come from, as the firm calls it. */
function sourceOf(facts: Facts, { caseSource }: ApptivoSettings): Raw {
  if (caseSource === undefined) return {};
  const found = factsOf(facts).sources.find(({ name }) => name === caseSource);
  if (found) return { caseSourceId: Number(found.id), caseSourceName: found.name };
  throw new Fault('config', `Apptivo has no case source "${caseSource}". Correct the setting "caseSource".`);
}

/** The customer and the contact by id and name; the contact is the author (apptivo.md §3.2). */
async function partiesOf(session: ApptivoSession, { body }: Command): Promise<Raw> {
  const [customer, contact] = [textOf(body['customer']), textOf(body['contacts'])];
  const parties: Raw = {};
  if (customer !== undefined) {
    parties['caseCustomerId'] = Number(customer);
    parties['caseCustomer'] = textIn(await getById(session, 'customers', customer), 'customerName');
  }
  if (contact !== undefined) {
    const row = await getById(session, 'contacts', contact);
    const fullName = [textIn(row, 'firstName'), textIn(row, 'lastName')].filter(Boolean).join(' ');
    parties['caseContactId'] = Number(contact);
    parties['caseContact'] = textIn(row, 'fullName') ?? fullName;
    Object.assign(parties, { createdByObjectId: contactObject, createdByObjectRefId: Number(contact) });
  }
  return parties;
}
