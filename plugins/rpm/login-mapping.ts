import { codec, contact, Fault, login, readItem, type Row } from 'portico/contract';

import { contactMapping, filled } from './mapping.js';

const userItem = codec.object({
  row: codec.required(
    codec.object({
      UserID: codec.required(codec.id),
      Username: codec.required(codec.text),
      PrimaryCustomerID: codec.id,
      Enabled: codec.required(codec.boolean),
    }),
  ),
  user: codec.object({
    Contact: codec.anyObject,
    Enabled: codec.boolean,
    Locked: codec.boolean,
  }),
});

/** Older than any customer's copy of a contact. */
const before: { asOf: Date } = { asOf: new Date(0) };

/**
 * A row of CustomerUsers joined with its User, which alone names the contact (rpm.md §6); locked counts as
 * not enabled (§9). The contact is never guessed by name or e-mail: without it the item waits in quarantine. The
 * contact comes with it, for who left every customer is in none of their lists and still takes part in forms
 * (RPM-20, rpm.md §9); any customer's copy wins, and a malformed address refuses that copy alone.
 */
export function loginRows(item: unknown): Row[] {
  const { row, user } = readItem(userItem, item);
  const { Contact: person = {}, Enabled = true, Locked: locked = false } = user ?? {};
  const contactId = codec.id.decode(person['ContactID'], 'Contact.ContactID');
  if (contactId === undefined)
    throw new Fault(
      'invalidRecord',
      `RPM does not say whose sign-in "${row.Username}" is (user ${row.UserID}): its User answer names ` +
        'no contact. Tie the user to a contact in RPM.',
      { details: { user: row.UserID } },
    );
  return [
    contact(contactId, () => contactMapping.read(person), before),
    login(
      row.UserID,
      filled({
        contact: contactId,
        userName: row.Username,
        enabled: row.Enabled && Enabled && !locked,
        locked,
        principal: row.PrimaryCustomerID,
      }),
    ),
  ];
}
