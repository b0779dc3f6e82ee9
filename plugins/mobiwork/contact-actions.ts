import { derived, Fault, manual, native } from 'portico/contract';
import type { Action, Actions, Command, Contact, Customer, Facts } from 'portico/contract';

import { assumed, type Capability } from './assumed.js';
import { remove, unless, view, type MobiworkSession, type Raw } from './client.js';
import { contactMapping, flag, flagElement, isEnabled } from './contact-mapping.js';
import { contactsOf, customerMapping } from './customer-mapping.js';
import { mobiworkFacts } from './discover.js';
import { customerOf, editContact, editContacts, promote, refused } from './edit-contacts.js';
import type { MobiworkSettings } from './settings.js';
import { customerIn, differing } from './write-values.js';

/**
 * Contacts have no operations of their own: they are changed by sending their customer with the whole list of them
 * (mobiwork.md §8), which is read anew each time, PINs and all, and never kept.
 */
export function contactActions(facts: Facts, settings: MobiworkSettings): Actions<MobiworkSettings> {
  const mapping = contactMapping(settings);
  const { flags } = mobiworkFacts(facts);
  const elementOf = (raw: Raw, each: Capability) => flagElement(raw, each, settings) ?? flags[each];

  /** A contact as MobiWork takes it, and what it then keeps otherwise: a permission that has no element the hub grants. */
  const toWrite = ({ body }: Command) => {
    const wanted = Object.fromEntries(
      Object.entries(body).filter(([name]) => !elsewhere.includes(name)),
    ) as Partial<Contact>;
    const { capabilities: held } = body;
    const all = Array.isArray(held) ? (Object.keys(assumed.flags) as Capability[]) : [];
    const isWanted = (each: Capability) => Array.isArray(held) && held.includes(each);
    return {
      wanted,
      elements: (raw: Raw): Raw => ({
        ...mapping.write(wanted),
        ...Object.fromEntries(
          all.flatMap((each) => {
            const element = elementOf(raw, each);
            return element === undefined ? [] : [[element, String(isWanted(each))]];
          }),
        ),
      }),
      differs(after: Raw) {
        const untold = all.some((each) => isWanted(each) && elementOf(after, each) === undefined);
        const { differs = [] } = differing(wanted, () => mapping.read(after));
        const names = [...differs, ...(untold ? ['capabilities'] : [])];
        return names.length ? { differs: names } : {};
      },
    };
  };

  const setEnabled = (wanted: boolean): Action<MobiworkSettings> =>
    derived<MobiworkSettings>({
      async write(session, command) {
        const { id = '' } = command;
        const customer = await customerOf(session, command);
        const after = await editContact(session, { customer, id }, () => ({
          enabled: flag.encode?.(wanted),
        }));
        if (isEnabled(after) !== wanted) throw refused(id, 'enabled');
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
      async write(session, command) {
        const { wanted, elements, differs } = toWrite(command);
        const customer = customerIn(command);
        if (!wanted.firstName || !wanted.lastName)
          throw new Fault('invalidRecord', 'MobiWork wants a first and a last name of every contact.');
        const known = new Set<string>();
        const after = await editContacts(session, customer, (contacts) => {
          for (const { id } of contacts) known.add(id);
          return [...contacts, { id: '', raw: { customerId: customer, enabled: 'true', ...elements({}) } }];
        });
        const made = contactsOf(after).contacts.find(({ id }) => !known.has(id));
        if (made) return { id: made.id, ...differs(made.raw) };
        throw new Fault(
          'conflict',
          `MobiWork took a new contact of customer ${customer} and does not show it.`,
        );
      },
      // There is no key to ask by: a contact of the customer that has all that was written.
      async find(session, command) {
        const { wanted } = toWrite(command);
        const { contacts } = contactsOf(await view(session, 'customer', customerIn(command)));
        return contacts.findLast(({ raw }) => !differing(wanted, () => mapping.read(raw)).differs)?.id;
      },
    }),
    'contact.update': derived<MobiworkSettings>({
      async write(session, command) {
        const { elements, differs } = toWrite(command);
        const customer = await customerOf(session, command);
        return differs(await editContact(session, { customer, id: command.id ?? '' }, elements));
      },
    }),
    'contact.delete': derived<MobiworkSettings>({ write: deleteContact }),
    'contact.promote': derived<MobiworkSettings>({
      async write(session, command) {
        await promote(session, { customer: await customerOf(session, command), id: command.id ?? '' });
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
        const wanted = body as Partial<Customer>;
        const more = customerMapping.write(wanted);
        const after = await editContacts(session, id, (contacts) => contacts, { more });
        return differing(wanted, () => customerMapping.read(after));
      },
    }),
    'customer.delete': native<MobiworkSettings>({
      write: async (session, { id = '' }) => (await remove(session, 'customer', id), {}),
    }),
  };
}

/** M-23: leaves the contact out of the list; a primary one first hands that over. One that is gone is no failure. */
async function deleteContact(session: MobiworkSession, command: Command): Promise<object> {
  const { id = '' } = command;
  const customer = (await unless(['notFound'], () => customerOf(session, command))) ?? '';
  const held = customer && (await unless(['notFound'], () => view(session, 'customer', customer)));
  const { contacts, primary } = contactsOf(held || {});
  const others = contacts.filter((each) => each.id !== id);
  if (others.length === contacts.length) return {};
  if (primary === id) {
    const heir = others.find(({ raw }) => isEnabled(raw)) ?? others[0];
    if (!heir)
      throw new Fault(
        'conflict',
        `Contact ${id} is the only one of customer ${customer}, and stays for that.`,
      );
    await promote(session, { customer, id: heir.id });
  }
  const after = await editContacts(session, customer, (each) => each.filter((one) => one.id !== id));
  if (contactsOf(after).contacts.some((each) => each.id === id)) throw refused(id, 'the deletion');
  return {};
}

/** What only says where a contact goes, and its rights. */
const elsewhere = ['customer', 'customers', 'principal', 'primary', 'kind', 'capabilities'];
