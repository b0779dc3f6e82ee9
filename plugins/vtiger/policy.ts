import type { Condition, Facts, Grant, Policy } from 'portico/contract';

import { assumed } from './assumed.js';
import type { VtigerSettings } from './settings.js';
import { sources, type Source } from './sources.js';

const person = ['honorific', 'firstName', 'lastName', 'jobTitle', 'phones'];

/**
 * The portal of vtiger: oneself, one's account, what names the person (or, by setting, the account),
 * published FAQs (O-60) and products. Who may come in at all (O-07, O-14, O-15) is said by the login.
 */
export function policy(facts: Facts, settings: VtigerSettings): Policy {
  const shown = settings.portalModules ?? assumed.portalModules;
  const mine = own(settings);
  const grants: Grant[] = [
    {
      id: 'contact.self',
      rules: ['O-01'],
      module: 'contact',
      actions: ['read', 'update'],
      when: { f: 'id', eq: { var: 'contact' } },
      fields: { read: [...person, 'email'], edit: person },
    },
    {
      id: 'customer.own',
      rules: ['O-22'],
      module: 'customer',
      actions: ['read'],
      when: { f: 'id', in: { var: 'customers' } },
      fields: { read: ['name', 'number', 'website', 'email', 'phones', 'addresses'] },
    },
  ];
  for (const source of Object.values(sources)) {
    const { kind } = source;
    if (kind === 'customer' || kind === 'contact' || kind === 'lead') continue;
    if (!facts.modules[kind] || !shown.includes(kind)) continue;
    const fields = { read: readable(source) };
    const visible: Condition[] = kind === 'document' ? [{ f: 'portalVisible', eq: true }] : [];
    const actions =
      kind === 'ticket' ? ['read', 'comment'] : kind === 'document' ? ['read', 'download'] : ['read'];
    if (source.public)
      grants.push({
        id: `${kind}.public`,
        rules: ['O-60'],
        module: kind,
        actions,
        when: { f: 'public', eq: true },
        fields,
      });
    if (source.parties)
      grants.push({
        id: `${kind}.mine`,
        rules: ['O-02', 'O-23'],
        module: kind,
        actions,
        when: { all: [...visible, mine] },
        fields,
      });
  }
  if (facts.modules['document'] && shown.includes('document'))
    for (const via of ['ticket', 'project'] as const)
      if (facts.modules[via] && shown.includes(via))
        grants.push({
          id: `document.of.${via}`,
          rules: ['O-23', 'O-26'],
          module: 'document',
          actions: ['read', 'download'],
          when: {
            all: [
              { f: 'portalVisible', eq: true },
              { via, where: mine },
            ],
          },
          fields: { read: readable(sources.documents) },
        });
  if (facts.modules['ticket'] && shown.includes('ticket')) {
    const edit = ['subject', 'body', 'fields.ticketpriorities', 'fields.ticketcategories'];
    grants.push({
      id: 'ticket.create',
      rules: ['O-03'],
      module: 'ticket',
      actions: ['create'],
      when: { link: 'contact', in: { var: 'contacts' } },
      fields: { edit, required: ['subject'] },
      set: { customer: { var: 'customer' }, contacts: { var: 'contact' } },
    });
  }
  return { version: 1, limits: [], grants };
}

/** O-23 and the setting: what names me or, if wanted, an account of mine. */
const own = ({ accountRecords = true }: VtigerSettings): Condition => ({
  any: [
    { link: 'contact', in: { var: 'contacts' } },
    ...(accountRecords ? [{ f: 'customer', in: { var: 'customers' as const } }] : []),
  ],
});

/** All that the mapping yields, but no column of the installation's own: that is for an admin to open. */
function readable({
  kind,
  number,
  status,
  body,
  amount,
  dates = {},
  fields = [],
  lines,
  parties,
}: Source): string[] {
  return [
    'subject',
    'createdAt',
    'changedAt',
    ...(number ? ['number'] : []),
    ...(status ? ['status', 'statusGroup'] : []),
    ...(parties ? ['customer', 'contacts'] : []),
    ...(body ? ['body'] : []),
    ...(amount ? ['amount', 'currency'] : []),
    ...(lines ? ['lines'] : []),
    ...(kind === 'ticket' ? ['comments'] : []),
    ...(kind === 'document' ? ['folder', 'files', 'fields.filename'] : []),
    ...Object.keys(dates).map((name) => `dates.${name}`),
    ...fields.map((name) => `fields.${name}`),
  ];
}
