import { assumed } from './assumed.js';

/** The elements that the plugin knows, as mobiwork.md spells them. */
const elements = `
  token totalAvailableCount count customer workOrder invoice estimate product payment user
  mobiworkCustomerId externalCustomerId companyName fromDate type typeId statusId customStatus enabled assignedTo
  closingDate prospectFlag taxable address addressList addressId address1 address2 city state zipCode countryId name
  contact primaryContact contactList contactId customerId firstName lastName title email phoneNumber altPhoneNumber
  phoneExt altPhoneExt fax pin admin customFields customField apiName index value mobiForms
  mobiworkWorkOrderId externalId externalWorkOrderId customerName description workOrderTypeId workOrderType status
  customStatusId location locationId createdDate createdBy scheduleList schedule userId date time duration
  mobiworkInvoiceId invoiceId balance comments integrationStatus dueDate categoryId category
  mobiworkEstimateId estimateId mobiworkProductId productId price sku id
  paymentId amount paymentDate paymentReference mobiworkUserId`;

const spelling = new Map(
  [...elements.trim().split(/\s+/), ...Object.values(assumed.flags).flat()].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

/**
 * An answer without MobiWork's moods (mobiwork.md §8): elements in another case get their usual names (so that a PIN is
 * a `pin` wherever it is looked for), the text `null` is empty, and an element whose attributes are all it has besides
 * text is its text.
 */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value === 'null' ? '' : value;
  const members = Object.entries(value).filter(([name]) => !name.startsWith('@') && name !== '#text');
  if (!members.length) return tidy(Reflect.get(value, '#text') ?? '');
  return Object.fromEntries(
    members.map(([name, member]) => [spelling.get(name.toLowerCase()) ?? name, tidy(member)]),
  );
}

/** A member whose name may be in any case. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}
