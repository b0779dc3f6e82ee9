import { derived, Fault, hub, manual, native } from 'portico/contract';
import type { Command, Contact, Customer, Facts } from 'portico/contract';

import { contactIds } from './assumed.js';
import { apps, call, getById, idIn, idOf, listIn, objects, textIn, unless } from './client.js';
import type { ApptivoSession, Raw } from './client.js';
import { contactMapping, withAddress } from './contact-mapping.js';
import { customerMapping } from './customer-mapping.js';
import { peopleOf } from './people.js';
import type { ApptivoSettings } from './settings.js';
import { isGone, readLegible } from './values.js';
import { dataOf, demand, differing, save, target, textOf, update, type ApptivoActions } from './write.js';

/** Members of a command that say where a contact belongs, not what it is. */
const places = ['kind', 'customer', 'customers', 'principal', 'primary'];

/** What can be done with contacts and customers (apptivo.md §3.1). */
export function contactActions(facts: Facts, settings: ApptivoSettings): ApptivoActions {
  const people = contactMapping(facts, settings);
  const companies = customerMapping(facts, settings);

  return {
    'contact.create': native<ApptivoSettings>({
      async write(session, command) {
        const data = people.write(dataOf<Contact>(command, ...places));
        if (!data['lastName'])
          throw new Fault('invalidRecord', 'Apptivo needs the last name of a contact. Fill it in.');
        const id = await save(session, 'contacts', { ...data, ...(await accountOf(session, command)) });
        await associate(session, command, id);
        return { id };
      },
      find: (session, command) => findContact(session, command, people),
    }),
    'contact.update': native<ApptivoSettings>({
      async write(session, command) {
        const id = target(command);
        const wanted = dataOf<Contact>(command, ...places);
        const data = people.write(wanted);
        const isEmailAddressUpdate = 'emailAddresses' in data;
        if (isEmailAddressUpdate) {
          const { emailAddresses } = await getById(session, 'contacts', id);
          data['emailAddresses'] = withAddress(emailAddresses, objects(data['emailAddresses']));
        }
        const change = { id, data, names: Object.keys(data), more: { isEmailAddressUpdate } };
        const kept = change.names.length ? await update(session, 'contacts', change) : undefined;
        await associate(session, command, id);
        return { id, ...(kept && { differs: differing(readLegible(people, kept), wanted) }) };
      },
    }),
    'contact.delete': native<ApptivoSettings>({
      async write(session, command) {
        const id = target(command);
        await unless('notFound', call(session, apps.contacts.path, 'delete', { contactId: id }));
        const left = await unless('notFound', getById(session, 'contacts', id));
        if (left && !isGone(left))
          throw new Fault('conflict', `Apptivo still has contact ${id}. Delete it there.`);
        return { id };
      },
    }),
    // APT-4, APT-6: asked for and confirmed by staff in the hub; the access, bound to the old customer, then ends.
    'contact.move': derived<ApptivoSettings>({
      async write(session, command) {
        const id = target(command);
        const data = await accountOf(session, command);
        if (!('accountId' in data))
          throw new Fault('bug', 'The command does not say where the contact moves.');
        const kept = await update(session, 'contacts', { id, data, names: ['accountName'] });
        if (idIn(kept, 'accountId') !== idIn(data, 'accountId'))
          throw new Fault('conflict', `Apptivo did not move contact ${id}. Set its customer there.`);
        return { id };
      },
    }),
    'customer.update': native<ApptivoSettings>({
      async write(session, command) {
        const id = target(command);
        const wanted = dataOf<Customer>(command);
        const data = companies.write(wanted);
        const kept = await update(session, 'customers', { id, data, names: Object.keys(data) });
        return { id, differs: differing(readLegible(companies, kept), wanted) };
      },
    }),
    'customer.create': manual('Make the customer in Apptivo: it needs an assignee, whom staff choose there.'),
    'customer.delete': manual('Open the customer in Apptivo and delete it there.'),
    'contact.promote': manual('Open the contact in Apptivo and mark it as the primary one of its customer.'),
    // No call is known for them (apptivo.md §3.3): the hub invites, binds and switches off (APT-1, APT-6).
    'login.enable': hub(),
    'login.disable': hub(),
  };
}

/** The main customer that a command names, by id and name as Apptivo wants it. */
async function accountOf(session: ApptivoSession, { body }: Command): Promise<Raw> {
  const id = textOf(body['principal']) ?? textOf(body['customer']);
  if (id === undefined) return {};
  const accountName = textIn(await getById(session, 'customers', id), 'customerName');
  return { accountId: Number(id), accountName };
}

/** APT-3: ties the contact to further customers; there is no call to untie it. */
async function associate(session: ApptivoSession, { body }: Command, contactId: string): Promise<void> {
  const { customers } = body;
  for (const customerId of Array.isArray(customers) ? customers.flatMap((each) => textOf(each) ?? []) : []) {
    const isListed = async (): Promise<boolean> => {
      const { people } = await peopleOf(session, customerId);
      return people.some((row) => idOf(row, 'contacts') === contactId);
    };
    let done = await isListed();
    for (const form of contactIds) {
      if (done) break;
      const parameters = { customerId, contactIds: form(contactId) };
      await call(session, apps.customers.path, 'addContact', parameters);
      done = await isListed();
    }
    if (!done) {
      const what = `Apptivo did not add contact ${contactId} to customer ${customerId}.`;
      throw new Fault('conflict', `${what} Do it there.`);
    }
  }
}

/** There is no key to ask by, and the search is fuzzy: a contact that has all that was written (apptivo.md §3.1). */
async function findContact(
  session: ApptivoSession,
  command: Command,
  people: ReturnType<typeof contactMapping>,
): Promise<string | undefined> {
  const wanted = dataOf<Contact>(command, ...places);
  const principal = textOf(command.body['principal']) ?? textOf(command.body['customer']);
  const searchText = wanted.email ?? demand(command, 'lastName');
  const { path, objectId } = apps.contacts;
  const parameters = { searchText, objectId, startIndex: 0, numRecords: 100 };
  const answer = await call(session, path, 'getAllBySearchText', parameters);
  const made = listIn(answer, 'contacts getAllBySearchText').rows.find(
    (row) =>
      !isGone(row) &&
      idIn(row, 'accountId') === principal &&
      !differing(readLegible(people, row), wanted).length,
  );
  const id = made && idOf(made, 'contacts');
  if (id !== undefined) await associate(session, command, id);
  return id;
}
