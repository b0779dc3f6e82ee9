import type { Grant } from 'portico/contract';

import { componentOf, needing } from './components.js';
import type { OpencrmSettings } from './settings.js';
import { openStatuses } from './sign-action.js';
import type { Source } from './sources.js';
import { linkedToMe, offeredInvoices } from './visibility.js';

/** What a person may see and do of the records of one module. */
export function recordGrants(source: Source, settings: OpencrmSettings): Grant[] {
  const { kind } = source;
  const { notifyOwners = [] } = settings;
  const fields = { read: readable(source) };
  if (kind === 'ticket') return ticketGrants(fields, settings);
  if (kind === 'project') return projectGrants(fields, settings);
  if (kind !== 'invoice' && kind !== 'quote' && kind !== 'salesOrder') return [];
  const seen: Grant = {
    id: kind === 'invoice' ? 'invoice.offered' : `${kind}.linked-to-me`,
    rules: [
      'O-02',
      'O-05',
      'O-23',
      ...(kind === 'invoice' ? ['O-41'] : kind === 'quote' ? ['O-42'] : ['O-49']),
    ],
    module: kind,
    actions: ['read', 'download'],
    ...needing(settings.components)(componentOf[kind]),
    when: kind === 'invoice' ? offeredInvoices(settings) : linkedToMe,
    fields,
    // O-44: the assigned user hears of it.
    ...(notifyOwners.includes(kind) && { obligations: ['notify.viewed', 'notify.downloaded'] }),
  };
  return kind === 'invoice' ? [seen] : [seen, signGrant(kind, settings)];
}

/** O-04, O-45 to O-49, O-51, D3: with eSign and the component, what is mine and open; details and PIN come first. */
function signGrant(kind: 'quote' | 'salesOrder', settings: OpencrmSettings): Grant {
  const component = componentOf[kind];
  const forEverybody = settings.components?.includes(component) ?? false;
  return {
    id: `${kind}.sign`,
    rules: ['O-04', 'O-05', 'O-48', 'O-49', 'O-51'],
    module: kind,
    actions: ['sign'],
    needs: ['esign'],
    when: {
      all: [
        linkedToMe,
        { f: 'status', in: openStatuses(kind, settings) },
        ...(forEverybody ? [] : [{ f: 'fields.component', in: { var: 'capabilities' as const } }]),
      ],
    },
    fields: {},
    obligations: ['contact.complete', 'pin'],
  };
}

/** O-03, O-24 to O-26, O-30: one's own tickets with comments and files, and new ones in one's own name. */
function ticketGrants(fields: Grant['fields'], settings: OpencrmSettings): Grant[] {
  const needs = needing(settings.components)(componentOf.ticket);
  return [
    {
      id: 'ticket.linked-to-me',
      rules: ['O-02', 'O-05', 'O-23', 'O-24', 'O-25'],
      module: 'ticket',
      actions: ['read', 'download', 'comment', 'upload'],
      ...needs,
      when: linkedToMe,
      fields,
    },
    {
      id: 'ticket.log',
      rules: ['O-03', 'O-05', 'O-24'],
      module: 'ticket',
      actions: ['create'],
      ...needs,
      when: linkedToMe,
      fields: { edit: ['subject', 'body', 'fields.priority', 'fields.category'], required: ['subject'] },
      set: { contacts: { var: 'contact' }, customer: { var: 'customer' }, portalVisible: true },
    },
  ];
}

/** O-53, O-54: one's own projects; comments on those under way, documents on any. */
function projectGrants(fields: Grant['fields'], settings: OpencrmSettings): Grant[] {
  const needs = needing(settings.components)(componentOf.project);
  return [
    {
      id: 'project.linked-to-me',
      rules: ['O-02', 'O-05', 'O-23', 'O-53'],
      module: 'project',
      actions: ['read', 'download', 'upload'],
      ...needs,
      when: linkedToMe,
      fields,
    },
    {
      id: 'project.comment-ongoing',
      rules: ['O-54'],
      module: 'project',
      actions: ['comment'],
      ...needs,
      when: { all: [linkedToMe, { f: 'statusGroup', eq: 'open' }] },
      fields: {},
    },
  ];
}

/** What the portal shows of a module; no column of the tenant's own: that is for an admin to open. */
function readable({ kind, type, status, amount, dates = {}, fields = [] }: Source): string[] {
  return [
    'subject',
    'number',
    'body',
    'customer',
    'contacts',
    'createdAt',
    'changedAt',
    ...(type ? ['type'] : []),
    ...(status ? ['status', 'statusGroup'] : []),
    ...(amount ? ['amount', 'currency'] : []),
    ...(kind === 'ticket' || kind === 'project' ? ['comments'] : []),
    'files',
    ...Object.keys(dates).map((name) => `dates.${name}`),
    ...fields.map((name) => `fields.${name}`),
  ];
}
