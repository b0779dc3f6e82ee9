import { hub, manual } from 'portico/contract';
import type { Actions, Facts } from 'portico/contract';

import { contactActions } from './contact-actions.js';
import { mobiworkFacts } from './discover.js';
import { payInvoice } from './pay-invoice.js';
import type { MobiworkSettings } from './settings.js';
import { workOrderActions } from './work-order-actions.js';

/** What MobiWork can be asked to do, what Portico keeps in its place, and what a person must do there. */
export function actions(facts: Facts, settings: MobiworkSettings): Actions<MobiworkSettings> {
  const { modules } = facts;
  const isRecorded = mobiworkFacts(facts).payments && settings.payments !== 'manual';
  return {
    ...contactActions(facts, settings),
    ...(modules['workOrder'] && workOrderActions(settings)),
    ...(modules['invoice'] && {
      'invoice.pay': isRecorded
        ? payInvoice
        : manual('Take the payment and enter it with the invoice in MobiWork (Invoices, Payments).'),
    }),
    // MobiWork has no place for these that an API reaches.
    ...kept('document'),
    ...kept('faq'),
    ...kept('report'),
    'file.add': hub(),
    'file.get': { how: 'hub' },
  };
}

const kept = (module: 'document' | 'faq' | 'report'): Actions<MobiworkSettings> => ({
  [`${module}.create`]: hub(),
  [`${module}.update`]: hub(),
  [`${module}.delete`]: hub(),
});
