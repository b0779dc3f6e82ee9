import {
  addContact,
  editContact,
  linkBetween,
  linkContact,
  promoteContact,
  type ContactChange,
} from './contact-changes.js';
import { toContact } from './customer-wire.js';
import { customerOf } from './find-customer.js';
import { ASSUMED_TEXTS } from './rpm-assumptions.js';
import { refuseInOurWords } from './rpm-error.js';
import { flagOf, idOf, listOf, objectOf, requireKey, textOf, type RpmInput } from './rpm-input.js';
import type { Endpoints, RpmState } from './rpm-state.js';

/** The two calls that write people (rpm.md §3.1). RPM has none to list, unlink or demote them. */
export function contactEndpoints(state: RpmState): Endpoints {
  return {
    CustomerContactAdd(input) {
      requireKey(input, 'CustomerID');
      const customer = customerOf(state, input);
      const wanted = objectOf(requireKey(input, 'Contact'));
      const isPrimary = flagOf(input['IsPrimary']) ?? false;
      const by = state.apiActor(input);
      const existing = state.contacts.get(idOf(wanted['ContactID']) ?? 0);
      if (existing && state.assumptions.contactAddLinks) {
        linkContact(state, { customer, contact: existing, isPrimary, by });
        return { Contact: toContact(existing) };
      }
      return {
        Contact: toContact(addContact(state, { customer, change: readContact(wanted), isPrimary, by })),
      };
    },
    CustomerContactEdit(input) {
      requireKey(input, 'CustomerID');
      const customer = customerOf(state, input);
      const wanted = objectOf(requireKey(input, 'Contact'));
      const contact = state.contacts.get(idOf(wanted['ContactID']) ?? 0);
      if (!contact || !linkBetween(state, customer, contact)) {
        return refuseInOurWords(ASSUMED_TEXTS.contactNotFound);
      }
      const given = readContact(wanted);
      const change = state.assumptions.contactEditIsPartial ? given : { ...NOBODY, ...given };
      const by = state.apiActor(input);
      editContact(state, { contact, change, by });
      // `IsPrimary: false` does nothing: a primary contact goes only when another one comes (RPM-4).
      if (flagOf(input['IsPrimary'])) promoteContact(state, { customer, contact, by });
      return { Contact: toContact(contact) };
    },
  };
}

const NOBODY: ContactChange = {
  firstName: '',
  lastName: '',
  email: '',
  salutation: '',
  title: '',
  phones: [],
};

const TEXTS = {
  FirstName: 'firstName',
  LastName: 'lastName',
  Email: 'email',
  Salutation: 'salutation',
  Title: 'title',
} as const;

/** Reads a person from a call's `Contact`. */
export function readContact(wanted: RpmInput): ContactChange {
  const change: ContactChange = {};
  for (const [key, name] of Object.entries(TEXTS)) {
    const text = textOf(wanted[key]);
    if (text !== undefined) change[name] = text;
  }
  const phones = listOf(wanted['PhoneNumbers'])?.map((phone) => {
    const phoneNumberId = idOf(phone['PhoneNumberID']);
    return {
      type: idOf(phone['Type']) ?? 1,
      number: textOf(phone['Number']) ?? '',
      ...(phoneNumberId !== undefined && { phoneNumberId }),
    };
  });
  return phones ? { ...change, phones } : change;
}
