import type { Condition } from 'portico/contract';

import { assumed } from './assumed.js';
import type { OpencrmSettings } from './settings.js';

/** O-23: the record names the person. */
export const linkedToMe: Condition = { link: 'contact', in: { var: 'contacts' } };

/** O-23: ticked for the portal; where a tenant's answers lack the tick, its setting may say that the link is enough. */
export const isShown = ({ linkIsEnough = false }: OpencrmSettings): Condition =>
  linkIsEnough
    ? {
        any: [
          { f: 'portalVisible', eq: true },
          { f: 'portalVisible', set: false },
        ],
      }
    : { f: 'portalVisible', eq: true };

/** O-38. */
export const ofDocumentsType: Condition = { f: 'type', eq: assumed.documentsProject };

/** O-41, D1: of the person or of the company, paid or outstanding. */
export function offeredInvoices({ invoicesBy = 'both', hiddenInvoices }: OpencrmSettings): Condition {
  const ofMyCompany: Condition = { f: 'customer', in: { var: 'customers' } };
  const hidden = hiddenInvoices ?? [...assumed.hiddenInvoices];
  return {
    all: [
      invoicesBy === 'both'
        ? { any: [linkedToMe, ofMyCompany] }
        : invoicesBy === 'contact'
          ? linkedToMe
          : ofMyCompany,
      { not: { f: 'status', in: hidden } },
    ],
  };
}
