import {
  ADDRESS_TEXTS,
  CONTACT_TEXTS,
  PERMISSIONS,
  type CustomField,
  type MobiworkAddress,
  type MobiworkContact,
  type MobiworkCustomer,
} from './mobiwork-data.js';
import type { MobiworkState } from './mobiwork-state.js';
import type { XmlNode, XmlRecord } from './write-xml.js';

/** A customer as every call shows one: contacts nested, each with the PIN in clear (mobiwork.md §3, §6). */
export function customerWire(state: MobiworkState, customer: MobiworkCustomer): XmlRecord {
  const { assumptions, data } = state;
  const { customerDay } = assumptions.dates;
  const primary = primaryOf(customer);
  const listed = assumptions.contactListHasPrimary
    ? customer.contacts
    : customer.contacts.filter((each) => each !== primary);
  const [address, ...others] = customer.addresses;
  return {
    mobiworkCustomerId: customer.mobiworkCustomerId,
    externalCustomerId: customer.externalCustomerId,
    companyName: customer.companyName,
    fromDate: state.date(customer.fromDate, customerDay),
    type: customer.type,
    typeId: customer.type === 'RESIDENTIAL' ? 1 : 2,
    statusId: customer.statusId,
    customStatus: data.tenant.customerStatuses.find(({ id }) => id === customer.statusId)?.name ?? null,
    enabled: customer.enabled,
    assignedTo: state.userReference(customer.assignedTo),
    closingDate: state.date(customer.closingDate, customerDay),
    prospectFlag: customer.prospectFlag,
    taxable: customer.taxable,
    ...(assumptions.parentName !== null && { [assumptions.parentName]: customer.parentId }),
    address: address && addressWire(address),
    contact: primary && contactWire(state, customer, primary),
    addressList: { address: others.map(addressWire) },
    contactList: { contact: listed.map((contact) => contactWire(state, customer, contact)) },
    customFields: customFieldsWire(customer.customFields),
    mobiForms: {
      mobiForm: data.forms
        .filter(({ customerId }) => customerId === customer.mobiworkCustomerId)
        .map(({ id, fields }) => ({ filledFormId: id, ...fields })),
    },
  };
}

/** A customer as an invoice has them inside: the primary contact goes by another name there (§3). */
export function nestedCustomerWire(state: MobiworkState, customer: MobiworkCustomer): XmlRecord {
  const primary = primaryOf(customer);
  return {
    mobiworkCustomerId: customer.mobiworkCustomerId,
    externalCustomerId: customer.externalCustomerId,
    companyName: customer.companyName,
    type: customer.type,
    enabled: customer.enabled,
    primaryContact: primary && contactWire(state, customer, primary),
  };
}

function contactWire(
  { assumptions }: MobiworkState,
  { mobiworkCustomerId }: MobiworkCustomer,
  contact: MobiworkContact,
): XmlRecord {
  const { permissionFlags, thirdPhoneName } = assumptions;
  return {
    contactId: contact.contactId,
    customerId: mobiworkCustomerId,
    ...Object.fromEntries(CONTACT_TEXTS.map((name) => [name, contact[name]])),
    ...(thirdPhoneName !== null && { [thirdPhoneName]: contact.thirdPhone }),
    enabled: contact.enabled,
    admin: contact.admin,
    ...(permissionFlags &&
      Object.fromEntries(PERMISSIONS.map((each) => [permissionFlags[each], contact.permissions[each]]))),
  };
}

export function addressWire(address: MobiworkAddress): XmlRecord {
  return {
    addressId: address.addressId,
    ...Object.fromEntries(ADDRESS_TEXTS.map((name) => [name, address[name]])),
    countryId: 1,
    latitude: null,
    longitude: null,
    baseDistance: null,
  };
}

export function customFieldsWire(fields: CustomField[]): XmlNode {
  return { customField: fields.map(({ apiName, index, value }) => ({ apiName, index, value })) };
}

export function primaryOf({ contacts, primaryContactId }: MobiworkCustomer): MobiworkContact | undefined {
  return contacts.find(({ contactId }) => contactId === primaryContactId);
}
