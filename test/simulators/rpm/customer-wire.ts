import type { RpmContact, RpmCustomer, RpmNote } from './rpm-data.js';
import type { RpmState } from './rpm-state.js';
import { toUsDate, toUsDateTime } from './us-date.js';

/** A customer as `Customer` answers it, with every contact it has a link to (RPM-7). */
export function toCustomer(state: RpmState, customer: RpmCustomer, withLocations = true): object {
  const zone = state.data.subscriber;
  return {
    CustomerID: customer.customerId,
    Name: customer.name,
    Website: customer.website,
    Added: toUsDateTime(customer.added, zone),
    Modified: toUsDateTime(customer.modified, zone),
    Age: Math.floor(Date.parse(customer.modified) / 1000),
    Aliases: customer.aliases,
    DefaultRepID: 0,
    DefaultRep: '',
    Accounts: customer.accounts,
    Contacts: (state.linksOfCustomer.get(customer.customerId) ?? []).flatMap(({ contactId, isPrimary }) => {
      const contact = state.contacts.get(contactId);
      return contact ? [{ Contact: toContact(contact), IsPrimary: isPrimary }] : [];
    }),
    ...(withLocations && { Locations: toLocations(state, customer) }),
    Fields: customer.fields,
    Notes: toNotes(state, customer.notes),
    NotesForStaff: toNotes(state, customer.notesForStaff),
  };
}

/** A person as RPM writes one, inside a customer and after an edit. */
export function toContact(contact: RpmContact): object {
  return {
    ContactID: contact.contactId,
    FirstName: contact.firstName,
    LastName: contact.lastName,
    Email: contact.email,
    Salutation: contact.salutation,
    Title: contact.title,
    PhoneNumbers: contact.phones.map(({ phoneNumberId, type, number }) => ({
      PhoneNumberID: phoneNumberId,
      Type: type,
      Number: number,
    })),
  };
}

/** Notes oldest first, without an id, with the day only (rpm.md §4). */
export function toNotes(state: RpmState, notes: RpmNote[]): object[] {
  return notes.map(({ note, added, by }) => ({
    Note: note,
    Added: toUsDate(added, state.data.subscriber),
    By: by,
  }));
}

function toLocations(state: RpmState, { locations, added, modified }: RpmCustomer): object[] {
  const zone = state.data.subscriber;
  return locations.map((location) => ({
    LocationID: location.locationId,
    Name: location.name,
    IsPrimary: location.isPrimary,
    Address: location.address,
    City: location.city,
    StateProvince: location.stateProvince,
    Country: location.country,
    ZipPostalCode: location.zipPostalCode,
    Added: toUsDateTime(added, zone),
    Modified: toUsDateTime(modified, zone),
    Fields: [],
  }));
}
