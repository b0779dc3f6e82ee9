import type { ComponentChildren } from 'preact';

import type { Detail } from '../../portal/read-detail.js';
import { fieldFacts, typeLabel, type ConnectionFacts } from '../../portal/portal-facts.js';
import { labelOf } from './field-label.js';
import type { ShownField } from './field-list.js';
import { formatMoney, formatValue } from './format.js';
import { Moment } from './moment.js';

/** What the page shows elsewhere, or what is no business of a person's. */
const elsewhere = new Set([
  'id',
  'subject',
  'status',
  'statusGroup',
  'currency',
  'portalVisible',
  'public',
  'readOnly',
  'body',
  'lines',
  'comments',
  'files',
  'participants',
]);

const order = [
  'number',
  'type',
  'customer',
  'contacts',
  'owner',
  'amount',
  'folder',
  'createdAt',
  'changedAt',
];

/** The fields of a record that its reader sees, each with its label, formatted for people. */
export function detailFields(record: Detail, facts: ConnectionFacts): ShownField[] {
  return Object.entries(record.values)
    .filter(([name]) => !elsewhere.has(name))
    .sort(([one], [other]) => rank(one) - rank(other))
    .flatMap(([name, value]) => {
      const shown = showField(record, facts, name, value);
      return shown === undefined || shown === '' || (Array.isArray(shown) && !shown.length)
        ? []
        : [{ label: labelOf([facts], record.module, name), shown }];
    });
}

/** Ours first, then dates, then the vendor's own. */
function rank(name: string): number {
  const place = order.indexOf(name);
  if (place >= 0) return place;
  return name.startsWith('dates.') ? order.length : order.length + 1;
}

function showField(
  { module, values, customer, contacts }: Detail,
  facts: ConnectionFacts,
  name: string,
  value: unknown,
): ComponentChildren {
  switch (name) {
    case 'customer':
      return customer && <a href={`/customers/${customer.id}`}>{customer.name}</a>;
    case 'contacts':
      return contacts.join(', ');
    case 'type':
      return typeLabel(facts, module, String(value));
    case 'amount':
      return typeof value === 'number' ? formatMoney(value, values['currency']) : undefined;
    case 'owner':
      return ownerText(value);
    case 'createdAt':
    case 'changedAt':
      return <Moment at={value} zone={facts.zone} />;
    default:
      return name.startsWith('dates.') ? (
        <Moment at={value} zone={facts.zone} />
      ) : (
        formatValue(value, fieldFacts(facts, module, name)?.type, facts.zone)
      );
  }
}

function ownerText(owner: unknown): string {
  const { name, email } = Object(owner) as { name?: unknown; email?: unknown };
  return [name, email].filter((part) => typeof part === 'string').join(', ');
}
