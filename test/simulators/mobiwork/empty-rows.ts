import type { MobiworkAddress, MobiworkContact, MobiworkCustomer, MobiworkProduct } from './mobiwork-data.js';

/** A customer of whom nothing is known but the id. */
export function emptyCustomer(mobiworkCustomerId: number): Omit<MobiworkCustomer, 'fromDate' | 'createdBy'> {
  return {
    mobiworkCustomerId,
    externalCustomerId: null,
    companyName: null,
    closingDate: null,
    type: 'BUSINESS',
    category: null,
    statusId: null,
    enabled: true,
    assignedTo: null,
    prospectFlag: false,
    taxable: true,
    addresses: [],
    primaryContactId: null,
    contacts: [],
    customFields: [],
    parentId: null,
  };
}

/** A contact who may nothing, but sign in with the PIN they get. */
export function emptyContact(contactId: number): Omit<MobiworkContact, 'pin'> {
  return {
    contactId,
    firstName: null,
    lastName: null,
    title: null,
    email: null,
    phoneNumber: null,
    altPhoneNumber: null,
    phoneExt: null,
    altPhoneExt: null,
    fax: null,
    thirdPhone: null,
    enabled: true,
    admin: false,
    permissions: { billing: false, reports: false, createWorkOrder: false, editContact: false },
  };
}

export function emptyAddress(addressId: number): MobiworkAddress {
  return { addressId, name: null, address1: null, address2: null, city: null, state: null, zipCode: null };
}

export function emptyProduct(mobiworkProductId: number): MobiworkProduct {
  return {
    mobiworkProductId,
    externalId: null,
    name: null,
    description: null,
    type: 'PRODUCT',
    price: null,
    cost: null,
    quantity: null,
    sku: null,
    modelNumber: null,
    hasSerialNumbers: false,
    priceIncludesTax: false,
    taxable: true,
    tax: null,
    category: null,
    disabled: false,
  };
}
