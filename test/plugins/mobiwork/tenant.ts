import { buildXml } from '../../../core/connections/xml.js';
import type { Raw } from '../../../plugins/mobiwork/client.js';
import { mobiworkSession, ok, read, refusal, type Call } from './mobiwork-session.js';

export interface Tenant extends ReturnType<typeof mobiworkSession> {
  /** A customer as MobiWork holds it. */
  customer(): Raw;
  contacts(): Raw[];
  contact(id: string): Raw | undefined;
}

export interface Quirks {
  /** Elements that are left out of an edit are cleared, not kept. */
  clears?: boolean;
  /** Of a contact, what the tenant does not keep. */
  drops?: string[];
  /** Writes are said to be done, and are not. */
  ignores?: boolean;
}

const listOf = (customer: Raw): Raw[] => {
  const { contact } = Object(customer['contactList']) as { contact?: Raw | Raw[] };
  return contact === undefined ? [] : Array.isArray(contact) ? contact : [contact];
};

/** One customer of a made-up tenant, in which lists are replaced by an edit (mobiwork.md §8). */
export function startTenant(
  xml: string,
  { clears = false, drops = [], ignores = false }: Quirks = {},
  more: Parameters<typeof mobiworkSession>[1] = {},
): Tenant {
  let customer = Reflect.get(Object(read(ok(xml))), 'customer') as Raw;
  let last = 600;
  const edit = (given: Raw): void => {
    const contacts = listOf(given).map((each) => {
      const id = each['contactId'] ?? String((last += 1));
      const before = clears ? {} : listOf(customer).find((one) => one['contactId'] === id);
      return Object.fromEntries(
        Object.entries({ ...before, ...each, contactId: id }).filter(([name]) => !drops.includes(name)),
      );
    });
    const { primaryContact, contactList, ...rest } = given;
    customer = {
      ...(clears ? {} : customer),
      ...rest,
      ...(contactList !== undefined && { contactList: contacts.length ? { contact: contacts } : '' }),
      ...(primaryContact !== undefined && {
        contact: contacts.find(({ contactId }) => contactId === (primaryContact as Raw)['contactId']) ?? '',
      }),
    };
  };
  const serve = ({ operation, request }: Call): string => {
    const shown = buildXml({ customer });
    if (operation === 'POST customer/list.html')
      return ok(`<customerList><totalAvailableCount>1</totalAvailableCount>${shown}</customerList>`);
    if (!operation.includes(String(customer['mobiworkCustomerId'])))
      return refusal('5', 'Customer not found');
    // What is sent is a value of ours; the tenant reads it as text, as it would from XML.
    if (operation.includes('/edit') && !ignores)
      edit(Reflect.get(Object(read(ok(buildXml(request)))), 'customer') as Raw);
    return ok(buildXml({ customer }));
  };
  return {
    ...mobiworkSession(serve, more),
    customer: () => customer,
    contacts: () => listOf(customer),
    contact: (id) => listOf(customer).find(({ contactId }) => contactId === id),
  };
}
