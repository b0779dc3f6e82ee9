import { derived, Fault, manual, native } from 'portico/contract';
import type { Action, Actions, Command, Contact, Facts, Json } from 'portico/contract';

import type { Capability } from './assumed.js';
import { remove, view, type MobiworkSession, type Raw } from './client.js';
import { contactMapping, flag, flagElement, isEnabled } from './contact-mapping.js';
import { contactsOf, customerMapping } from './customer-mapping.js';
import { mobiworkFacts } from './discover.js';
import { customerOf, editContacts, noContact, promote, refused } from './edit-contacts.js';
import type { MobiworkSettings } from './settings.js';
import { differing, textIn } from './write-values.js';

/**
 * Contacts have no operations of their own: they are changed by sending their customer with the whole list of them
 * (mobiwork.md §8), which is read anew each time, PINs and all, and never kept.
 */
export function contactActions(facts: Facts, settings: MobiworkSettings): Actions<MobiworkSettings> {
  const mapping = contactMapping(settings);
  const flags = (raw: Raw, wanted: Json | undefined): { elements: Raw; untold: boolean } =>
    permissions(wanted, (each) => flagElement(raw, each, settings) ?? mobiworkFacts(facts).flags[each]);

  const change = async (
    session: MobiworkSession,
    command: Command,
    changes: (raw: Raw) => Raw,
  ): Promise<{ customer: string; after: Raw }> => {
    const id = command.id ?? '';
    const customer = await customerOf(session, command);
    const after = await editContacts(session, customer, (contacts) => {
      if (!contacts.some((each) => each.id === id)) throw noContact(id, customer);
      return contacts.map((each) =>
        each.id === id ? { id, raw: { ...each.raw, ...changes(each.raw) } } : each,
      );
    });
    const found = contactsOf(after).contacts.find((each) => each.id === id);
    if (!found) throw noContact(id, customer);
    return { customer, after: found.raw };
  };

  const setEnabled = (wanted: boolean): Action<MobiworkSettings> =>
    derived<MobiworkSettings>({
      async write(session, command) {
        const { customer, after } = await change(session, command, () => ({
          enabled: flag.encode?.(wanted),
        }));
        if (isEnabled(after) !== wanted) throw refused(command.id, 'enabled');
        if (wanted && !isEnabled(await view(session, 'customer', customer)))
          throw new Fault(
            'conflict',
            `Customer ${customer} is switched off in MobiWork, and with it its contacts.`,
          );
        return {};
      },
    });

  return {
    'contact.create': derived<MobiworkSettings>({
      async write(session, { body, base }) {
        const wanted = named(body);
        const customer = textIn({ body, base }, 'customer', 'principal');
        if (!wanted.firstName || !wanted.lastName)
          throw new Fault('invalidRecord', 'MobiWork wants a first and a last name of every contact.');
        const { elements, untold } = flags({}, body['capabilities']);
        const raw = { customerId: customer, enabled: 'true', ...mapping.write(wanted), ...elements };
        const known = new Set<string>();
        const after = await editContacts(session, customer, (contacts) => {
          for (const { id } of contacts) known.add(id);
          return [...contacts, { id: '', raw }];
        });
        const made = contactsOf(after).contacts.find(({ id }) => !known.has(id));
        if (!made)
          throw new Fault(
            'conflict',
            `MobiWork took a new contact of customer ${customer} and does not show it.`,
          );
        const differs = [
          ...differing(wanted, () => mapping.read(made.raw)),
          ...(untold ? ['capabilities'] : []),
        ];
        return { id: made.id, ...(differs.length && { differs }) };
      },
      // There is no key to ask by: a contact of the customer that has all that was written.
      async find(session, { body, base }) {
        const { contacts } = contactsOf(
          await view(session, 'customer', textIn({ body, base }, 'customer', 'principal')),
        );
        return contacts.findLast(({ raw }) => !differing(named(body), () => mapping.read(raw)).length)?.id;
      },
    }),
    'contact.update': derived<MobiworkSettings>({
      async write(session, command) {
        const wanted = named(command.body);
        let untold = false;
        const { after } = await change(session, command, (raw) => {
          const set = flags(raw, command.body['capabilities']);
          ({ untold } = set);
          return { ...mapping.write(wanted), ...set.elements };
        });
        const differs = [
          ...differing(wanted, () => mapping.read(after)),
          ...(untold ? ['capabilities'] : []),
        ];
        return differs.length ? { differs } : {};
      },
    }),
    'contact.delete': derived<MobiworkSettings>({ write: deleteContact }),
    'contact.promote': derived<MobiworkSettings>({
      async write(session, command) {
        const customer = await customerOf(session, command);
        await promote(session, customer, command.id ?? '');
        return {};
      },
    }),
    'contact.move': manual(
      'Add the person to the contacts of the other customer in MobiWork, then delete them from this one: it has no moving.',
    ),
    'login.enable': setEnabled(true),
    'login.disable': setEnabled(false),
    'customer.update': native<MobiworkSettings>({
      async write(session, { id = '', body }) {
        const wanted = body as Partial<{ name: string }>;
        const after = await editContacts(session, id, (contacts) => contacts, customerMapping.write(wanted));
        const differs = differing(wanted, () => customerMapping.read(after));
        return differs.length ? { differs } : {};
      },
    }),
    'customer.delete': native<MobiworkSettings>({
      async write(session, { id = '' }) {
        await remove(session, 'customer', id);
        return {};
      },
    }),
  };
}

/** The flags that are to be on; `untold` where the tenant has no element for a wanted one, which the hub then grants. */
function permissions(wanted: Json | undefined, elementOf: (each: Capability) => string | undefined) {
  if (!Array.isArray(wanted)) return { elements: {}, untold: false };
  const all: Capability[] = ['admin', 'billing', 'reports', 'createWorkOrder', 'editContact'];
  const elements: Raw = {};
  for (const each of all) {
    const element = elementOf(each);
    if (element !== undefined) elements[element] = flag.encode?.(wanted.includes(each));
  }
  return { elements, untold: all.some((each) => wanted.includes(each) && elementOf(each) === undefined) };
}

/** M-23: leaves the contact out of the list; a primary one first hands that over. One that is gone is no failure. */
async function deleteContact(session: MobiworkSession, command: Command): Promise<{ id?: string }> {
  const { id = '' } = command;
  const customer = await unlessGone(() => customerOf(session, command));
  const held =
    customer === undefined ? undefined : await unlessGone(() => view(session, 'customer', customer));
  if (customer === undefined || !held) return {};
  const { contacts, primary } = contactsOf(held);
  if (!contacts.some((each) => each.id === id)) return {};
  if (primary === id) {
    const others = contacts.filter((each) => each.id !== id);
    const heir = others.find(({ raw }) => isEnabled(raw)) ?? others[0];
    if (!heir)
      throw new Fault(
        'conflict',
        `Contact ${id} is the only one of customer ${customer}, and stays for that.`,
      );
    await promote(session, customer, heir.id);
  }
  const after = await editContacts(session, customer, (each) => each.filter((one) => one.id !== id));
  if (contactsOf(after).contacts.some((each) => each.id === id)) throw refused(id, 'the deletion');
  return {};
}

async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (fault) {
    if (fault instanceof Fault && fault.kind === 'notFound') return undefined;
    throw fault;
  }
}

const elsewhere = ['customer', 'customers', 'principal', 'primary', 'kind', 'capabilities'];

/** The command's data without what only says where it goes, and without rights. */
const named = (body: Command['body']): Partial<Contact> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !elsewhere.includes(name)));
