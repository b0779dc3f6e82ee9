import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import type { AppName, ApptivoParty, ApptivoRow, Choice } from './apptivo-data.js';
import { ApptivoFailure, objectsOf, toId, toText, type JsonInput } from './apptivo-input.js';
import type { ApptivoState, Author } from './apptivo-state.js';
import { fromFirmDay, toFirmDay, toFirmMoment } from './firm-date.js';
import type { CustomAttribute } from './wire-items.js';

/** What a write was given: the record's data and, in an update, the attributes it names. */
export interface Given {
  input: JsonInput;
  names?: Set<string>;
}

/** An attribute that can be written, and the keys of the data that it takes in. */
export interface Attribute<R> {
  keys: string[];
  /** Written by this parameter of an update rather than by its name. */
  flag?: string;
  write(row: R, given: Given): void;
}

/** One of Apptivo's apps; the calls of all are alike (apptivo.md §3.1). */
export interface AppTable<R extends ApptivoRow> {
  app: AppName;
  idParameter: string;
  dataParameter: string;
  attributeParameter: 'attributeName' | 'attributeNames';
  rows: R[];
  find(id: number): R | undefined;
  /** The record without its moments, which are dear to write. */
  fields(row: R): JsonInput;
  /** What free text is looked for in. */
  texts(row: R): (string | undefined)[];
  /** Adds an empty record. */
  create(input: JsonInput, author: Author): R;
  attributes: Record<string, Attribute<R>>;
  reply(wire: JsonInput, id: number, isNew: boolean): unknown;
}

/** A record as it goes out. */
export function toWire<R extends ApptivoRow>(state: ApptivoState, table: AppTable<R>, row: R): JsonInput {
  const { firm } = state.data;
  const { nulls, unset, emptyArrays, timePattern } = state.assumptions;
  const all = {
    ...table.fields(row),
    customAttributes: row.customAttributes.map((each) => ({
      ...each,
      ...(each.customAttributeType === 'date' &&
        each.customAttributeValue && {
          customAttributeValue: toFirmDay(each.customAttributeValue, firm),
        }),
    })),
    isActive: 'Y',
    objectStatus: '0',
    firmId: firm.firmId,
    creationDate: toFirmMoment(row.creationDate, firm, timePattern),
    createdByName: row.createdByName,
    lastUpdateDate: toFirmMoment(row.lastUpdateDate, firm, timePattern),
    lastUpdatedByName: row.lastUpdatedByName,
  };
  const wire: JsonInput = {};
  for (const [key, value] of Object.entries(all)) {
    const isList = Array.isArray(value);
    const way = isList ? emptyArrays : unset;
    if (nulls.includes(key)) wire[key] = null;
    else if (isList ? value.length > 0 : value !== undefined && value !== '') wire[key] = value;
    else if (way !== 'absent') wire[key] = way === 'null' ? null : isList ? [] : '';
  }
  return wire;
}

export function textAttribute<R extends object>(key: string): Attribute<R> {
  return { keys: [key], write: (row, { input }) => void Object.assign(row, { [key]: toText(input[key]) }) };
}

/** A value of a list, given by its id or else by its name. */
export function choiceAttribute<R extends object>(
  [idKey, nameKey]: [string, string],
  choices: Choice[],
): Attribute<R> {
  return {
    keys: [idKey, nameKey],
    write(row, { input }) {
      const id = toId(input[idKey]);
      const found = choices.find((each) =>
        id === undefined ? each.name === input[nameKey] : each.id === id,
      );
      if (!found) throw new ApptivoFailure(ASSUMED_TEXTS.missing(nameKey));
      Object.assign(row, { [idKey]: found.id });
    },
  };
}

/** Always written as a whole (apptivo.md §5). */
export function customAttributes<R extends ApptivoRow>(state: ApptivoState): Attribute<R> {
  const toCustom = (each: JsonInput): CustomAttribute => {
    const type = toText(each['customAttributeType']);
    const value = toText(each['customAttributeValue']);
    const valueId = toText(each['customAttributeValueId']);
    return {
      customAttributeId: toText(each['customAttributeId']),
      customAttributeName: toText(each['customAttributeName']),
      customAttributeTagName: toText(each['customAttributeTagName']),
      customAttributeType: type,
      customAttributeValue: type === 'date' ? (fromFirmDay(value, state.data.firm) ?? '') : value,
      ...(valueId && { customAttributeValueId: valueId }),
      ...(Array.isArray(each['attributeValues']) && {
        attributeValues: objectsOf(each['attributeValues']).map((item) => ({
          attributeId: toText(item['attributeId']),
          attributeValue: toText(item['attributeValue']),
        })),
      }),
    };
  };
  return {
    keys: ['customAttributes'],
    flag: 'isCustomAttributesUpdate',
    write: (row, { input }) => {
      row.customAttributes = objectsOf(input['customAttributes']).map(toCustom);
    },
  };
}

/** What customers and contacts share. */
export function partyAttributes<R extends ApptivoParty>(state: ApptivoState): Record<string, Attribute<R>> {
  return {
    emailAddresses: {
      keys: ['emailAddresses'],
      flag: 'isEmailAddressUpdate',
      write: (row, { input }) => {
        row.emailAddresses = objectsOf(input['emailAddresses']).map((each) => ({
          id: toText(each['id']) || 'cont_email_input',
          emailAddress: toText(each['emailAddress']),
          emailType: toText(each['emailType']) || 'Business',
          emailTypeCode: toText(each['emailTypeCode']) || 'BUSINESS',
        }));
      },
    },
    phoneNumbers: {
      keys: ['phoneNumbers'],
      write: (row, { input }) => {
        row.phoneNumbers = objectsOf(input['phoneNumbers']).map((each) => ({
          id: toText(each['id']) || 'contact_phone_input',
          phoneNumber: toText(each['phoneNumber']),
          phoneType: toText(each['phoneType']) || 'Business',
          phoneTypeCode: toText(each['phoneTypeCode']) || 'PHONE_BUSINESS',
        }));
      },
    },
    addresses: {
      keys: ['addresses'],
      flag: 'isAddressUpdate',
      write: (row, { input }) => {
        row.addresses = objectsOf(input['addresses']).map((each) => ({
          addressId: toId(each['addressId']) ?? state.newId(),
          addressType: toText(each['addressType']),
          addressLine1: toText(each['addressLine1']),
          city: toText(each['city']),
          zipCode: toText(each['zipCode']),
          countryName: toText(each['countryName']),
          countryCode: toText(each['countryCode']),
        }));
      },
    },
    customAttributes: customAttributes(state),
  };
}

/** A reply that wraps a record, or not, in one of the ways seen (apptivo.md §3.1). */
export function wrapped(way: 'none' | 'data' | 'responseObject', wire: JsonInput): JsonInput {
  return way === 'none' ? wire : { [way]: wire };
}
