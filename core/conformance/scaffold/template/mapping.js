// @ts-check
import { always, at, codec, mapping, phones, ref, rest } from 'portico/contract';

/** @import { Contact, Customer, Mapping, RecordData } from 'portico/contract' */

/** @type {Mapping<object, Customer>} */
export const companyMapping = mapping({
  name: at('name'),
  phones: phones({ work: 'phone' }),
  changedAt: at('updated', codec.iso),
});

/** @type {Mapping<object, Contact>} */
export const personMapping = mapping({
  kind: always('contact'),
  firstName: at('first'),
  lastName: at('last'),
  email: at('email', codec.email),
  changedAt: at('updated', codec.iso),
});

/**
 * Read and written; what has no place in Portico's own model is kept under `fields`.
 * @type {Mapping<object, RecordData>}
 */
export const ticketMapping = mapping({
  subject: at('title'),
  body: at('text'),
  customer: ref('customer', 'company'),
  status: at('status'),
  statusGroup: at('done', codec.word({ false: 'open', true: 'closed' })),
  changedAt: at('updated', codec.iso),
  fields: rest({ except: ['id', 'ref'] }),
});
